import Contracts
import MapModel
import Observations
import TestSupport
import Testing

@Suite struct FrameCodecTests {
  @Test func aFrameComesBackFromItsBytes() throws {
    var random = Seeded(11)
    for _ in 0..<300 {
      let frame = FrameFixture.random(&random)
      let bytes = FrameCodec.encode(frame)
      #expect(try FrameCodec.decode(bytes) == frame)
      #expect(FrameCodec.encode(frame) == bytes)
    }
  }

  @Test func theTypicalFrameIsAsLongAsTheBudgetSpeaksOf() throws {
    let bytes = FrameCodec.encode(FrameFixture.typical())
    #expect((2000...2800).contains(bytes.count), "\(bytes.count) bytes")
    #expect(try FrameCodec.decode(bytes) == FrameFixture.typical())
  }

  @Test func aFrameWithoutDetectionsIsFine() throws {
    let frame = ObservationFrame(
      vehicle: VehicleID("v"), drive: DriveID("d"), sequence: 0, captureTime_ns: FrameFixture.start_ns)
    #expect(try FrameCodec.decode(FrameCodec.encode(frame)) == frame)
  }

  @Test(arguments: [[UInt8]([0, 0, 0, 0, 7, 0]), [0, 1, 2, 3, 4, 2, 0], [0, 0, 0, 0, 1, 4, 2, 6]])
  func aSchemaRegistryPrefixIsSkipped(prefix: [UInt8]) throws {
    let frame = FrameFixture.typical()
    #expect(try FrameCodec.decode(prefix + FrameCodec.encode(frame)) == frame)
  }

  @Test(arguments: [[UInt8]([0]), [0, 0, 0, 0, 1], [0, 0, 0, 0, 1, 0x80], [0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 1, 40]])
  func aBrokenSchemaRegistryPrefixIsRefused(prefix: [UInt8]) {
    #expect(refusal { () throws(Rejection) in try FrameCodec.decode(prefix) }?.reason == .badFraming)
  }

  @Test func candidatesComeOutMostProbableFirst() throws {
    var frame = FrameFixture.typical()
    frame.labels[0].candidates.reverse()
    #expect(try FrameCodec.decode(FrameCodec.encode(frame)) == FrameFixture.typical())
  }
}
