/// CUSUMs of "displaced" against "in place" in four directions, and the information-weighted mean of the offsets since they last all
/// stood at zero. Of a line the first axis points to its left and the second is not used; of a point they are east and north.
public struct MoveExcursion: Hashable, Sendable {
  /// Scores along +first, −first, +second, −second, thousandths of a nat; never negative.
  public internal(set) var scores_mnat = SIMD4<Int64>()
  /// Who saw it elsewhere.
  public internal(set) var support = Support()
  private var weight: Int64 = 0
  private var weightedFirst: Int64 = 0
  private var weightedSecond: Int64 = 0

  /// Weight of an offset with a variance of one square centimetre.
  private static let unit: Int64 = 1_000_000

  init() {}

  /// The highest score, thousandths of a nat.
  public var score_mnat: Int64 { scores_mnat.max() }

  /// Mean offset along the first axis, cm.
  public var first_cm: Int64 { weight > 0 ? FixedPoint.divide(weightedFirst, by: weight) : 0 }
  /// Mean offset along the second axis, cm.
  public var second_cm: Int64 { weight > 0 ? FixedPoint.divide(weightedSecond, by: weight) : 0 }

  /// Standard deviation of the mean, with the error common to the fleet, cm.
  public func sigma_cm(policy: Policy) -> Int64 {
    guard weight > 0 else { return .max / 1_000_000 }
    return Int64(
      FixedPoint.squareRoot(UInt64(Self.unit / weight + policy.movedBias_cm * policy.movedBias_cm)))
  }

  /// True where the mean offset is large enough to be called a move.
  public func isDisplaced(policy: Policy) -> Bool {
    let least = max(policy.movedMinimum_cm, sigma_cm(policy: policy) * policy.movedSigmas_permille / 1000)
    return FixedPoint.length(first_cm, second_cm) >= least
  }

  /// Folds an offset in place of an earlier one of the same visit, or anew.
  mutating func fold(_ vote: ElementVote, replacing earlier: ElementVote?, visit: Visit, weights: EvidenceWeights) {
    let now = Offset(vote, weights)
    let before = earlier.flatMap { Offset($0, weights) }
    guard let now else { return }
    let cap = weights.policy.movedThreshold_mnat * 4
    for direction in 0..<4 {
      let ratio = now.ratios_mnat[direction]
      let change =
        before.map { ratio - $0.ratios_mnat[direction] } ?? support.weigh(ratio, of: visit, policy: weights.policy)
      scores_mnat[direction] = min(max(scores_mnat[direction] + change, 0), cap)
    }
    guard score_mnat > 0 else {
      self = MoveExcursion()
      return
    }
    if let before, weight >= before.weight { add(before, sign: -1) }
    add(now, sign: 1)
    if now.ratios_mnat.max() > 0 { support.add(visit, again: earlier != nil) }
  }

  private mutating func add(_ offset: Offset, sign: Int64) {
    weight += sign * offset.weight
    weightedFirst += sign * offset.weight * offset.first_cm
    weightedSecond += sign * offset.weight * offset.second_cm
  }

  /// A vote's offset with its weight; nil where the element was hardly seen.
  private struct Offset {
    let first_cm, second_cm, weight: Int64
    let ratios_mnat: SIMD4<Int64>

    init?(_ vote: ElementVote, _ weights: EvidenceWeights) {
      guard vote.detected >= 64, vote.sigma_cm > 0 else { return nil }
      let variance = weights.variance_cm2(sigma_cm: vote.sigma_cm)
      func ratio(_ offset_cm: Int64) -> Int64 {
        weights.displacement_mnat(offset_cm: offset_cm, variance_cm2: variance, detected: vote.detected)
      }
      first_cm = Int64(vote.offset_cm)
      second_cm = Int64(vote.offsetNorth_cm)
      weight = max(MoveExcursion.unit / variance, 1)
      ratios_mnat = SIMD4(ratio(first_cm), ratio(-first_cm), ratio(second_cm), ratio(-second_cm))
    }
  }

  func write(to writer: inout LedgerWriter) {
    for direction in 0..<4 { writer.unsigned(scores_mnat[direction]) }
    support.write(to: &writer)
    writer.unsigned(weight)
    writer.signed(weightedFirst)
    writer.signed(weightedSecond)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    for direction in 0..<4 { scores_mnat[direction] = try reader.unsigned("move.score") }
    support = try Support(from: &reader)
    weight = try reader.unsigned("move.weight")
    weightedFirst = try reader.signed("move.first")
    weightedSecond = try reader.signed("move.second")
  }
}
