import Contracts
import Observations
import TestSupport
import Testing

@Suite struct FrameJSONLinesTests {
  private static func text(_ frames: [ObservationFrame]) throws -> [UInt8] {
    try frames.flatMap { try FrameJSONLines.line(of: $0) }
  }

  /// Entries and faults in order, fed in chunks of `chunk` bytes.
  private static func read(_ text: [UInt8], chunk: Int) -> (
    entries: [FrameJSONLines.Entry], faults: [FrameJSONLines.Fault]
  ) {
    var lines = LineSplitter(longest_bytes: FrameJSONLines.longestLine_bytes)
    var entries: [FrameJSONLines.Entry] = []
    var faults: [FrameJSONLines.Fault] = []
    func take(_ line: LineSplitter.Line) {
      guard !line.isBlank else { return }
      switch FrameJSONLines.entry(line) {
      case .success(let entry): entries.append(entry)
      case .failure(let fault): faults.append(fault)
      }
    }
    for start in stride(from: 0, to: text.count, by: chunk) {
      lines.feed(text[start..<min(start + chunk, text.count)]).forEach(take)
    }
    if let last = lines.finish() { take(last) }
    return (entries, faults)
  }

  @Test(arguments: [1, 7, 1000, 1 << 20])
  func framesComeBackHoweverTheTextIsCut(chunk: Int) throws {
    var random = Seeded(4)
    let frames = (0..<8).map { _ in FrameFixture.random(&random) }
    var text = try Self.text(frames)
    text.removeLast()
    let read = Self.read(text, chunk: chunk)
    #expect(read.entries.map(\.frame) == frames)
    #expect(read.entries.map(\.line) == Array(1...8))
    #expect(read.entries.map(\.bytes) == frames.map(FrameCodec.encode))
    #expect(read.faults.isEmpty)
  }

  @Test func aFaultNamesItsLineAndReadingGoesOn() throws {
    let good = try FrameJSONLines.line(of: FrameFixture.typical())
    let text = good + Array("\r\n\n{\"nonsense\":1}\n".utf8) + good + Array("{\"schemaVersion\":1}".utf8)
    let read = Self.read(text, chunk: 64)
    #expect(read.entries.map(\.line) == [1, 5])
    #expect(read.faults.map(\.line) == [4, 6])
    #expect(read.faults.map(\.rejection.reason) == [.unknownField, .missing])
    #expect(read.faults[0].description.hasPrefix("line 4: unknown_field nonsense"))
  }

  @Test func anEndlessLineIsRefusedAndPassedOver() throws {
    let good = try FrameJSONLines.line(of: FrameFixture.typical())
    let endless = [UInt8](repeating: UInt8(ascii: "x"), count: FrameJSONLines.longestLine_bytes * 2)
    let read = Self.read(good + endless + [0x0a] + good, chunk: 100_000)
    #expect(read.entries.map(\.line) == [1, 3])
    #expect(read.faults.map(\.line) == [2])
    #expect(read.faults[0].rejection.reason == .tooLarge)
  }
}
