/// Bounds on a share of independent trials.
enum ShareBound {
  private static let z = 1.6449

  /// What the share lies between, each bound with a confidence of 95 % of its own (E. B. Wilson 1927, doi:10.1080/01621459.1927.10502953).
  /// - Precondition: `trials` is positive.
  static func wilson95(_ count: Int, of trials: Int) -> ClosedRange<Double> {
    let n = Double(trials)
    let p = Double(count) / n
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return max(middle - half, 0)...min(middle + half, 1)
  }
}
