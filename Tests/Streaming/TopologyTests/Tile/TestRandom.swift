import Foundation

/// SplitMix64 (G. Steele, D. Lea, C. Flood, doi:10.1145/2660193.2660195): the same numbers on every run.
struct TestRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

  /// Normal deviate, by Box and Muller.
  mutating func normal(sigma: Double) -> Double {
    let u = Double.random(in: 1e-12..<1, using: &self)
    let v = Double.random(in: 0..<1, using: &self)
    return sigma * (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }
}
