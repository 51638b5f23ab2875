/// The vehicles that have passed a tile lately, and how many of them have to agree on a change.
///
/// A set of vehicles that lie alike passes any fixed quorum once it is as large. Among `n` vehicles of which fewer than half lie, one more
/// than half is honest in part (L. Lamport, R. Shostak, M. Pease, "The Byzantine generals problem", 1982, for messages that carry no proof
/// but their sender): so of those that have passed since the day on which somebody began to speak for a change a majority has to speak for it, up to
/// more than are taken to lie together (`Policy.majority_vehicles`). A change that is there is seen by all of them, so where many pass they are
/// there by the time the evidence is, and where few pass no more are asked for.
public struct TileTraffic: Hashable, Sendable {
  /// A vehicle and the last day it passed.
  struct Passer: Hashable, Sendable {
    var vehicle: UInt32
    var day: UInt32
  }

  /// Days a vehicle counts after it passed.
  static let span_days: UInt32 = 7
  /// Most vehicles that are told apart: twice what a quorum may ask for.
  static let limit = 2 * Support.distinctLimit

  /// Those that passed, the latest last.
  private(set) var passers: [Passer] = []

  /// A tile nobody has passed.
  public init() {}

  /// Distinct vehicles that passed on a day or since, saturating.
  func vehicles(since day: UInt32) -> Int { passers.count { $0.day >= day } }

  /// Counts a visit; those that came too long before the latest no longer count.
  public mutating func note(_ visit: Visit) {
    let latest = max(passers.lazy.map(\.day).max() ?? 0, visit.day)
    let before = passers.first { $0.vehicle == visit.vehicle }?.day ?? 0
    passers.removeAll { $0.vehicle == visit.vehicle || latest - $0.day >= Self.span_days }
    let day = max(before, visit.day)
    guard latest - day < Self.span_days else { return }
    if passers.count == Self.limit { passers.removeFirst() }
    passers.append(Passer(vehicle: visit.vehicle, day: day))
  }

  /// Distinct vehicles that have to speak for a change for which somebody has spoken already. A quorum of one asks nobody to agree, and stays.
  public func quorum(of support: Support, _ policy: Policy) -> Int64 {
    guard policy.quorum_vehicles > 1 else { return policy.quorum_vehicles }
    let majority = vehicles(since: Visit.day(of: support.firstSeen_ns)) / 2 + 1
    return max(policy.quorum_vehicles, min(policy.majority_vehicles, Int64(majority)))
  }

  /// True where enough of those that passed speak for a change.
  public func agrees(to support: Support, _ policy: Policy) -> Bool {
    Int64(support.vehicles) >= quorum(of: support, policy)
  }

  func write(to writer: inout LedgerWriter) {
    writer.list(passers) { writer, passer in
      writer.unsigned(passer.vehicle)
      writer.unsigned(passer.day)
    }
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    passers = try reader.list("traffic") { (reader: inout LedgerReader) throws(LedgerCorruption) -> Passer in
      Passer(vehicle: try reader.unsigned("traffic.vehicle"), day: try reader.unsigned("traffic.day"))
    }
    guard passers.count <= Self.limit else { throw LedgerCorruption("traffic") }
  }
}
