/// CUSUMs of "displaced" against "in place" in four directions, and the information-weighted mean of the offsets since the leading one began
/// to rise. Of a line the first axis points to its left and the second is not used; of a point they are east and north.
public struct MoveExcursion: Hashable, Sendable {
  /// Scores along +first, −first, +second, −second, thousandths of a nat; never negative.
  public internal(set) var scores_mnat: SIMD4<Int64> {
    get { SIMD4(forward_mnat, backward_mnat, up_mnat, down_mnat) }
    set { (forward_mnat, backward_mnat, up_mnat, down_mnat) = (newValue[0], newValue[1], newValue[2], newValue[3]) }
  }
  // Apart, since a vector of them would have every excursion aligned to 32 bytes, and memory for that is slow to come by.
  private var (forward_mnat, backward_mnat, up_mnat, down_mnat): (Int64, Int64, Int64, Int64) = (0, 0, 0, 0)
  /// Who saw it displaced in the leading direction since that began to rise.
  public internal(set) var support = Support()
  /// Information of the mean, in millionths of 1/cm².
  private(set) var weight: Int64 = 0
  private var weightedFirst: Int64 = 0
  private var weightedSecond: Int64 = 0

  /// Weight of an offset with a variance of one square centimetre.
  static let unit: Int64 = 1_000_000
  /// Evidence below which the leading score is noise, thousandths of a nat: offsets from before it rose above that are of the old place,
  /// and a mean over them would move a thing only part of its way.
  private static let rising_mnat: Int64 = 1_000

  init() {}

  /// The highest score, thousandths of a nat.
  public var score_mnat: Int64 { scores_mnat.max() }

  /// Mean offset along the first axis, cm.
  public var first_cm: Int64 { weight > 0 ? FixedPoint.divide(weightedFirst, by: weight) : 0 }
  /// Mean offset along the second axis, cm.
  public var second_cm: Int64 { weight > 0 ? FixedPoint.divide(weightedSecond, by: weight) : 0 }

  /// Standard deviation of the mean against where the thing was seen before, with the error common to the fleet, cm.
  public func sigma_cm(from settled: SettledOffset, policy: Policy) -> Int64 {
    guard weight > 0 else { return .max / 1_000_000 }
    let variance_cm2 = Self.unit / weight + settled.variance_cm2 + policy.movedBias_cm * policy.movedBias_cm
    return Int64(FixedPoint.squareRoot(UInt64(variance_cm2)))
  }

  /// True where the mean offset lies far enough from the map, and from where the thing was seen before, to be called a move.
  public func isDisplaced(from settled: SettledOffset, policy: Policy) -> Bool {
    let least = max(
      policy.movedMinimum_cm, sigma_cm(from: settled, policy: policy) * policy.movedSigmas_permille / 1000)
    return FixedPoint.length(first_cm, second_cm) >= policy.movedMinimum_cm
      && FixedPoint.length(first_cm - settled.first_cm, second_cm - settled.second_cm) >= least
  }

  /// Folds an offset in place of an earlier one of the same visit, or anew.
  /// - Parameters:
  ///   - missed_mnat: What each of the two says of "gone" against "there", thousandths of a nat: where it was missed and something of its kind
  ///     seen beside it, it may as well be there and the other new, so that no more than this speaks for a move.
  ///   - settled: Where it was seen before that visit.
  mutating func fold(
    _ vote: ElementVote, replacing earlier: ElementVote?, missed_mnat: (now: Int64, earlier: Int64) = (0, 0),
    settled: SettledOffset, visit: Visit, weights: EvidenceWeights
  ) {
    let now = Offset(vote, from: settled, missed_mnat: missed_mnat.now, weights)
    let before = earlier.flatMap { Offset($0, from: settled, missed_mnat: missed_mnat.earlier, weights) }
    guard let now else { return }
    let cap = weights.policy.movedThreshold_mnat * 4
    let (leader, lead_mnat) = (self.leader, score_mnat)
    var scores = scores_mnat
    for direction in 0..<4 {
      let ratio = now.ratios_mnat[direction]
      let change =
        before.map { ratio - $0.ratios_mnat[direction] } ?? support.weigh(ratio, of: visit, policy: weights.policy)
      scores[direction] = min(max(scores[direction] + change, 0), cap)
    }
    scores_mnat = scores
    guard score_mnat > 0 else {
      self = MoveExcursion()
      return
    }
    if let before, weight >= before.weight { add(before, sign: -1) }
    if leader != self.leader || (earlier == nil && isChance(lead_mnat, before: now, settled, weights.policy)) {
      begin()
    }
    add(now, sign: 1)
    if isSupport(now, settled, weights) { support.add(visit, again: earlier != nil) }
  }

