import CContracts
import Observations
import TestSupport
import Testing

@testable import Contracts

/// Every form of bytes that costs more than it should, or says something else than it shows.
@Suite struct HostileBytesTests {
  struct Attack: Sendable, CustomTestStringConvertible {
    let name: String
    let reasons: Set<Rejection.Reason>
    let bytes: [UInt8]
    var testDescription: String { name }

    init(_ name: String, _ reasons: Set<Rejection.Reason>, _ bytes: [UInt8]) {
      self.name = name
      self.reasons = reasons
      self.bytes = bytes
    }
  }

  /// Vehicle, drive, time and version of a frame.
  private static let head =
    Proto.number(1, 1) + Proto.text(2, "v") + Proto.text(3, "d") + Proto.number(5, UInt64(FrameFixture.start_ns))
  private static let room = MessageType.observationFrame.limits.bytes - head.count - 16

  static let attacks: [Attack] = [
    Attack("no bytes", [.empty], []),
    Attack("only framing", [.empty], [0, 0, 0, 0, 1, 0]),
    Attack("one byte too many", [.tooLarge], Proto.repeated([0x08, 0x01], 131_073)),
    Attack("a megabyte", [.tooLarge], [UInt8](repeating: 0x0a, count: 1 << 20)),
    Attack(
      "a singular message again and again", [.repeatedField], head + Proto.repeated(Proto.bytes(12, []), room / 2)),
    Attack(
      "columns in a message sent twice", [.repeatedField],
      head + Proto.repeated(Proto.bytes(12, Proto.bytes(1, [0, 0, 128, 63])), room / 8)),
    Attack("a text twice: which vehicle is it", [.repeatedField], head + Proto.text(2, "w")),
    Attack("a number twice", [.repeatedField], head + Proto.number(4, 1) + Proto.number(4, 2)),
    Attack("unknown fields without end", [.tooManyUnknownFields], head + Proto.repeated(Proto.number(99, 0), room / 3)),
    Attack("unknown bytes without end", [.tooManyUnknownFields], head + Proto.repeated(Proto.bytes(999, []), room / 3)),
    Attack(
      "empty labels without end", [.tooManyFields, .tooCostly], head + Proto.repeated(Proto.bytes(11, []), room / 2)),
    Attack(
      "empty labels, as many as fields are allowed", [.tooCostly, .tooMany],
      head + Proto.repeated(Proto.bytes(11, []), 16_000)),
    Attack(
      "empty candidates in one label", [.tooManyFields, .tooCostly],
      head + Proto.bytes(11, Proto.repeated(Proto.bytes(1, []), room / 2 - 8))),
    Attack(
      "a column entry by entry", [.tooManyFields],
      head + Proto.bytes(12, Proto.repeated(Proto.tag(1, 5) + [0, 0, 128, 63], room / 5 - 8))),
    Attack(
      "groups nested in groups", [.malformed], head + [UInt8](repeating: UInt8(Proto.tag(15, 3)[0]), count: room)),
    Attack(
      "messages nested in an unknown field", [.missing],
      (0..<5000).reduce(Proto.bytes(99, [])) { inner, _ in Proto.bytes(99, inner) }),
    Attack(
      "NUL in a text: two vehicles would become one", [.controlCharacter], Proto.number(1, 1) + Proto.text(2, "v\0w")),
    Attack("a line break in a text", [.controlCharacter], head + Proto.text(6, "a\nb")),
    Attack("a lone surrogate", [.invalidText], Proto.bytes(2, [0xed, 0xa0, 0x80])),
    Attack("an overlong slash", [.invalidText], Proto.bytes(2, [0xc0, 0xaf])),
    Attack("beyond Unicode", [.invalidText], Proto.bytes(2, [0xf4, 0x90, 0x80, 0x80])),
    Attack("a text cut within a character", [.invalidText], Proto.bytes(2, [0x61, 0xe2, 0x82])),
    Attack("field number 0", [.malformed], head + [0x02, 0x00]),
    Attack("a tag that never ends", [.malformed], head + [UInt8](repeating: 0xff, count: 40)),
    Attack("a number of eleven bytes", [.malformed], head + [0x20] + [UInt8](repeating: 0x80, count: 10) + [1]),
    Attack("a number beyond 64 bits", [.malformed], head + [0x20] + [UInt8](repeating: 0xff, count: 9) + [2]),
    Attack("a length beyond the end", [.malformed], head + [0x62, 0xff, 0xff, 0xff, 0xff, 0x0f]),
    Attack("a length of 2^64 − 1", [.malformed], head + [0x62] + [UInt8](repeating: 0xff, count: 9) + [1]),
    Attack("text where a number belongs", [.malformed], head + Proto.text(4, "1")),
    Attack("a number where a message belongs", [.malformed], head + Proto.number(12, 1)),
    Attack("a float column of five bytes", [.malformed], head + Proto.bytes(12, Proto.bytes(1, [0, 0, 0, 0, 0]))),
    Attack("an index column cut within a number", [.malformed], head + Proto.bytes(12, Proto.bytes(6, [0x80]))),
    Attack(
      "counts whose sum wraps", [.tooMany],
      head + Proto.bytes(13, Proto.bytes(1, Proto.repeated(Proto.varint(UInt64(UInt32.max)), 3)))),
    Attack("a class nobody knows", [.unknownValue], head + Proto.bytes(11, Proto.bytes(1, Proto.number(1, 77)))),
    Attack("a class below zero", [.unknownValue], head + Proto.bytes(11, Proto.bytes(1, Proto.number(1, .max)))),
    Attack("no vehicle", [.missing], Proto.number(1, 1) + Proto.text(3, "d") + Proto.number(5, 1)),
    Attack("no version", [.missing], Proto.text(2, "v")),
    Attack("a version to come", [.unsupportedVersion], Proto.number(1, 2) + Proto.text(2, "v")),
    Attack("not protobuf at all", [.malformed], Array("{\"vehicleId\":\"v\"}".utf8)),
  ]

