import MapModel
import Observations
import TestSupport
import Testing

@testable import Contracts

/// The fast decoder says of all bytes what the general one says, which stays the word on what a frame is.
@Suite struct FrameDecoderTests {
  /// What a decoder makes of bytes.
  private enum Outcome: Equatable {
    case frame(ObservationFrame)
    case refused(Rejection)

    init(_ decode: () throws(Rejection) -> ObservationFrame) {
      do throws(Rejection) { self = .frame(try decode()) } catch { self = .refused(error) }
    }
  }

  /// Decodes twice, since what came before is looked up, and compares with the general decoder.
  private func expectAgreement(_ bytes: [UInt8], _ decoder: inout FrameDecoder, _ comment: Comment? = nil) {
    let expected = Outcome { () throws(Rejection) in try FrameCodec.decode(bytes) }
    for _ in 0..<2 {
      let outcome = Outcome { () throws(Rejection) in try decoder.decode(bytes) }
      #expect(outcome == expected, comment)
      if case .frame(let frame) = outcome { decoder.reuse(frame) }
    }
  }

  @Test func framesAreWhatTheGeneralDecoderMakesOfThem() {
    var random = Seeded(21)
    var decoder = FrameDecoder()
    for _ in 0..<400 { expectAgreement(FrameCodec.encode(FrameFixture.random(&random)), &decoder) }
  }

  /// Frames of one vehicle and one table of labels, each with detections of its own.
  private func frames(_ count: Int, seed: UInt64) -> [ObservationFrame] {
    var random = Seeded(seed)
    return (0..<count).map { number in
      var frame = FrameFixture.typical()
      frame.sequence += UInt64(number)
      frame.points = FrameFixture.points(.random(in: 0...30, using: &random), labels: 3, sensors: 2, &random)
      frame.bearings = FrameFixture.bearings(.random(in: 0...9, using: &random), labels: 3, sensors: 2, &random)
      if number % 2 == 0 { frame.polygons = frame.lines } else { frame.lines = LineDetections() }
      return frame
    }
  }

