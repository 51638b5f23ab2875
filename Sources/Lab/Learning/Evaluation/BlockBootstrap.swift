import Simulation

/// An upper bound on the rate of rare events that come in bunches: what one seed or one day has in common counts once.
///
/// Seeds are drawn anew with replacement and, within each, its days (a block bootstrap; B. Efron and R. J. Tibshirani 1993, chapter 8). With
/// few events resampling knows nothing of what did not happen to occur, so the bound is never below Poisson's, which takes events for independent.
public struct BlockBootstrap: Hashable, Sendable {
  /// Number of resamples.
  private static let resamples = 2000
  private static let confidence = 0.95

  /// Events of each seed by day.
  private let events: [[Int]]
  /// What they are counted over, the same for all seeds together.
  private let exposure: Double

  /// A bound for events of each seed by day, over an exposure of all of them.
  public init(events: [[Int]], exposure: Double) {
    self.events = events
    self.exposure = exposure
  }

  /// A rate and what it is below.
  public struct Rate: Hashable, Sendable, Codable {
    /// Events.
    public let events: Int
    /// Events over exposure; nil where there was none.
    public let rate: Double?
    /// What the rate is below with a confidence of 95 %.
    public let upper95: Double?
    /// True where the bound is Poisson's, because resampling gives less.
    public let isPoisson: Bool
  }

  /// The rate with its bound. The same numbers give the same bound.
  public var rate: Rate {
    let count = events.reduce(0) { $0 + $1.reduce(0, +) }
    guard exposure > 0 else { return Rate(events: count, rate: nil, upper95: nil, isPoisson: false) }
    let poisson = PoissonBound.upper95(count)
    let resampled = count > 0 ? resampledBound : 0
    return Rate(
      events: count, rate: Double(count) / exposure, upper95: max(poisson, resampled) / exposure,
      isPoisson: poisson >= resampled)
  }

  private var resampledBound: Double {
    var random = SeededRandom(seed: 1)
    var sums = (0..<Self.resamples).map { _ in
      var sum = 0
      for _ in events.indices {
        let days = events[random.index(events.count)]
        for _ in days.indices { sum += days[random.index(days.count)] }
      }
      return sum
    }
    sums.sort()
    return Double(sums[min(Int(Double(Self.resamples) * Self.confidence), Self.resamples - 1)])
  }
}
