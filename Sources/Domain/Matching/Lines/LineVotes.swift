import Geometry

/// What the samples of one line detection say together: each votes for the line it lies nearest to. Its memory is kept from detection to detection.
public struct LineVotes: ~Copyable {
  private struct Line {
    var payload: Int32
    var votes: Int32
    var cost: Float
  }

  private var lines = Scratch<Line>(64)
  /// Number of lines with a vote.
  public private(set) var count = 0
  /// Samples with a vote.
  public private(set) var hits = 0

  /// No votes.
  public init() {}

  /// Counts the samples of a range anew.
  @inline(__always) public mutating func tally(_ payloads: Span<Int32>, _ costs: Span<Float>, _ range: Range<Int>) {
    count = 0
    hits = 0
    lines.reserve(range.count)
    for i in range {
      let payload = payloads[i]
      if payload < 0 { continue }
      hits += 1
      var k = 0
      while k < count, lines[k].payload != payload { k += 1 }
      if k == count {
        lines[k] = Line(payload: payload, votes: 1, cost: costs[i])
        count += 1
      } else {
        let line = lines[k]
        lines[k] = Line(payload: payload, votes: line.votes + 1, cost: line.cost + costs[i])
      }
    }
  }

  /// A line with a vote.
  @inline(__always) public func line(_ k: Int) -> Int32 { lines[k].payload }

  /// The line with most votes; of several the one with the least sum of costs, then the smaller payload. −1 where there is none.
  @inline(__always) public var winner: Int32 {
    guard count > 0 else { return -1 }
    var best = lines[0]
    for k in 1..<max(count, 1) {
      let line = lines[k]
      if line.votes > best.votes
        || (line.votes == best.votes
          && (line.cost < best.cost || (line.cost == best.cost && line.payload < best.payload)))
      {
        best = line
      }
    }
    return best.payload
  }
}
