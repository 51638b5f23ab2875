/// Displacements of neighbouring intervals of one line, taken together: lines are painted anew as a whole, so what does not differ by more
/// than it is uncertain is one displacement, known better than each of its parts.
enum CommonShift {
  /// How far beyond its expectation the spread may lie to be chance, in its standard deviations.
  private static let sigmas: Int64 = 3

  /// The displacements after pooling, cm, in the same order: all alike where chance explains how they differ, as they were where not.
  /// - Parameter parts: Displacement to the left, cm, and its information, in units of `MoveExcursion.unit`.
  static func pooled(_ parts: [(left_cm: Int64, weight: Int64)]) -> [Int64] {
    let weight = parts.reduce(0) { $0 + $1.weight }
    guard parts.count > 1, weight > 0 else { return parts.map(\.left_cm) }
    let mean_cm = FixedPoint.divide(parts.reduce(0) { $0 + $1.weight * $1.left_cm }, by: weight)
    let spread = parts.reduce(0) { $0 + $1.weight * ($1.left_cm - mean_cm) * ($1.left_cm - mean_cm) }
    let freedom = Int64(parts.count - 1)
    // Of χ² with n degrees of freedom the mean is n and the variance 2 n.
    let limit =
      freedom * MoveExcursion.unit + sigmas
      * Int64(FixedPoint.squareRoot(UInt64(2 * freedom * MoveExcursion.unit * MoveExcursion.unit)))
    return spread <= limit ? parts.map { _ in mean_cm } : parts.map(\.left_cm)
  }
}
