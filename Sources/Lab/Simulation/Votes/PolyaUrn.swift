/// Correlated yes-or-no draws: any two draws of one urn are correlated by the same coefficient (ICC), and each comes true with the
/// probability it is drawn with.
///
/// Draws of a beta-binomial, by Pólya's urn: θ balls, a share p of them for "yes", and each draw adds one of its own colour; then the correlation
/// of two draws is 1 / (θ + 1). It is chosen before a copula because the intraclass correlation is its own parameter, not one to be found
/// through an integral, and because it takes only + × ÷, so that every machine draws the same.
struct PolyaUrn: Hashable, Sendable {
  private var draws = 0.0
  private var successes = 0.0

  /// A draw of probability `p` when nothing is known of those before.
  /// - Parameter correlation: ICC of the draws of this urn, within [0, 1); the same for all of them, as is `p`.
  mutating func draw(_ p: Double, correlation: Double, using random: inout SeededRandom) -> Bool {
    guard correlation > 0 else { return random.chance(p) }
    let balls = (1 - correlation) / correlation
    let isYes = random.chance((balls * p + successes) / (balls + draws))
    draws += 1
    if isYes { successes += 1 }
    return isYes
  }
}
