import MapModel

/// The line of the map that a cluster of sightings lies beside, and whether both are one line in two places.
///
/// A drive that finds its place by the mapped line and one that finds it without may see one painted line in two places, a metre or two apart;
/// hardly ever does one drive see it in both. So each traversal that looked at both places tells a line that lies elsewhere from a second
/// one beside it. Two lines are seen both by most, one alone by as many as miss the other. Of one line nobody knows beforehand how often
/// it is seen in its place, where the map has it, or, with its neighbour taken for it, in both: each is taken for as likely.
public struct RivalLine: Hashable, Sendable {
  /// The mapped line.
  let piece: PieceID
  /// The interval beside the cluster's middle.
  let interval: UInt16
  /// Log-likelihood ratio of "one line" against "two", thousandths of a nat.
  private(set) var score_mnat: Int64 = 0
  /// The visit that spoke last, and what it said, so that one visit counts once.
  private var trip: UInt32 = 0
  private var slot: Int64 = .min
  private var last_mnat: Int64 = 0
  /// How far to the left of the mapped line those that missed it saw the other. Who saw both took another line for one of them, and knows
  /// neither place.
  private(set) var left = OffsetMean()

  /// How near to and how far from each other both places are taken for those of one line, cm: nearer ones MATCH takes for one, and of the
  /// farther one may be where a pose puts it that both the line and its neighbour have drawn.
  static let reach_cm: ClosedRange<Int64> = 60...340
  /// Lanes that nobody could drive in are narrower, cm: a line is moved no farther.
  static let lane_cm: Int64 = 260
  /// A line that is expected less tells nothing by its absence, 1/255.
  static let leastExpected: UInt8 = 128

  /// True once a traversal told something of both places.
  var hasSpoken: Bool { slot != .min || score_mnat != 0 }

  init(piece: PieceID, interval: UInt16) {
    self.piece = piece
    self.interval = interval
  }

  /// Counts what the traversal had seen that was there before the mapped line was looked for.
  mutating func begin(
    line: (isSeen: Bool, expected: UInt8), other: (isSeen: Bool, expected: UInt8), policy: Policy
  ) {
    score_mnat = Self.ratio_mnat(line: line, other: other, policy: policy) ?? 0
  }

  /// Folds what a traversal saw in both places.
  /// - Parameters:
  ///   - line: Whether it saw the mapped line, and with what probability it would have, 1/255.
  ///   - other: The same of the place beside.
  ///   - left_cm: How far to the left of the mapped line it saw the other, with the standard deviation, cm.
  mutating func fold(
    line: (isSeen: Bool, expected: UInt8), other: (isSeen: Bool, expected: UInt8),
    left_cm: @autoclosure () -> (mean: Int64, sigma: UInt16)?, visit: Visit, policy: Policy
  ) {
    guard let ratio_mnat = Self.ratio_mnat(line: line, other: other, policy: policy) else { return }
    if other.isSeen, !line.isSeen, let left_cm = left_cm() { left.add(left_cm.mean, sigma_cm: left_cm.sigma) }
    let isSame = slot != .min && visit.continues(trip: trip, slot: slot)
    let before_mnat = isSame ? last_mnat : 0
    (trip, slot) = (visit.trip, visit.slot)
    guard !isSame || abs(ratio_mnat) > abs(before_mnat) else { return }
    let cap_mnat = policy.addedThreshold_mnat * 4
    score_mnat = min(max(score_mnat + ratio_mnat - before_mnat, -cap_mnat), cap_mnat)
    last_mnat = ratio_mnat
  }

  /// Of "one line" against "two" where at least one of the places was seen, thousandths of a nat; nil where that tells nothing.
  static func ratio_mnat(
    line: (isSeen: Bool, expected: UInt8), other: (isSeen: Bool, expected: UInt8), policy: Policy
  ) -> Int64? {
    guard line.isSeen || other.isSeen, min(line.expected, other.expected) >= leastExpected else { return nil }
    let p = UInt32(min(line.expected, 254))
    let q = UInt32(min(other.expected, 254))
    let any = 255 * 255 - (255 - p) * (255 - q)
    let outcome = (line.isSeen ? p : 255 - p) * (other.isSeen ? q : 255 - q)
    let ratio = Int64(FixedPoint.logarithm_mnat(any)) - Int64(FixedPoint.logarithm_mnat(3 * outcome))
    return min(max(ratio * policy.temper_permille / 1000, -policy.voteCap_mnat), policy.voteCap_mnat)
  }

  func write(to writer: inout LedgerWriter) {
    writer.piece(piece)
    writer.unsigned(interval)
    writer.signed(score_mnat)
    writer.unsigned(trip)
    writer.signed(slot)
    writer.signed(last_mnat)
    left.write(to: &writer)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    piece = try reader.piece("rival.piece")
    interval = try reader.unsigned("rival.interval")
    score_mnat = try reader.signed("rival.score")
    trip = try reader.unsigned("rival.trip")
    slot = try reader.signed("rival.slot")
    last_mnat = try reader.signed("rival.last")
    left = try OffsetMean(from: &reader)
  }
}