  @Test func whatCameBeforeIsReadWithoutTheGeneralDecoder() throws {
    var decoder = FrameDecoder()
    for frame in frames(20, seed: 22) { #expect(try decoder.decode(FrameCodec.encode(frame)) == frame) }
    #expect(decoder.generalCount == 1)
  }

  @Test(arguments: HostileBytesTests.attacks)
  func hostileBytesAreRefusedInTheSameWords(attack: HostileBytesTests.Attack) {
    var decoder = FrameDecoder()
    expectAgreement(attack.bytes, &decoder)
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func mutationsOfKnownFramesEndTheSameWay(seed: UInt64) throws {
    var random = Seeded(seed)
    var decoder = FrameDecoder()
    let originals = [FrameFixture.typical(), FrameFixture.random(&random), FrameFixture.random(&random)]
      .map(FrameCodec.encode)
    for bytes in originals { _ = try decoder.decode(bytes) }
    for round in 0..<3000 {
      var bytes = originals[round % originals.count]
      for _ in 0..<Int.random(in: 1...2, using: &random) { HostileBytesTests.mutate(&bytes, &random) }
      expectAgreement(bytes, &decoder, "round \(round)")
    }
  }

  @Test func everyTruncationEndsTheSameWay() throws {
    let bytes = FrameCodec.encode(FrameFixture.typical())
    var decoder = FrameDecoder()
    _ = try decoder.decode(bytes)
    for length in bytes.indices { expectAgreement(Array(bytes.prefix(length)), &decoder, "\(length) bytes") }
  }

  /// Values at and beyond every kind of bound, put into columns of a frame that is known.
  @Test(arguments: [Float.nan, .infinity, -.infinity, -1, -0.0, 0, .leastNonzeroMagnitude, 1.5, 1001, 1e7])
  func valuesOutOfBoundsAreFound(value: Float) throws {
    var random = Seeded(5)
    var decoder = FrameDecoder()
    var frame = FrameFixture.typical()
    frame.bearings = FrameFixture.bearings(3, labels: 3, sensors: 2, &random)
    frame.polygons = frame.lines
    _ = try decoder.decode(FrameCodec.encode(frame))
    let columns: [WritableKeyPath<ObservationFrame, [Float]>] = [
      \.points.x_m, \.points.y_m, \.points.varianceXX_m2, \.points.varianceXY_m2, \.points.varianceYY_m2,
      \.points.existence, \.lines.x_m, \.lines.y_m, \.lines.sigma_m, \.lines.existence, \.polygons.x_m,
      \.polygons.sigma_m, \.bearings.originX_m, \.bearings.originY_m, \.bearings.azimuth_rad, \.bearings.sigma_rad,
      \.bearings.existence,
    ]
    for column in columns {
      var changed = frame
      changed[keyPath: column][1] = value
      expectAgreement(FrameCodec.encode(changed), &decoder, "\(column)")
      changed[keyPath: column].removeLast()
      expectAgreement(FrameCodec.encode(changed), &decoder, "\(column), one short")
    }
    for column in [\ObservationFrame.points.label, \.points.sensor, \.lines.vertexCount, \.bearings.sensor] {
      for number in [UInt32(0), 2, 3, 127, 128, 5000, .max] {
        var changed = frame
        changed[keyPath: column][1] = number
        expectAgreement(FrameCodec.encode(changed), &decoder, "\(column) \(number)")
      }
    }
  }

  @Test func narrowerLimitsHold() throws {
    let frame = FrameFixture.typical()
    for narrow in [\FrameLimits.labels, \.sensors, \.detections, \.vertices, \.rays, \.id_bytes, \.frame_bytes] {
      var limits = FrameLimits.standard
      limits[keyPath: narrow] = 1
      var decoder = FrameDecoder(limits: limits)
      let bytes = FrameCodec.encode(frame)
      let expected = Outcome { () throws(Rejection) in try FrameCodec.decode(bytes, limits: limits) }
      for _ in 0..<2 { #expect(Outcome { () throws(Rejection) in try decoder.decode(bytes) } == expected) }
    }
  }
}

/// Forms of the bytes that no codec of ours writes, and memory.
extension FrameDecoderTests {
  private static let typical = FrameCodec.encode(FrameFixture.typical())

  /// Bytes that go behind a known frame, or before it.
  static let additions: [(name: String, bytes: [UInt8])] = [
    ("a field unknown", Proto.number(99, 7)),
    ("as many unknown fields as are allowed", Proto.repeated(Proto.number(99, 7), 256)),
    ("one unknown field more", Proto.repeated(Proto.number(99, 7), 257)),
    ("unknown fields of every kind", Proto.bytes(40, [1, 2]) + Proto.tag(41, 1) + [UInt8](repeating: 1, count: 8)),
    ("an unknown group", Proto.tag(40, 3) + Proto.tag(40, 4)),
    ("a second vehicle", Proto.text(2, "w")),
    ("points again", Proto.bytes(12, [])),
    ("a label apart from the others", Proto.bytes(11, Proto.bytes(1, Proto.number(1, 1)))),
    ("an empty column", Proto.bytes(15, Proto.bytes(1, []))),
    ("a column entry by entry", Proto.bytes(15, Proto.tag(1, 5) + [0, 0, 128, 63])),
    ("a column in two pieces", Proto.bytes(15, Proto.bytes(5, [0]) + Proto.bytes(5, [0]))),
    ("a number in more bytes than it needs", Proto.bytes(15, Proto.bytes(5, [0x80, 0x00]))),
    ("a number of 33 bits", Proto.bytes(15, Proto.bytes(5, [0xff, 0xff, 0xff, 0xff, 0x1f]))),
    ("a length in more bytes than it needs", Proto.tag(15, 2) + [0x80, 0x80, 0x00]),
    ("a length in six bytes", Proto.tag(15, 2) + [0x80, 0x80, 0x80, 0x80, 0x80, 0x00]),
    ("a tag in more bytes than it needs", [0xfa, 0x00, 0x00]),
  ]

  @Test(arguments: additions.indices)
  func unusualFormsEndTheSameWay(index: Int) throws {
    let addition = Self.additions[index]
    var decoder = FrameDecoder()
    _ = try decoder.decode(Self.typical)
    expectAgreement(Self.typical + addition.bytes, &decoder, "\(addition.name), behind")
    expectAgreement(addition.bytes + Self.typical, &decoder, "\(addition.name), before")
  }

  /// Unknown fields are counted over the whole frame: entries that hold some must not be looked up, or the sum would be lost.
  @Test func unknownFieldsWithinLabelsAreCountedOverTheFrame() throws {
    let label = Proto.bytes(11, Proto.bytes(1, Proto.number(1, 1)) + Proto.repeated(Proto.number(99, 7), 4))
    let head =
      Proto.number(1, 1) + Proto.text(2, "v") + Proto.text(3, "d") + Proto.number(5, UInt64(FrameFixture.start_ns))
    var decoder = FrameDecoder()
    for count in [1, 64, 65, 200] { expectAgreement(head + Proto.repeated(label, count), &decoder, "\(count) labels") }
  }

  @Test func moreLabelsThanTheTableHoldsAreStillRight() {
    var random = Seeded(23)
    var decoder = FrameDecoder()
    var frame = FrameFixture.typical()
    for round in 0..<40 {
      frame.labels = (0..<200).map { _ in
        let probability = Double.random(in: 0...1, using: &random)
        return Label([.init(.pole, attributes: FrameFixture.attributes(&random), probability: probability)])
      }
      frame.vehicle = VehicleID("vehicle-\(round)")
      expectAgreement(FrameCodec.encode(frame), &decoder)
    }
  }

  @Test func aFrameSomeoneStillHoldsIsNotWrittenOver() throws {
    var random = Seeded(24)
    var decoder = FrameDecoder()
    let frames = (0..<8).map { _ in FrameFixture.random(&random) }
    for frame in frames { _ = try decoder.decode(FrameCodec.encode(frame)) }
    var held: [ObservationFrame] = []
    for frame in frames {
      let decoded = try decoder.decode(FrameCodec.encode(frame))
      held.append(decoded)
      decoder.reuse(decoded)
    }
    #expect(held == frames)
  }

  @Test func theNextFrameStandsInTheMemoryOfTheOneBefore() throws {
    var decoder = FrameDecoder()
    let bytes = FrameCodec.encode(FrameFixture.typical())
    _ = try decoder.decode(bytes)
    var addresses: Set<[UInt]> = []
    for _ in 0..<5 {
      let frame = try decoder.decode(bytes)
      addresses.insert(
        [frame.points.x_m, frame.points.existence, frame.lines.y_m, frame.freeSpace?.range_m ?? []].map { column in
          unsafe column.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        })
      decoder.reuse(frame)
    }
    #expect(addresses.count == 1)
  }

  /// Without optimization even loops over arrays take memory.
  @Test(.enabled(if: Allocations.areCounted && !_isDebugAssertConfiguration(), "needs a release build, no sanitizer"))
  func decodingTakesNoMemoryOnceWarm() throws {
    var decoder = FrameDecoder()
    let frames = frames(7, seed: 25).map(FrameCodec.encode)
    for _ in 0..<3 { for bytes in frames { decoder.reuse(try decoder.decode(bytes)) } }
    let allocations = try Allocations.count {
      for _ in 0..<10 { for bytes in frames { decoder.reuse(try decoder.decode(bytes)) } }
    }
    #expect(allocations == 0, "\(allocations) for \(10 * frames.count) frames")
  }
}
