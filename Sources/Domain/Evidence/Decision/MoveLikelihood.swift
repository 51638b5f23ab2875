import MapModel

/// Whether a removal and an addition of the same class are one move: things are rarely moved far, and rarely does an unrelated new one
/// stand right where an old one went.
struct MoveLikelihood {
  let policy: Policy
  let kind: ShapeKind

  /// Log-odds of "moved" against "one gone and another new" at a distance, cm; thousandths of a nat.
  func odds_mnat(distance_cm: Int64) -> Int64 {
    let spread = kind == .line ? policy.pairSpreadLine_cm : policy.pairSpreadPoint_cm
    guard distance_cm < 100_000 else { return .min }
    return policy.pairPrior_mnat - 1000 * distance_cm * distance_cm / (2 * spread * spread)
  }
}
