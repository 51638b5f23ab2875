/// What values of votes have in common with each other: their mean product over all pairs that share one thing and do not share another.
///
/// Sums over pairs come from sums over groups, `Σᵢ≠ⱼ xᵢxⱼ = (Σx)² − Σx²`, so the cost is that of sorting. Values are deviations from what is
/// expected of each.
struct VoteDependence: Sendable {
  /// A mean product and the number of pairs it is of.
  struct Moment: Hashable, Sendable {
    /// Mean of the products; 0 without pairs.
    var mean: Double { pairs > 0 ? sum / pairs : 0 }
    private(set) var pairs = 0.0
    private var sum = 0.0

    fileprivate mutating func add(_ group: Group, sign: Double = 1) {
      sum += sign * (group.sum * group.sum - group.squares) / 2
      pairs += sign * (group.count * group.count - group.count) / 2
    }

    fileprivate mutating func add(product: Double) {
      sum += product
      pairs += 1
    }
  }

  private typealias Known = (vote: VoteSample, value: Double)

  fileprivate struct Group {
    let sum, squares, count: Double

    init(_ values: some Sequence<Double>) {
      var (sum, squares, count) = (0.0, 0.0, 0.0)
      for value in values {
        sum += value
        squares += value * value
        count += 1
      }
      (self.sum, self.squares, self.count) = (sum, squares, count)
    }
  }

  /// Of all values.
  private(set) var variance = 0.0
  /// Of one cell on different days.
  private(set) var ofCell = Moment()
  /// Of one cell on one day, by different traversals.
  private(set) var ofCellAndDay = Moment()
  /// Of one traversal, on different things.
  private(set) var ofTraversal = Moment()
  /// Of one traversal, on intervals of one line that touch.
  private(set) var ofNeighbours = Moment()
  /// Of these intervals alone, each with itself.
  private(set) var ofNeighboursThemselves = Moment()

  /// Of the votes that have a value.
  init(_ votes: [VoteSample], value: (VoteSample) -> Double?) {
    var known: [Known] = votes.compactMap { vote in value(vote).map { (vote, $0) } }
    variance = known.isEmpty ? 0 : Group(known.lazy.map(\.value)).squares / Double(known.count)
    known.sort { ($0.vote.cell, $0.vote.day) < ($1.vote.cell, $1.vote.day) }
    Self.forEachGroup(known[...], of: \.cell) { cell in
      ofCell.add(Group(cell.lazy.map(\.value)))
      Self.forEachGroup(cell, of: \.day) { day in
        let ofDay = Group(day.lazy.map(\.value))
        ofCell.add(ofDay, sign: -1)
        ofCellAndDay.add(ofDay)
      }
    }
    known.sort {
      ($0.vote.traversal, $0.vote.thing, $0.vote.interval) < ($1.vote.traversal, $1.vote.thing, $1.vote.interval)
    }
    Self.forEachGroup(known[...], of: \.traversal) { traversal in
      ofTraversal.add(Group(traversal.lazy.map(\.value)))
      Self.forEachGroup(traversal, of: \.thing) { thing in
        ofTraversal.add(Group(thing.lazy.map(\.value)), sign: -1)
        for (one, next) in zip(thing, thing.dropFirst()) where next.vote.interval == one.vote.interval + 1 {
          ofNeighbours.add(product: one.value * next.value)
          ofNeighboursThemselves.add(product: (one.value * one.value + next.value * next.value) / 2)
        }
      }
    }
  }

  private static func forEachGroup<Key: Equatable>(
    _ sorted: ArraySlice<Known>, of key: KeyPath<VoteSample, Key>, _ body: (ArraySlice<Known>) -> Void
  ) {
    var start = sorted.startIndex
    while start < sorted.endIndex {
      let first = sorted[start].vote[keyPath: key]
      let end = sorted[start...].firstIndex { $0.vote[keyPath: key] != first } ?? sorted.endIndex
      body(sorted[start..<end])
      start = end
    }
  }
}
