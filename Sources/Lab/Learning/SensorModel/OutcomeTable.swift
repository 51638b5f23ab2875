import Foundation

/// Logarithms of the probability of some sightings among a day's looks: draws of a beta-binomial by Pólya's urn, without the binomial
/// coefficient, which is the same whether the thing stands or not.
struct OutcomeTable {
  /// How much better an element is seen than its class, as a factor: what is seen less often than a quarter of it is taken for gone.
  static let factors = stride(from: 0.25, through: 1.301, by: 0.05).map { $0 }
  /// Steps in which the class's own probability is told apart.
  private static let levels = 64.0
  private static let most = 0.98
  private static let least = 0.005

  private let falseAlarm: Double
  private let correlation: Double
  private var standing: [Int: [Double]] = [:]
  private var gone: [Int: Double] = [:]

  init(falseAlarm: Double, correlation: Double) {
    self.falseAlarm = falseAlarm
    self.correlation = correlation
  }

  /// For each factor, of a thing that stands and is seen with a probability as of its class.
  mutating func standing(rate: Double, looks: Int, sightings: Int) -> [Double] {
    let level = Int((min(max(rate, 0), 1) * Self.levels).rounded())
    let key = (level << 16 | min(looks, 255) << 8) | min(sightings, 255)
    if let known = standing[key] { return known }
    let values = Self.factors.map { factor in
      let p = min(max(Double(level) / Self.levels * factor, Self.least), Self.most)
      return Self.logarithm(p, correlation, looks: min(looks, 255), sightings: min(sightings, 255))
    }
    standing[key] = values
    return values
  }

  /// Of a place where nothing stands.
  mutating func gone(looks: Int, sightings: Int) -> Double {
    let key = min(looks, 255) << 8 | min(sightings, 255)
    if let known = gone[key] { return known }
    let p = min(max(falseAlarm, Self.least), Self.most)
    let value = Self.logarithm(p, correlation, looks: min(looks, 255), sightings: min(sightings, 255))
    gone[key] = value
    return value
  }

  static func logarithm(_ p: Double, _ correlation: Double, looks: Int, sightings: Int) -> Double {
    guard correlation > 1e-6 else { return Double(sightings) * log(p) + Double(looks - sightings) * log(1 - p) }
    let balls = (1 - correlation) / correlation
    var sum = 0.0
    for index in 0..<sightings { sum += log(balls * p + Double(index)) }
    for index in 0..<(looks - sightings) { sum += log(balls * (1 - p) + Double(index)) }
    for index in 0..<looks { sum -= log(balls + Double(index)) }
    return sum
  }
}
