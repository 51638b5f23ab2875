import Evidence
import MapModel

/// What is taken to be true of a class while its model is learned, and what one look through the log says of it.
struct ClassEstimate: Sendable {
  /// Probability of a sighting of what stands over the one that votes promise.
  var hits = RateCurve()
  /// P_FA, 0 … 1.
  var falseAlarm: Double
  /// Correlation of votes of one day.
  var correlation: Double
  /// What becomes of things of the map.
  var going: ChangePosterior.Prior
  /// What comes to stand where something was seen.
  var coming: ChangePosterior.Prior

  init(assumed policy: Policy) {
    falseAlarm = Double(policy.falseAlarm_255) / 255
    correlation = Double(policy.sameDay_permille) / 1000
    let factors = OutcomeTable.factors.map { 1 / (1 + 25 * ($0 - 1) * ($0 - 1)) }
    let all = factors.reduce(0, +)
    going = ChangePosterior.Prior(before: 0.01, hazard: 1e-4, factors: factors.map { $0 / all })
    coming = ChangePosterior.Prior(before: 0.1, hazard: 1e-3, factors: factors.map { $0 / all })
  }
}

/// Sums of one class over a log, each weighed with the probability that the thing stood.
struct ClassSums: Sendable {
  var rates = RateSums()
  var factors = [Double](repeating: 0, count: OutcomeTable.factors.count)
  /// Cells of the map, and how many of them were gone from the start or went; days in all.
  var cells = 0.0
  var missing = 0.0
  var gone = 0.0
  var days = 0.0
  /// Looks where nothing stood, and what they saw.
  var emptyLooks = 0.0
  var falseSightings = 0.0
  /// Places where something was seen that the map lacks, and how many of them it stood at from the start or came to; days in all.
  var places = 0.0
  var standing = 0.0
  var came = 0.0
  var placeDays = 0.0
  /// Sightings that were of nothing, the first at each place too.
  var clutter = 0.0
  /// Looks at new things that stood: what was promised of them, and what was seen.
  var reachLooks = 0.0
  var reachPromised = 0.0
  var reachSeen = 0.0

  mutating func add(_ other: ClassSums) {
    rates.add(other.rates)
    for index in factors.indices { factors[index] += other.factors[index] }
    for field in Self.fields { self[keyPath: field] += other[keyPath: field] }
  }

  private static var fields: [WritableKeyPath<ClassSums, Double>] {
    [
      \.cells, \.missing, \.gone, \.days, \.emptyLooks, \.falseSightings, \.places, \.standing, \.came, \.placeDays,
      \.clutter, \.reachLooks, \.reachPromised, \.reachSeen,
    ]
  }

  /// Looks that the assumed P_FA is worth.
  private static let priorLooks = 50.0

  /// P_FA, 0 … 1.
  func falseAlarm(assumed: Double) -> Double {
    (falseSightings + assumed * Self.priorLooks) / (emptyLooks + Self.priorLooks)
  }

  /// What to take for true at the next look.
  func next(after estimate: ClassEstimate, assumed policy: Policy) -> ClassEstimate {
    var next = estimate
    next.hits = rates.hits
    next.falseAlarm = falseAlarm(assumed: Double(policy.falseAlarm_255) / 255)
    // A little of everything stays possible.
    let all = factors.reduce(0) { $0 + $1 + 0.01 }
    next.going = ChangePosterior.Prior(
      before: (missing + 0.5) / (cells + 50), hazard: (gone + 0.5) / (days + 5000),
      factors: factors.map { ($0 + 0.01) / all })
    next.coming = ChangePosterior.Prior(
      before: (standing + 0.5) / (places + 5), hazard: (came + 0.5) / (placeDays + 500), factors: next.going.factors)
    return next
  }
}
