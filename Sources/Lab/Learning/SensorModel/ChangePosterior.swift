import Foundation

/// When a thing went, or came: the probability of every day it may have been, given what each day's looks saw. Its own factor on the class's
/// P_D is not known either, and summed over.
struct ChangePosterior {
  /// What stands first.
  enum Order {
    /// It stands from the start and may go.
    case going
    /// Nothing stands and something may come.
    case coming
  }

  /// For each day the probability that it stands, 0 … 1.
  private(set) var stands: [Double] = []
  /// Probability of each factor.
  private(set) var factors: [Double] = []
  /// Probability that the change came between two days that are known.
  private(set) var within = 0.0
  /// Probability that it had come before the first day.
  private(set) var before = 0.0

  /// What is taken to be so before the looks.
  struct Prior: Sendable {
    /// Probability that the change came before the first day.
    var before: Double
    /// Probability of the change on a day.
    var hazard: Double
    /// Probability of each factor.
    var factors: [Double]
  }

  /// Less than this share of the likeliest is left out, as a logarithm.
  private static let negligible = -25.0

  /// The posterior of some days.
  /// - Parameters:
  ///   - days: Their numbers, ascending.
  ///   - standing: For each day the logarithm of its probability for each factor.
  ///   - gone: For each day that where nothing stands.
  init(_ order: Order, days: [UInt32], standing: [[Double]], gone: [Double], prior: Prior) {
    let count = days.count
    let span = days.isEmpty ? 0 : Double(days[count - 1] - days[0])
    let never = log(max(1 - prior.before - prior.hazard * span, 1e-6))
    let changes = (0...count).map { index in
      if index == count { return never }
      if index == 0 { return log(prior.before) }
      return log(prior.hazard * Double(max(days[index] - days[index - 1], 1)))
    }
    // Of what does not stand after (going) or before (coming) the change.
    var absent = [Double](repeating: 0, count: count + 1)
    switch order {
    case .going: for index in (0..<count).reversed() { absent[index] = absent[index + 1] + gone[index] }
    case .coming: for index in 0..<count { absent[index + 1] = absent[index] + gone[index] }
    }
    let width = prior.factors.count
    var weights = [Double](repeating: 0, count: width * (count + 1))
    var most = -Double.infinity
    for factor in 0..<width where prior.factors[factor] > 0 {
      let own = log(prior.factors[factor])
      var sum = 0.0
      for index in 0...count {
        weights[factor * (count + 1) + index] = sum
        if index < count { sum += standing[index][factor] }
      }
      for index in 0...count {
        let place = factor * (count + 1) + index
        let present = order == .going ? weights[place] : sum - weights[place]
        weights[place] = own + present + absent[index] + changes[index]
        most = max(most, weights[place])
      }
    }
    var total = 0.0
    var byChange = [Double](repeating: 0, count: count + 1)
    factors = [Double](repeating: 0, count: width)
    for factor in 0..<width where prior.factors[factor] > 0 {
      for index in 0...count {
        let weight = weights[factor * (count + 1) + index] - most
        guard weight > Self.negligible else { continue }
        let value = exp(weight)
        total += value
        byChange[index] += value
        factors[factor] += value
      }
    }
    for factor in factors.indices { factors[factor] /= total }
    var changed = 0.0
    stands = (0..<count).map { index in
      changed += byChange[index] / total
      return order == .going ? max(1 - changed, 0) : min(changed, 1)
    }
    before = byChange[0] / total
    within = max(1 - before - byChange[count] / total, 0)
  }
}
