internal import Foundation

/// Another program, run to its end.
public struct Command: Sendable {
  /// What it wrote to standard output, and to standard error if asked for.
  public var output: String
  /// Its exit status.
  public var status: Int32

  /// Runs a program, feeds it the input, and waits until it and all it started have closed their output.
  ///
  /// The end is told by the output, not by `Process.waitUntilExit`: that one also waits for every background process the
  /// program leaves behind.
  /// - Parameters:
  ///   - program: a path, or a name to find in `PATH`.
  ///   - mergesErrors: whether standard error goes into `output`; it is dropped otherwise.
  public init(_ program: String, _ arguments: [String], input: String = "", mergesErrors: Bool = false) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", Self.closeStrayDescriptors + #""$@"; printf '\n%d' $?"#, "bash", program] + arguments
    let (sink, source) = (Pipe(), Pipe())
    process.standardOutput = sink
    process.standardError = mergesErrors ? sink : FileHandle.nullDevice
    process.standardInput = source
    try process.run()
    source.fileHandleForWriting.write(Data(input.utf8))
    try source.fileHandleForWriting.close()
    let text = String(decoding: sink.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let end = text.lastIndex(of: "\n") ?? text.startIndex
    output = String(text[..<end])
    status = Int32(text[end...].dropFirst()) ?? -1
  }

  /// For bash: closes what this process happened to have open when it forked. A program that stays would otherwise keep
  /// pipes and sockets of other tests open.
  public static let closeStrayDescriptors =
    "for fd in /proc/$$/fd/*; do fd=${fd##*/}; if [ $fd -gt 2 ]; then eval \"exec $fd>&-\"; fi; done; "

  /// The path of a program in `PATH`, nil if there is none of that name.
  public static func find(_ name: String) -> String? {
    ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":").map { "\($0)/\(name)" }
      .first(where: FileManager.default.isExecutableFile)
  }
}
