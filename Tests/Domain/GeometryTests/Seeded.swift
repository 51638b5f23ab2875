import Geometry

/// Numbers that look random and are the same on every run (SplitMix64; Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func point(within reach_m: Double) -> Vector2 {
    Vector2(.random(in: -reach_m...reach_m, using: &self), .random(in: -reach_m...reach_m, using: &self))
  }

  mutating func pose(within reach_m: Double) -> Pose2 {
    Pose2(point(within: reach_m), yaw_rad: .random(in: -4...4, using: &self))
  }
}