  @Test(arguments: attacks)
  func isRefusedForItsReason(attack: Attack) {
    let refused = refusal { () throws(Rejection) in try FrameCodec.decode(attack.bytes) }
    #expect(refused.map { attack.reasons.contains($0.reason) } == true, "\(String(describing: refused))")
  }

  /// Even if the scan were not there, decoding would stop at the arena's end: protobuf-c allocates with every merge and every entry,
  /// so its work is bounded by what it may allocate.
  @Test(arguments: attacks)
  func takesNoMoreMemoryThanItsSizeIsWorth(attack: Attack) {
    let limit = WireLimits.arena_bytes(for: attack.bytes.count)
    #expect(Self.arenaUse(of: attack.bytes) <= limit)
  }

  private static func arenaUse(of bytes: [UInt8]) -> Int {
    let arena = Arena(first_bytes: 4096, limit_bytes: WireLimits.arena_bytes(for: bytes.count))
    _ = unsafe bytes.withUnsafeBufferPointer {
      unsafe contract_unpack(MessageType.observationFrame.descriptor, arena.handle, $0.baseAddress, $0.count)
    }
    return arena.used_bytes
  }

  @Test func anHonestFrameTakesFarLessThanItMay() throws {
    let bytes = FrameCodec.encode(FrameFixture.typical())
    let used = try unsafe Wire.readAny(bytes, as: .observationFrame) { _, used in used }
    #expect(used <= 5 * bytes.count, "\(used) bytes for \(bytes.count)")
  }

  @Test func theArenaNeverHandsOutMoreThanItsLimit() {
    let arena = Arena(first_bytes: 64, limit_bytes: 1000)
    var handedOut = 0
    while unsafe (arena.allocate(24)) != nil { handedOut += 24 }
    let (used, isFull) = (arena.used_bytes, arena.isFull)
    let isHugeRefused = unsafe arena.allocate(.max) == nil
    #expect((900...1000).contains(handedOut))
    #expect(used <= 1000)
    #expect(isFull)
    #expect(isHugeRefused)
  }

  /// Cut anywhere, a message either is refused or was whole up to there.
  @Test func everyTruncationEndsInARejectionOrAMessage() {
    for message in OutputFixture.messages {
      for length in stride(from: 0, to: message.bytes.count, by: 1 + message.bytes.count / 300) {
        _ = refusal { () throws(Rejection) in try message.type.check(Array(message.bytes.prefix(length))) }
      }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func thousandsOfMutationsEndInARejectionOrAMessage(seed: UInt64) {
    var random = Seeded(seed)
    var refused = 0
    var accepted = 0
    for round in 0..<4000 {
      let message = OutputFixture.messages[round % OutputFixture.messages.count]
      var bytes = message.bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) { Self.mutate(&bytes, &random) }
      let rejection = refusal { () throws(Rejection) in try message.type.check(bytes) }
      if rejection == nil { accepted += 1 } else { refused += 1 }
    }
    #expect(refused > 1000, "\(refused) of 4000")
    #expect(accepted > 100, "\(accepted) of 4000")
  }

  static func mutate(_ bytes: inout [UInt8], _ random: inout Seeded) {
    guard !bytes.isEmpty else { return bytes.append(.random(in: 0...255, using: &random)) }
    let at = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[at] = .random(in: 0...255, using: &random)
    case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 2: bytes.remove(at: at)
    case 3: bytes.insert(.random(in: 0...255, using: &random), at: at)
    default:
      let end = min(at + Int.random(in: 1...40, using: &random), bytes.count)
      bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &random))
    }
  }

  @Test func randomJSONMutationsEndInARejectionOrAMessage() throws {
    var random = Seeded(9)
    let json = try ContractJSON.encode(FrameCodec.encode(FrameFixture.typical()), as: .observationFrame)
    var refused = 0
    for _ in 0..<500 {
      var text = json
      for _ in 0..<2 { Self.mutate(&text, &random) }
      let rejection = refusal { () throws(Rejection) in
        try FrameCodec.decode(ContractJSON.decode(text, as: .observationFrame))
      }
      if rejection != nil { refused += 1 }
    }
    #expect(refused > 100)
  }
}
