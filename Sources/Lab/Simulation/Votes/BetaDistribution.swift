/// A beta distribution by its mean and standard deviation, with one mode: both shapes are at least 1.
public struct BetaDistribution: Hashable, Sendable {
  private let alpha: Double
  private let beta: Double

  /// The distribution of a mean and a standard deviation; nil where it has no mode within 0 … 1.
  public init?(mean: Double, sd: Double) {
    guard mean > 0, mean < 1, sd > 0 else { return nil }
    let sum = mean * (1 - mean) / (sd * sd) - 1
    guard mean * sum >= 1, (1 - mean) * sum >= 1 else { return nil }
    alpha = mean * sum
    beta = (1 - mean) * sum
  }

  /// A draw: the ratio of two gamma deviates.
  func draw(using random: inout SeededRandom) -> Double {
    let a = Self.gamma(alpha, using: &random)
    return a / (a + Self.gamma(beta, using: &random))
  }

  /// A gamma deviate of a shape of at least 1 and scale 1 (G. Marsaglia and W. W. Tsang 2000, doi:10.1145/358407.358414).
  private static func gamma(_ shape: Double, using random: inout SeededRandom) -> Double {
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = random.normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      let u = 1 - random.uniform()
      if SeededRandom.logarithm(u) < 0.5 * x * x + d - d * v + d * SeededRandom.logarithm(v) { return d * v }
    }
  }
}
