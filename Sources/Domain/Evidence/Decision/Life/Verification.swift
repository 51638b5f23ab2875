import MapModel

/// A CUSUM of "the new state stands" against "the old one does", over the drives since a change was applied.
public struct Verification: Hashable, Sendable {
  /// Evidence for the new state, thousandths of a nat; never negative.
  public private(set) var score_mnat: Int64 = 0
  /// Who speaks for the new state since the evidence last stood at nothing.
  public private(set) var support = Support()
  private var trip: UInt32 = 0
  private var slot: Int64 = .min

  /// No drive since.
  public init() {}

  /// True where later drives suffice.
  public func suffices(_ policy: Policy) -> Bool {
    score_mnat >= policy.verifiedThreshold_mnat && support.hasQuorum(policy)
  }

  /// Folds what a visit says; the first word of a visit counts.
  public mutating func fold(_ ratio_mnat: Int64, visit: Visit, policy: Policy) {
    let isSame = slot != .min && visit.continues(trip: trip, slot: slot)
    trip = visit.trip
    slot = visit.slot
    guard !isSame else { return }
    score_mnat = min(max(score_mnat + ratio_mnat, 0), policy.verifiedThreshold_mnat * 4)
    if score_mnat == 0 { support = Support() } else if ratio_mnat > 0 { support.add(visit) }
  }

  /// Adds the stored form.
  public func write(to writer: inout LedgerWriter) {
    writer.signed(score_mnat)
    support.write(to: &writer)
    writer.unsigned(trip)
    writer.signed(slot)
  }

  /// Reads the stored form.
  public init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    score_mnat = try reader.signed("verification.score")
    support = try Support(from: &reader)
    trip = try reader.unsigned("verification.trip")
    slot = try reader.signed("verification.slot")
  }
}
