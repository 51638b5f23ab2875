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

  fileprivate struct Group {
    var sum = 0.0
    var squares = 0.0
    var count = 0.0

    mutating func add(_ value: Double) {
      sum += value
      squares += value * value
      count += 1
    }
  }

  /// Of all values.
  private(set) var variance = 0.0
  private(set) var values = 0
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
    var known: [(vote: VoteSample, value: Double)] = []
    for vote in votes { if let value = value(vote) { known.append((vote, value)) } }
    values = known.count
    variance = known.isEmpty ? 0 : known.reduce(0) { $0 + $1.value * $1.value } / Double(known.count)
    known.sort { ($0.vote.cell, $0.vote.day) < ($1.vote.cell, $1.vote.day) }
    Self.forEachGroup(known, of: \.cell) { cell in
      var whole = Group()
      for entry in cell { whole.add(entry.value) }
      ofCell.add(whole)
      Self.forEachGroup(cell, of: \.day) { day in
        var part = Group()
        for entry in day { part.add(entry.value) }
        ofCell.add(part, sign: -1)
        ofCellAndDay.add(part)
      }
    }
    known.sort {
      ($0.vote.traversal, $0.vote.thing, $0.vote.interval) < ($1.vote.traversal, $1.vote.thing, $1.vote.interval)
    }
    Self.forEachGroup(known, of: \.traversal) { traversal in
      var whole = Group()
      for entry in traversal { whole.add(entry.value) }
      ofTraversal.add(whole)
      Self.forEachGroup(traversal, of: \.thing) { thing in
        var part = Group()
        for entry in thing { part.add(entry.value) }
        ofTraversal.add(part, sign: -1)
        for (one, next) in zip(thing, thing.dropFirst()) where next.vote.interval == one.vote.interval + 1 {
          ofNeighbours.add(product: one.value * next.value)
          ofNeighboursThemselves.add(product: (one.value * one.value + next.value * next.value) / 2)
        }
      }
    }
  }

  private static func forEachGroup<Key: Equatable>(
    _ sorted: some RandomAccessCollection<(vote: VoteSample, value: Double)>, of key: KeyPath<VoteSample, Key>,
    _ body: (ArraySlice<(vote: VoteSample, value: Double)>) -> Void
  ) {
    let all = Array(sorted)[...]
    var start = all.startIndex
    while start < all.endIndex {
      var end = start
      while end < all.endIndex, all[end].vote[keyPath: key] == all[start].vote[keyPath: key] { end += 1 }
      body(all[start..<end])
      start = end
    }
  }
}
