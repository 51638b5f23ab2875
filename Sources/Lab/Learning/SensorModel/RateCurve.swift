import Evidence

/// A true probability over a promised one: linear between its nodes and from nothing to the first, in proportion beyond the last.
struct RateCurve: Hashable, Sendable {
  /// What votes that promised about as much saw.
  struct Node: Hashable, Sendable {
    /// Mean of what was promised, 0 … 1.
    var promised: Double
    /// Mean of what was seen, 0 … 1.
    var seen: Double
    /// Votes, each as likely as the thing stood.
    var votes: Double
  }

  /// Ascending by what was promised; empty: promises are kept.
  var nodes: [Node] = []

  func value(at promised: Double) -> Double {
    guard let last = nodes.last else { return promised }
    var below = Node(promised: 0, seen: 0, votes: 0)
    for node in nodes {
      if promised <= node.promised {
        let width = node.promised - below.promised
        return width > 0 ? below.seen + (node.seen - below.seen) * (promised - below.promised) / width : node.seen
      }
      below = node
    }
    return last.promised > 0 ? min(promised * last.seen / last.promised, 1) : promised
  }
}

/// Sums from which a curve is made: what votes promised and saw, in eight bins of the promise.
struct RateSums: Sendable {
  private struct Bin: Sendable {
    var votes = 0.0
    var promised = 0.0
    var seen = 0.0
    var hits = 0.0
  }
  private var bins = [Bin](repeating: Bin(), count: 8)

  /// Bins with fewer votes say too little.
  private static let leastVotes = 100.0

  /// Counts a vote as far as the thing stood.
  mutating func add(promised_255: UInt8, seen_255: UInt8, weight: Double) {
    let bin = Int(promised_255 >> 5)
    bins[bin].votes += weight
    bins[bin].promised += weight * Double(promised_255) / 255
    bins[bin].seen += weight * Double(seen_255) / 255
    if seen_255 >= VoteCell.hit_255 { bins[bin].hits += weight }
  }

  mutating func add(_ other: RateSums) {
    for index in bins.indices {
      bins[index].votes += other.bins[index].votes
      bins[index].promised += other.bins[index].promised
      bins[index].seen += other.bins[index].seen
      bins[index].hits += other.bins[index].hits
    }
  }

  /// How likely what stands was seen, by the probabilities the votes tell: what a ledger sums up.
  var seen: RateCurve { curve(\.seen) }
  /// How many of the votes saw what stands.
  var hits: RateCurve { curve(\.hits) }

  /// Votes, and the means of what they promised and saw, 0 … 1.
  var mean: (votes: Double, promised: Double, seen: Double) {
    let votes = bins.reduce(0) { $0 + $1.votes }
    guard votes > 0 else { return (0, 0, 0) }
    return (votes, bins.reduce(0) { $0 + $1.promised } / votes, bins.reduce(0) { $0 + $1.seen } / votes)
  }

  private func curve(_ value: (Bin) -> Double) -> RateCurve {
    RateCurve(
      nodes: bins.filter { $0.votes >= Self.leastVotes }.map {
        RateCurve.Node(promised: $0.promised / $0.votes, seen: value($0) / $0.votes, votes: $0.votes)
      })
  }
}
