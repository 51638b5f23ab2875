/// A stream of random numbers that a seed repeats to the byte: xoshiro256** (Blackman and Vigna 2018, 10.1145/3460772) seeded by
/// SplitMix64. Only + − × ÷ and square root are used, so that every machine draws the same.
public struct SeededRandom: RandomNumberGenerator, Sendable {
  private var s0, s1, s2, s3: UInt64
  private let key: UInt64
  private var spareNormal: Double?

  /// A stream of a seed.
  public init(seed: UInt64) {
    key = seed
    var state = seed
    func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      return Self.mixed(state)
    }
    s0 = next()
    s1 = next()
    s2 = next()
    s3 = next()
  }

  /// A stream that depends on this one's seed and on `key` alone, not on how much was drawn: order of use does not matter.
  public func split(_ key: UInt64) -> SeededRandom {
    SeededRandom(seed: Self.mixed(self.key ^ Self.mixed(key &+ 0x9e37_79b9_7f4a_7c15)))
  }

  /// SplitMix64's finalizer: a bijection that spreads every bit.
  public static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
    func rotated(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
    let result = rotated(s1 &* 5, 7) &* 9
    let t = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = rotated(s3, 45)
    return result
  }

  /// Uniform in [0, 1).
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in [low, high).
  public mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

  /// Uniform in 0 ..< count.
  /// - Precondition: `count` is positive.
  public mutating func index(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

  /// True with a probability.
  public mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// Normal of mean zero and a standard deviation (Marsaglia's polar method).
  public mutating func normal(_ sigma: Double = 1) -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare * sigma
    }
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let s = u * u + v * v
      guard s > 0, s < 1 else { continue }
      let factor = (-2 * Self.logarithm(s) / s).squareRoot()
      spareNormal = v * factor
      return u * factor * sigma
    }
  }

  /// Exponential of a mean.
  public mutating func exponential(mean: Double) -> Double { -mean * Self.logarithm(1 - uniform()) }

  /// Poisson of a mean, by counting arrivals; cost grows with the mean.
  public mutating func poisson(mean: Double) -> Int {
    guard mean > 0 else { return 0 }
    var time = exponential(mean: 1)
    var count = 0
    while time < mean {
      count += 1
      time += exponential(mean: 1)
    }
    return count
  }

  /// Puts an array in random order.
  public mutating func shuffle<Element>(_ array: inout [Element]) {
    guard array.count > 1 else { return }
    for i in stride(from: array.count - 1, to: 0, by: -1) { array.swapAt(i, index(i + 1)) }
  }

  /// Natural logarithm of a positive, normal number to about 1e-15, by the series of the inverse hyperbolic tangent.
  static func logarithm(_ x: Double) -> Double {
    var mantissa = x.significand
    var exponent = Double(x.exponent)
    if mantissa > 1.414_213_562_373_095 {
      mantissa /= 2
      exponent += 1
    }
    let t = (mantissa - 1) / (mantissa + 1)
    let t2 = t * t
    var sum = 1.0 / 21
    for odd in stride(from: 19.0, through: 1, by: -2) { sum = sum * t2 + 1 / odd }
    return 2 * t * sum + exponent * 0.693_147_180_559_945_3
  }
}