  /// Lets what is known of the place take in a visit's last word, unless a move is in the air.
  /// - Parameter rising_mnat: The highest score of a move.
  static func settle(
    _ settled: inout SettledOffset, by vote: ElementVote, rising_mnat: Int64, weights: EvidenceWeights
  ) {
    guard rising_mnat < Self.rising_mnat, tellsPlace(vote) else { return }
    settled.add(
      first_cm: Int64(vote.offset_cm), second_cm: Int64(vote.offsetNorth_cm),
      weight: weight(of: weights.variance_cm2(sigma_cm: vote.sigma_cm)))
  }

  /// True where a vote speaks for no move in any direction: it tells no place, or one within half the design displacement of where the element was
  /// seen before.
  static func passesOver(_ vote: ElementVote, _ settled: SettledOffset, _ policy: Policy) -> Bool {
    // What was missed and seen beside it speaks for a move as far as the miss is worth.
    guard vote.showsPlace else { return vote.sigma_cm == 0 }
    guard tellsPlace(vote) else { return true }
    let (first, second) = (Int64(vote.offset_cm) - settled.first_cm, Int64(vote.offsetNorth_cm) - settled.second_cm)
    return policy.movedDesign_cm > 0 && 2 * max(abs(first), abs(second)) <= policy.movedDesign_cm
  }

  /// False where the element was hardly seen.
  private static func tellsPlace(_ vote: ElementVote) -> Bool { vote.showsPlace && vote.sigma_cm > 0 }

  private static func weight(of variance_cm2: Int64) -> Int64 { max(unit / variance_cm2, 1) }

  /// The direction whose score is highest, the first of several.
  private var leader: Int {
    let (scores, highest) = (scores_mnat, score_mnat)
    return (0..<4).first { scores[$0] == highest } ?? 0
  }

  /// True where what gave the leading score so far is noise: too little of it, or one sighting of another place than the next one's.
  private func isChance(_ lead_mnat: Int64, before now: Offset, _ settled: SettledOffset, _ policy: Policy) -> Bool {
    if lead_mnat < Self.rising_mnat { return true }
    guard lead_mnat <= policy.voteCap_mnat else { return false }
    let isFirst = leader < 2
    let before = isFirst ? settled.first_cm : settled.second_cm
    return 2 * abs((isFirst ? first_cm : second_cm) - before)
      < abs((isFirst ? now.first_cm : now.second_cm) - before)
  }

  /// True where an offset says at least half as much for the leading direction as the mean does: honest error takes one sighting in twenty
  /// far enough to speak for some move, but not for one of a metre.
  private func isSupport(_ offset: Offset, _ settled: SettledOffset, _ weights: EvidenceWeights) -> Bool {
    let mean = leader < 2 ? first_cm - settled.first_cm : second_cm - settled.second_cm
    let ratio = offset.ratios_mnat[leader]
    return ratio > 0 && 2 * ratio >= offset.ratio_mnat(leader % 2 == 0 ? mean : -mean, weights)
  }

  /// Forgets what came before the leading score began to rise: where that was, and who said so by chance, which is no support of a move.
  private mutating func begin() {
    (weight, weightedFirst, weightedSecond) = (0, 0, 0)
    support = Support()
  }

  private mutating func add(_ offset: Offset, sign: Int64) {
    weight += sign * offset.weight
    weightedFirst += sign * offset.weight * offset.first_cm
    weightedSecond += sign * offset.weight * offset.second_cm
  }

  /// A vote's offset with its weight; nil where the element was hardly seen, and nothing like it beside it.
  private struct Offset {
    let first_cm, second_cm, weight: Int64
    let ratios_mnat: SIMD4<Int64>
    let detected: UInt8
    let doubt_cm2: Int64

    /// What it would say, had it lain so far from where the thing was seen before.
    func ratio_mnat(_ offset_cm: Int64, _ weights: EvidenceWeights) -> Int64 {
      weights.displacement_mnat(offset_cm: offset_cm, variance_cm2: doubt_cm2, detected: detected)
    }

    init?(_ vote: ElementVote, from settled: SettledOffset, missed_mnat: Int64, _ weights: EvidenceWeights) {
      guard vote.sigma_cm > 0 else { return nil }
      let isBeside = !vote.showsPlace
      let variance = weights.variance_cm2(sigma_cm: vote.sigma_cm)
      let doubt = variance + settled.variance_cm2
      func ratio(_ offset_cm: Int64) -> Int64 {
        let ratio = weights.displacement_mnat(
          offset_cm: offset_cm, variance_cm2: doubt, detected: isBeside ? .max : vote.detected)
        return isBeside ? min(ratio, max(missed_mnat, 0)) : ratio
      }
      (detected, doubt_cm2) = (vote.detected, doubt)
      first_cm = Int64(vote.offset_cm)
      second_cm = Int64(vote.offsetNorth_cm)
      weight = MoveExcursion.weight(of: variance)
      let (first, second) = (first_cm - settled.first_cm, second_cm - settled.second_cm)
      ratios_mnat = SIMD4(ratio(first), ratio(-first), ratio(second), ratio(-second))
    }
  }

  func write(to writer: inout LedgerWriter) {
    let scores = scores_mnat
    for direction in 0..<4 { writer.unsigned(scores[direction]) }
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
