import Evidence

/// What pairs of votes on one cell say, without any model of how cells differ: pairs of different days how much cells differ from each other, pairs
/// of one day how much more a day's votes agree than votes of different days do.
struct PairMoments: Sendable {
  private var excess = 0.0
  private var variance = 0.0
  /// Pairs of votes of one day on one cell.
  private(set) var pairs = 0
  private var cells = 0.0
  private var factors = 0.0
  private var squares = 0.0
  private var rates = 0.0
  private var weights = 0.0

  /// Days on which a thing stood less surely than this tell nothing here, nor do cells with fewer of them.
  private static let surely = 0.95
  private static let leastDays = 3

  /// Adds a cell.
  /// - Parameters:
  ///   - stands: for each day the probability that the thing stands.
  ///   - rates: the class's probability of a sighting for each promise, in 1/255.
  mutating func add(_ cell: VoteCell, stands: [Double], rates table: [Double]) {
    var hits = 0.0
    var expected = 0.0
    var hitSquares = 0.0
    var expectedSquares = 0.0
    var samePairs = 0
    var sameHits = 0.0
    var sameExpected = 0.0
    var sameMean = 0.0
    var sameSquares = 0.0
    var days = 0
    var votes = 0
    for (day, probability) in zip(cell.days, stands) where probability >= Self.surely {
      let count = Double(day.votes.count)
      var sum = 0.0
      var sumOfSquares = 0.0
      for vote in cell.votes[day.votes] {
        let rate = table[Int(vote.expected)]
        sum += rate
        sumOfSquares += rate * rate
      }
      let seen = Double(day.hits)
      days += 1
      votes += day.votes.count
      hits += seen
      expected += sum
      hitSquares += seen * seen
      expectedSquares += sum * sum
      guard day.votes.count > 1 else { continue }
      samePairs += day.votes.count * (day.votes.count - 1) / 2
      sameHits += seen * (seen - 1) / 2
      sameExpected += (sum * sum - sumOfSquares) / 2
      sameMean += (count - 1) * seen / 2
      sameSquares += (count - 1) * sumOfSquares / 2
    }
    let across = (expected * expected - expectedSquares) / 2
    guard days >= Self.leastDays, across > 0 else { return }
    // The square of the cell's factor on the class's rate, without bias: votes of different days have nothing else in common.
    let square = (hits * hits - hitSquares) / 2 / across
    excess += sameHits - square * sameExpected
    variance += sameMean - square * sameSquares
    pairs += samePairs
    let weight = Double(votes) / (Double(votes) + 20)
    cells += 1
    weights += weight
    factors += weight * hits / expected
    squares += weight * square
    rates += weight * expected / Double(votes)
  }

  mutating func add(_ other: PairMoments) {
    excess += other.excess
    variance += other.variance
    pairs += other.pairs
    cells += other.cells
    factors += other.factors
    squares += other.squares
    rates += other.rates
    weights += other.weights
  }

  /// Correlation of two votes of one day on one cell; nil where no pair tells.
  var correlation: Double? { pairs > 0 && variance > 0 ? excess / variance : nil }

  /// How far the correlation of all parts together may be off: the standard deviation, parts taken for independent.
  static func deviation(of parts: [PairMoments]) -> Double? {
    let all = parts.reduce(into: PairMoments()) { $0.add($1) }
    guard let correlation = all.correlation, parts.count > 1 else { return nil }
    let sum = parts.reduce(0) { sum, part in
      let rest = part.excess - correlation * part.variance
      return sum + rest * rest
    }
    return sum.squareRoot() / all.variance
  }

  /// How cells differ in P_D, 0 … 1: mean and standard deviation; nil where fewer than some cells tell.
  var spread: (cells: Int, mean: Double, deviation: Double)? {
    guard cells >= Self.leastCells else { return nil }
    let factor = factors / weights
    let rate = rates / weights
    let variance = max(squares / weights - factor * factor, 0)
    return (Int(cells), factor * rate, variance.squareRoot() * rate)
  }

  private static let leastCells = 20.0
}
