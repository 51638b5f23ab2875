import Evidence
import MapModel

/// One look through a log with estimates of every class: what stood when, and what follows from it.
struct LogLook: Sendable {
  /// By raw value of the class.
  private(set) var sums = [ClassSums](repeating: ClassSums(), count: SensorModelLearner.classCount)
  /// For each class what pairs of votes say, tile by tile.
  private(set) var moments = [[PairMoments]](repeating: [], count: SensorModelLearner.classCount)

  /// Pairs of votes that a correlation is learned from at least; with fewer, those of all classes together.
  static let leastPairs = 2000

  init(_ samples: [TileSample], _ estimates: [ClassEstimate]) {
    var tables = estimates.map { OutcomeTable(falseAlarm: $0.falseAlarm, correlation: $0.correlation) }
    let rates = estimates.map { estimate in (0...255).map { estimate.hits.value(at: Double($0) / 255) } }
    for sample in samples {
      var own = [PairMoments](repeating: PairMoments(), count: SensorModelLearner.classCount)
      for cell in sample.cells {
        let index = Int(cell.elementClass.rawValue)
        look(at: cell, &tables[index], estimates[index], rates[index], &own[index])
      }
      for index in own.indices where own[index].pairs > 0 || own[index].spread != nil {
        moments[index].append(own[index])
      }
      for place in sample.places.closed + sample.places.open {
        let index = Int(place.elementClass.rawValue)
        look(at: place, &tables[index], estimates[index], rates[index])
      }
    }
  }

  private mutating func look(
    at cell: VoteCell, _ table: inout OutcomeTable, _ estimate: ClassEstimate, _ rates: [Double],
    _ moments: inout PairMoments
  ) {
    let index = Int(cell.elementClass.rawValue)
    var standing: [[Double]] = []
    var gone: [Double] = []
    standing.reserveCapacity(cell.days.count)
    gone.reserveCapacity(cell.days.count)
    for day in cell.days {
      let rate = cell.votes[day.votes].reduce(0) { $0 + rates[Int($1.expected)] } / Double(day.votes.count)
      standing.append(table.standing(rate: rate, looks: day.votes.count, sightings: day.hits))
      gone.append(table.gone(looks: day.votes.count, sightings: day.hits))
    }
    let posterior = ChangePosterior(
      .going, days: cell.days.map(\.day), standing: standing, gone: gone, prior: estimate.going)
    sums[index].cells += 1
    sums[index].missing += posterior.before
    sums[index].gone += posterior.within
    if let first = cell.days.first, let last = cell.days.last { sums[index].days += Double(last.day - first.day) }
    for factor in posterior.factors.indices { sums[index].factors[factor] += posterior.factors[factor] }
    for (day, stands) in zip(cell.days, posterior.stands) {
      for vote in cell.votes[day.votes] {
        sums[index].rates.add(promised_255: vote.expected, seen_255: vote.detected, weight: stands)
        sums[index].emptyLooks += 1 - stands
        sums[index].falseSightings += (1 - stands) * Double(vote.detected) / 255
      }
    }
    moments.add(cell, stands: posterior.stands, rates: rates)
  }

  private mutating func look(
    at place: CandidatePlace, _ table: inout OutcomeTable, _ estimate: ClassEstimate, _ rates: [Double]
  ) {
    let index = Int(place.elementClass.rawValue)
    var standing: [[Double]] = []
    var gone: [Double] = []
    for day in place.days {
      let promised = day.expected / Double(day.looks)
      standing.append(
        table.standing(
          rate: estimate.hits.value(at: promised), looks: day.looks, sightings: day.sightings))
      gone.append(table.gone(looks: day.looks, sightings: day.sightings))
    }
    let posterior = ChangePosterior(
      .coming, days: place.days.map(\.day), standing: standing, gone: gone, prior: estimate.coming)
    sums[index].places += 1
    sums[index].standing += posterior.before
    sums[index].came += posterior.within
    if let first = place.days.first, let last = place.days.last {
      sums[index].placeDays += Double(last.day - first.day)
    }
    sums[index].clutter += Double(place.first) * (1 - posterior.before)
    for (day, stands) in zip(place.days, posterior.stands) {
      sums[index].emptyLooks += (1 - stands) * Double(day.looks)
      sums[index].falseSightings += (1 - stands) * Double(day.sightings)
      sums[index].clutter += (1 - stands) * Double(day.sightings)
      sums[index].reachLooks += stands * Double(day.looks)
      sums[index].reachPromised += stands * day.expected
      sums[index].reachSeen += stands * Double(day.sightings)
    }
  }

  /// The correlation of a class's votes of one day, with its standard deviation: of its own pairs where there are enough, else of all classes'.
  func correlation(_ index: Int) -> (value: Double, deviation: Double, pairs: Int, isOwn: Bool)? {
    let own = moments[index].reduce(into: PairMoments()) { $0.add($1) }
    let isOwn = own.pairs >= Self.leastPairs
    let parts = isOwn ? moments[index] : moments.flatMap { $0 }
    let all = isOwn ? own : parts.reduce(into: PairMoments()) { $0.add($1) }
    guard all.pairs >= Self.leastPairs, let value = all.correlation, let deviation = PairMoments.deviation(of: parts)
    else { return nil }
    return (value, deviation, all.pairs, isOwn)
  }

  /// What to take for true at the next look.
  func next(after estimates: [ClassEstimate], assumed policy: Policy) -> [ClassEstimate] {
    estimates.indices.map { index in
      var next = sums[index].next(after: estimates[index], assumed: policy)
      if let correlation = correlation(index) { next.correlation = min(max(correlation.value, 0), 0.9) }
      return next
    }
  }
}
