/// How much a measurement counts, the less the farther it is off what was expected: it may be of another thing than it is taken for (Cauchy's
/// weights, with a scale of two standard deviations).
enum RobustWeight {
  /// - Parameter ratio: squared difference from what was expected over its variance.
  @inline(__always) static func weight(ratio: Double) -> Double { 1 / (1 + ratio / 4) }

  /// What a variance is to be multiplied with for the filter to be as sure as it is right. Weights take from good measurements too: on
  /// average 0.843 of normal errors is left, as if their mean had 1.187 of its variance; it has 1.080 of it. Huber (1981, section 4.5):
  /// mean of w·w·z² over the squared mean of the derivative of w·z.
  static let calibration = 0.910
}
