/// Confidence bounds on the mean of a Poisson count.
enum PoissonBound {
  /// What the mean is below with a confidence of 95 % after a count: half the 95 % quantile of χ² with 2 (count + 1) degrees of freedom, by
  /// the approximation of Wilson and Hilferty (1931, doi:10.1073/pnas.17.12.684), good to 1 %.
  static func upper95(_ count: Int) -> Double {
    let n = Double(count + 1)
    let root = 1 - 1 / (9 * n) + 1.6449 / (3 * n.squareRoot())
    return n * root * root * root
  }
}
