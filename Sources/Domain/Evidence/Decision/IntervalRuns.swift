/// What one kind of evidence says about one interval of a line.
struct IntervalState: Hashable, Sendable {
  /// Somebody passed it.
  var isObserved: Bool
  /// The evidence suffices by itself.
  var isConfirmed: Bool
  /// The evidence suffices next to a confirmed interval: what goes, goes in stretches.
  var mayJoin: Bool
  /// Evidence, thousandths of a nat.
  var score_mnat: Int64
}

/// Stretches of a line that changed, from the states of its intervals.
struct IntervalRuns {
  /// What to do about a line.
  enum Outcome: Hashable {
    /// Nothing is confirmed, or a neighbour's evidence is still rising.
    case wait
    /// The whole piece has changed.
    case whole
    /// Ranges of intervals have.
    case stretches([Range<Int>])
  }

  /// Longest unobserved gap that a change on both sides bridges, and longest unobserved end it takes along, in intervals.
  private static let bridge = 2
  private static let end = 1

  let states: [IntervalState]
  let threshold_mnat: Int64
  let policy: Policy

  var outcome: Outcome {
    var runs = grown
    guard !runs.isEmpty else { return .wait }
    if isRising(beside: runs) { return .wait }
    runs = bridged(runs)
    let inside = runs.reduce(0) { $0 + $1.count { states[$0].isObserved } }
    let observed = states.count { $0.isObserved }
    let others = states.indices.filter { index in states[index].isObserved && !runs.contains { $0.contains(index) } }
    // Nearly all of what anybody passed has changed, and nobody has seen the rest unchanged.
    if inside * 5 >= observed * 4 && observed * 2 >= states.count && others.allSatisfy({ states[$0].score_mnat > 0 }) {
      return .whole
    }
    return .stretches(runs)
  }

  /// Confirmed intervals with the neighbours that may join them.
  private var grown: [Range<Int>] {
    var runs: [Range<Int>] = []
    for index in states.indices where states[index].isConfirmed {
      if let last = runs.last, last.contains(index) { continue }
      var start = index
      var end = index + 1
      while start > 0 && states[start - 1].mayJoin { start -= 1 }
      while end < states.count && (states[end].mayJoin || states[end].isConfirmed) { end += 1 }
      if let last = runs.last, last.upperBound >= start {
        runs[runs.count - 1] = last.lowerBound..<end
      } else {
        runs.append(start..<end)
      }
    }
    return runs
  }

  private func isRising(beside runs: [Range<Int>]) -> Bool {
    runs.contains { run in
      let strongest = run.map { states[$0].score_mnat }.max() ?? 0
      guard strongest < threshold_mnat + policy.patience_mnat else { return false }
      return [run.lowerBound - 1, run.upperBound].contains { index in
        states.indices.contains(index) && states[index].score_mnat * 2 >= policy.neighbourThreshold_mnat
      }
    }
  }

  private func bridged(_ runs: [Range<Int>]) -> [Range<Int>] {
    func isUnobserved(_ range: Range<Int>) -> Bool { range.allSatisfy { !states[$0].isObserved } }
    var merged: [Range<Int>] = []
    for run in runs {
      if let last = merged.last, run.lowerBound - last.upperBound <= Self.bridge,
        isUnobserved(last.upperBound..<run.lowerBound)
      {
        merged[merged.count - 1] = last.lowerBound..<run.upperBound
      } else {
        merged.append(run)
      }
    }
    if let first = merged.first, first.lowerBound <= Self.end, isUnobserved(0..<first.lowerBound) {
      merged[0] = 0..<first.upperBound
    }
    if let last = merged.last, states.count - last.upperBound <= Self.end,
      isUnobserved(last.upperBound..<states.count)
    {
      merged[merged.count - 1] = last.lowerBound..<states.count
    }
    return merged
  }
}
