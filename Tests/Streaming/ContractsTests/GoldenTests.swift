import Contracts
import Foundation
import Observations
import Testing

/// Bytes once written must be read for ever. `Streams/golden/<Message>.<case>.bin` with its JSON beside it; a `.future` case holds fields
/// this version does not know. Files are added, never changed.
@Suite struct GoldenTests {
  struct Golden: Sendable, CustomTestStringConvertible {
    let type: MessageType
    let name: String
    var isFuture: Bool { name.hasSuffix(".future") }
    var testDescription: String { name }

    func bytes(_ ending: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: GoldenTests.folder.appending(path: "\(name).\(ending)")))
    }
  }

  private static let folder = Checkout.root.appending(path: "Streams/golden")

  static let all: [Golden] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".bin") }.sorted().compactMap { name in
      MessageType.allCases.first { name.hasPrefix("\($0.name).") }.map {
        Golden(type: $0, name: String(name.dropLast(4)))
      }
    }
  }()

  @Test func everyMessageHasGoldenBytesOfTodayAndOfTheFuture() {
    for type in MessageType.allCases {
      #expect(Self.all.contains { $0.type == type && !$0.isFuture }, "\(type)")
      #expect(Self.all.contains { $0.type == type && $0.isFuture }, "\(type)")
    }
  }

  @Test(arguments: all)
  func goldenBytesAreReadForEver(golden: Golden) throws {
    let bytes = try golden.bytes("bin")
    let json = try golden.bytes("json")
    try golden.type.check(bytes)
    #expect(try ContractJSON.encode(bytes, as: golden.type) + [0x0a] == json)
    let back = try ContractJSON.decode(json, as: golden.type)
    if golden.isFuture {
      #expect(back.count < bytes.count)
    } else {
      #expect(back == bytes)
    }
  }

  /// Writes files for cases that have none: `RESURVEY_WRITE_GOLDEN=1 swift test --filter GoldenTests`.
  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["RESURVEY_WRITE_GOLDEN"] != nil, "set RESURVEY_WRITE_GOLDEN to add files")
  )
  func missingGoldenFilesAreWritten() throws {
    try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
    for message in OutputFixture.messages {
      try Self.write(message.bytes, message.type, "\(message.type.name).\(message.name)")
    }
    // A field of every wire type from a later version, beside the known ones and within a known message.
    let unknown =
      Proto.number(900, 7) + Proto.tag(901, 1) + [1, 2, 3, 4, 5, 6, 7, 8] + Proto.tag(903, 5) + [1, 2, 3, 4]
      + Proto.bytes(902, Proto.text(1, "later"))
    for type in MessageType.allCases {
      guard let message = OutputFixture.messages.first(where: { $0.type == type }) else { continue }
      var bytes = unknown + message.bytes + unknown
      if type == .observationFrame {
        // The first sensor learns a word.
        var frame = FrameFixture.typical()
        frame.sensors = []
        frame.points = PointDetections()
        frame.lines = LineDetections()
        let sensor =
          Proto.number(1, 1) + unknown + Proto.number(2, 1) + Proto.tag(4, 1) + [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]
        bytes =
          unknown + FrameCodec.encode(frame)
          + Proto.bytes(10, sensor + Proto.tag(6, 1) + [0, 0, 0, 0, 0, 0, 0x49, 0x40])
      }
      try Self.write(bytes, type, "\(type.name).\(message.name).future")
    }
  }

  private static func write(_ bytes: [UInt8], _ type: MessageType, _ name: String) throws {
    let file = folder.appending(path: "\(name).bin")
    guard !FileManager.default.fileExists(atPath: file.path) else { return }
    try type.check(bytes)
    try Data(bytes).write(to: file)
    try Data(try ContractJSON.encode(bytes, as: type) + [0x0a]).write(to: folder.appending(path: "\(name).json"))
  }
}
