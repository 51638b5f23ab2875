import MapModel

/// Which one line of several side by side lies elsewhere, told by how far they lie apart.
///
/// A gap that is seen is the mapped one, and what the sensors' lateral scale makes of it, and where its two lines lie against the map. One line that
/// lies elsewhere changes the gaps on both its sides, a wrong scale all of them, in proportion; every gap has an error of its own besides: of the map,
/// and of the median over visits. That is a linear model with Gaussian errors; with the scale integrated out (one update of rank one,
/// J. Sherman and W. J. Morrison 1950, doi:10.1214/aoms/1177729893) each line has its likeliest displacement and the evidence for it.
struct GapFit {
  /// What would be, were one line elsewhere and the others not.
  struct Displacement: Hashable {
    /// How far to the left of the line's own direction, cm.
    let left_cm: Int64
    /// Log-likelihood ratio against no line elsewhere, thousandths of a nat.
    let evidence_mnat: Int64
  }

  /// Information with a variance of one square centimetre.
  private static let unit: Int64 = 1_000_000

  /// One gap.
  private struct Term {
    let first, second: PieceID
    /// 1 where both lines go the same way, else −1.
    let together: Int64
    let apart_cm, excess_cm, weight: Int64

    /// How far the gap grows with a line's displacement to its left: 1, −1 or 0.
    func sense(of piece: PieceID) -> Int64 { piece == second ? together : piece == first ? -1 : 0 }
  }

  private let terms: [Term]
  private let scale_permille: Int64
  /// Information of gaps and of what is known beforehand about the scale itself.
  private let scaleInformation: Int64
  /// The gaps' score of the scale.
  private let scaleScore: Int64

  /// - Parameter gaps: Of lines side by side.
  init(_ gaps: [GapLedger], tile: MapTile, policy: Policy) {
    scale_permille = policy.gapScale_permille
    let terms = gaps.compactMap { gap -> Term? in
      guard let first = tile[gap.first], let second = tile[gap.second] else { return nil }
      let apart_cm = gap.apart_cm
      let variance_cm2 =
        policy.gapNoise_cm * policy.gapNoise_cm / Int64(gap.measurements.count) + policy.gapBias_cm * policy.gapBias_cm
      return Term(
        first: gap.first, second: gap.second, together: Self.goTogether(first, second) ? 1 : -1, apart_cm: apart_cm,
        excess_cm: gap.excess_cm - FixedPoint.divide(policy.gapScale_permille * apart_cm, by: 1000),
        weight: max(Self.unit / max(variance_cm2, 1), 1))
    }
    self.terms = terms
    let sigma_permille = policy.gapScaleSigma_permille
    scaleInformation =
      Self.unit * 1_000_000 / (sigma_permille * sigma_permille)
      + terms.reduce(0) { $0 + $1.weight * $1.apart_cm * $1.apart_cm }
    scaleScore = terms.reduce(0) { $0 + $1.weight * $1.apart_cm * $1.excess_cm }
  }

  /// The lines there are, each once, ascending.
  var lines: [PieceID] { Set(terms.flatMap { [$0.first, $0.second] }).sorted() }

  /// The likeliest displacement of a line.
  func displacement(of piece: PieceID) -> Displacement {
    let (score, information) = sums(of: piece)
    guard information > 0 else { return Displacement(left_cm: 0, evidence_mnat: 0) }
    return Displacement(
      left_cm: FixedPoint.divide(score, by: information),
      evidence_mnat: Int64(clamping: Int128(score) * Int128(score) / Int128(information) * 500 / Int128(Self.unit)))
  }

  /// Log-likelihood ratio of a line that lies so far to its left against no line elsewhere, thousandths of a nat.
  func evidence_mnat(of piece: PieceID, left_cm: Int64) -> Int64 {
    let (score, information) = sums(of: piece)
    let twice = Int128(2 * left_cm) * Int128(score) - Int128(left_cm * left_cm) * Int128(information)
    return Int64(clamping: twice * 500 / Int128(Self.unit))
  }

  /// True where a measurement of a gap says rather that a line lies so far to its left than that it lies where it is mapped.
  func supports(_ measurement: GapMeasurement, on gap: GapLedger, _ piece: PieceID, left_cm: Int64) -> Bool {
    guard let term = terms.first(where: { $0.first == gap.first && $0.second == gap.second }) else { return false }
    let slope = terms.reduce(0) { $0 + $1.weight * $1.apart_cm * $1.sense(of: piece) }
    // What is left of the gaps once the line lies there tells the scale.
    let rest = scaleScore - slope * left_cm
    let scaled_cm =
      FixedPoint.divide(scale_permille * Int64(measurement.apart_cm), by: 1000)
      + FixedPoint.divide(rest / 1000 * Int64(measurement.apart_cm), by: max(scaleInformation / 1000, 1))
    let aside_cm = (Int64(measurement.excess_cm) - scaled_cm) * term.sense(of: piece)
    return left_cm > 0 ? 2 * aside_cm > left_cm : 2 * aside_cm < left_cm
  }

  /// The score of a displacement and its information, with the scale integrated out.
  private func sums(of piece: PieceID) -> (score: Int64, information: Int64) {
    var (score, information, slope) = (Int64(0), Int64(0), Int64(0))
    for term in terms {
      let sense = term.sense(of: piece)
      guard sense != 0 else { continue }
      score += term.weight * sense * term.excess_cm
      information += term.weight
      slope += term.weight * sense * term.apart_cm
    }
    return (
      score - share(slope, of: scaleScore), information - share(slope, of: slope)
    )
  }

  /// What of a product the scale explains.
  private func share(_ slope: Int64, of other: Int64) -> Int64 {
    Int64(clamping: Int128(slope) * Int128(other) / Int128(scaleInformation))
  }

  private static func goTogether(_ a: MapElement, _ b: MapElement) -> Bool {
    guard let start = a.points.first, let end = a.points.last, let from = b.points.first, let to = b.points.last else {
      return true
    }
    let (one, other) = (start.vector_cm(to: end), from.vector_cm(to: to))
    return Int64(one.x) * Int64(other.x) + Int64(one.y) * Int64(other.y) >= 0
  }
}
