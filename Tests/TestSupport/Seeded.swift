internal import Foundation
public import Geometry

/// Numbers that look random and are the same on every run (SplitMix64; Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195).
public struct Seeded: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The numbers of a seed.
  public init(_ seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// True with a probability.
  public mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

  /// A normal deviate, by Box and Muller.
  public mutating func normal(sigma: Double) -> Double {
    let u = Double.random(in: 1e-12..<1, using: &self)
    let v = Double.random(in: 0..<1, using: &self)
    return sigma * (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }

  /// A place in a square of twice the reach.
  public mutating func point(within reach_m: Double) -> Vector2 {
    Vector2(.random(in: -reach_m...reach_m, using: &self), .random(in: -reach_m...reach_m, using: &self))
  }

  /// A pose there, its direction anywhere.
  public mutating func pose(within reach_m: Double) -> Pose2 {
    Pose2(point(within: reach_m), yaw_rad: .random(in: -4...4, using: &self))
  }
}
