import MapModel
import TestSupport
import Testing

@Suite struct LZ4FrameTests {
  private func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    var random = Seeded(seed)
    return (0..<count).map { _ in .random(in: 0...255, using: &random) }
  }

  @Test(arguments: [0, 1, 10, 65_535, 65_536, 65_537, 300_000]) func contentComesBack(count: Int) throws {
    for bytes in [noise(count, seed: 1), [UInt8](repeating: 7, count: count)] {
      let frame = LZ4Frame.compress(bytes)
      #expect(frame.starts(with: [0x04, 0x22, 0x4D, 0x18]))
      #expect(try LZ4Frame.decompress(frame, maximumBytes: count) == bytes)
    }
  }

  @Test func aFrameThatHoldsMoreThanAllowedIsRefused() {
    let frame = LZ4Frame.compress([UInt8](repeating: 7, count: 1_000_000))
    #expect(frame.count < 10_000)
    #expect(throws: LZ4FrameError.tooLarge(bytes: 1_000_000, maximum: 999_999)) {
      try LZ4Frame.decompress(frame, maximumBytes: 999_999)
    }
  }

  @Test func everyTruncationIsRefused() {
    let frame = LZ4Frame.compress(noise(300, seed: 2))
    for length in 0..<frame.count {
      #expect(throws: LZ4FrameError.self) { try LZ4Frame.decompress(Array(frame[..<length]), maximumBytes: 300) }
    }
  }

  @Test func bytesAfterTheFrameAreRefused() {
    let frame = LZ4Frame.compress(noise(300, seed: 3))
    #expect(throws: LZ4FrameError.trailingBytes(2)) {
      try LZ4Frame.decompress(frame + [0, 0], maximumBytes: 300)
    }
  }

  @Test func aFlippedBitNeverPassesAsOtherContent() {
    let content = noise(2000, seed: 4) + [UInt8](repeating: 1, count: 2000)
    let frame = LZ4Frame.compress(content)
    var random = Seeded(5)
    var refused = 0
    for _ in 0..<2000 {
      var damaged = frame
      damaged[.random(in: 0..<frame.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      do {
        // A flag the reader does not need may change; the content may not.
        #expect(try LZ4Frame.decompress(damaged, maximumBytes: 10_000) == content)
      } catch { refused += 1 }
    }
    #expect(refused > 1900)
  }

  @Test func anEmptyInputIsNoFrame() {
    #expect(throws: LZ4FrameError.truncated) { try LZ4Frame.decompress([], maximumBytes: 10) }
  }
}
