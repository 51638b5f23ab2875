internal import Foundation

/// A real Apache Kafka broker for tests: the one `RESURVEY_TEST_BROKERS` names, else one started from
/// `shared/kafka/kafka` on a free port at first use, in a temporary folder. It ends with the process of the tests,
/// however that ends. All tests of a process share it: give topics and groups names of their own.
public struct RealBroker: Sendable {
  /// The bootstrap list for clients.
  public let bootstrap: String

  /// Why there is no broker to test against, nil if there is one.
  public static let absence: String? = {
    if ProcessInfo.processInfo.environment["RESURVEY_TEST_BROKERS"] != nil { return nil }
    if SharedFolder.find("kafka/kafka") == nil { return "no real Kafka at hand (shared/kafka/kafka)" }
    return Command.find("java") != nil ? nil : "a real Kafka needs java (Debian: openjdk-17-jre-headless)"
  }()

  /// True if tests against a real broker can run.
  public static var isPresent: Bool { absence == nil }

  private static let started = Result { try start() }

  /// The broker of this process; the first call starts it, which takes some seconds.
  /// - Throws: what the start printed, if it failed.
  public static func shared() throws -> RealBroker { try started.get() }

  private static func start() throws -> RealBroker {
    if let bootstrap = ProcessInfo.processInfo.environment["RESURVEY_TEST_BROKERS"] {
      return RealBroker(bootstrap: bootstrap)
    }
    guard let script = SharedFolder.find("kafka/kafka")?.standardizedFileURL.path else {
      throw StartFailure(output: absence ?? "no Kafka")
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kafka-\(UUID().uuidString)").path
    try watch(script: script, folder: folder)
    var output = ""
    // Another process may take the port between its choice and the broker's start.
    for _ in 0..<3 {
      let port = try FreePort.pair()
      let start = try Command(
        script, ["start", "--brokers", "1", "--port", "\(port)", "--dir", folder, "--heap", "512m"],
        mergesErrors: true)
      if start.status == 0 { return RealBroker(bootstrap: "127.0.0.1:\(port)") }
      output = start.output
    }
    throw StartFailure(output: output)
  }

  /// Stops the broker and removes its folder once this process is gone; a handler at exit would miss a crash.
  private static func watch(script: String, folder: String) throws {
    let watcher = Process()
    watcher.executableURL = URL(fileURLWithPath: "/bin/bash")
    let loop =
      #"trap "" INT HUP; while kill -0 "$1" 2>/dev/null; do sleep 0.5; done; "$2" stop --dir "$3"; rm -rf "$3""#
    // In the background of a shell that ends at once: `Process` learns of an end by a descriptor that its child holds, and once that is
    // closed waits for the child and for nothing else, so that no later child would ever be seen to end.
    watcher.arguments = [
      "-c", #"bash -c "$0" bash "$@" &"#, Command.closeStrayDescriptors + loop,
      "\(ProcessInfo.processInfo.processIdentifier)", script, folder,
    ]
    watcher.standardInput = FileHandle.nullDevice
    watcher.standardOutput = FileHandle.nullDevice
    watcher.standardError = FileHandle.nullDevice
    try watcher.run()
    watcher.waitUntilExit()
  }

  private struct StartFailure: Error, CustomStringConvertible {
    var output: String
    var description: String { "the real Kafka did not start: \(output)" }
  }
}
