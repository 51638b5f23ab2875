/// Who has spoken for a change since its evidence last stood at nothing.
public struct Support: Hashable, Sendable {
  /// Most distinct vehicles, and most distinct days, that are told apart; beyond them counting saturates.
  public static let distinctLimit = 8

  /// Traversals for it.
  public private(set) var traversals: UInt32 = 0
  /// Event time of the first traversal for it, ns since 1970.
  public private(set) var firstSeen_ns: Int64 = 0
  /// Event time of the last traversal for it, ns since 1970.
  public private(set) var lastSeen_ns: Int64 = 0
  private var vehicleHashes = FewNumbers()
  private var dayNumbers = FewNumbers()
  private var vehicleCount: UInt8 = 0
  private var dayCount: UInt8 = 0

  /// Nobody yet.
  public init() {}

  /// Distinct vehicles, saturating.
  public var vehicles: UInt32 { UInt32(vehicleCount) }
  /// Distinct days, saturating.
  public var days: UInt32 { UInt32(dayCount) }

  /// What a visit's evidence for the change is worth, thousandths of a nat: of a vehicle that has spoken for it before only a part, for
  /// whatever made it say so once may make it say so every day; in full once more vehicles have spoken than are taken to lie together.
  func weigh(_ evidence_mnat: Int64, of visit: Visit, policy: Policy) -> Int64 {
    guard evidence_mnat > 0, vehicleCount < policy.repeat_vehicles,
      (0..<Int(vehicleCount)).contains(where: { vehicleHashes[$0] == visit.vehicle })
    else {
      return evidence_mnat
    }
    return evidence_mnat * policy.repeat_permille / 1000
  }

  /// Counts a visit; `again` where it only takes the place of the slot before.
  public mutating func add(_ visit: Visit, again: Bool = false) {
    firstSeen_ns = traversals == 0 ? visit.time_ns : min(firstSeen_ns, visit.time_ns)
    lastSeen_ns = traversals == 0 ? visit.time_ns : max(lastSeen_ns, visit.time_ns)
    if !again || traversals == 0 { traversals += 1 }
    Self.insert(visit.vehicle, into: &vehicleHashes, count: &vehicleCount)
    Self.insert(visit.day, into: &dayNumbers, count: &dayCount)
  }

  /// Both together, as of one change.
  public mutating func add(_ other: Support) {
    guard other.traversals > 0 else { return }
    firstSeen_ns = traversals == 0 ? other.firstSeen_ns : min(firstSeen_ns, other.firstSeen_ns)
    lastSeen_ns = traversals == 0 ? other.lastSeen_ns : max(lastSeen_ns, other.lastSeen_ns)
    // Parts of one change are seen by the same traversals: their number is at least that of the part most seen.
    traversals = max(traversals, other.traversals)
    for index in 0..<Int(other.vehicleCount) {
      Self.insert(other.vehicleHashes[index], into: &vehicleHashes, count: &vehicleCount)
    }
    for index in 0..<Int(other.dayCount) { Self.insert(other.dayNumbers[index], into: &dayNumbers, count: &dayCount) }
  }

  private static func insert(_ value: UInt32, into set: inout FewNumbers, count: inout UInt8) {
    for index in 0..<Int(count) where set[index] == value { return }
    guard count < distinctLimit else { return }
    set[Int(count)] = value
    count += 1
  }

  func write(to writer: inout LedgerWriter) {
    writer.unsigned(traversals)
    guard traversals > 0 else { return }
    writer.signed(firstSeen_ns)
    writer.signed(lastSeen_ns - firstSeen_ns)
    writer.byte(vehicleCount << 4 | dayCount)
    for index in 0..<Int(vehicleCount) { writer.unsigned(vehicleHashes[index]) }
    for index in 0..<Int(dayCount) { writer.unsigned(dayNumbers[index]) }
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    traversals = try reader.unsigned("support.traversals")
    guard traversals > 0 else { return }
    firstSeen_ns = try reader.signed("support.first_seen_ns")
    lastSeen_ns = firstSeen_ns &+ (try reader.signed("support.last_seen_ns"))
    let counts = try reader.byte("support.counts")
    vehicleCount = counts >> 4
    dayCount = counts & 0xF
    guard vehicleCount <= Self.distinctLimit, dayCount <= Self.distinctLimit else {
      throw LedgerCorruption("support.counts")
    }
    for index in 0..<Int(vehicleCount) { vehicleHashes[index] = try reader.unsigned("support.vehicle") }
    for index in 0..<Int(dayCount) { dayNumbers[index] = try reader.unsigned("support.day") }
  }
}
