import MapModel

/// What neighbouring intervals of a line say together about its removal.
///
/// What goes, goes in stretches, and each interval is passed by other vehicles: a line of 400 m that ten vehicles missed may have been missed
/// by four of them at any one place. A vehicle still counts once, however many of the intervals it missed: the stretch has as much evidence for
/// each vehicle as its intervals have on average for each of theirs, so that an interval where it was seen now and then speaks against.
/// A stretch begins and ends with intervals that could join a confirmed one; in between it is enough that more speaks for the removal than
/// against it, for where few pass there is always an interval that falls short.
struct RemovalPooling {
  let ledgers: ArraySlice<ElementLedger>
  let policy: Policy

  /// Fewest intervals that speak as one: with fewer a missed dash would.
  static let least = 3

  /// Confirms the strongest interval of each stretch of missed ones that suffices as a whole, and gives it the evidence of the whole.
  func confirm(_ states: inout [IntervalState], threshold_mnat: Int64, passes: Int64) {
    var start = 0
    while start < states.count {
      guard score(start) >= policy.neighbourThreshold_mnat else {
        start += 1
        continue
      }
      var end = start
      var next = start
      while next < states.count, score(next) > 0 {
        next += 1
        if score(next - 1) >= policy.neighbourThreshold_mnat { end = next }
      }
      if end - start >= Self.least { confirm(start..<end, &states, threshold_mnat: threshold_mnat, passes: passes) }
      start = end
    }
  }

  private func confirm(
    _ run: Range<Int>, _ states: inout [IntervalState], threshold_mnat: Int64, passes: Int64
  ) {
    var support = Support()
    for index in run { support.add(removal(index).support) }
    guard let strongest = run.max(by: { score($0) < score($1) }), support.hasQuorum(policy),
      Int64(support.vehicles) >= passes
    else { return }
    let scores = run.reduce(0) { $0 + score($1) }
    let voices = run.reduce(Int64(0)) { $0 + Int64(removal($1).support.vehicles) }
    let head = run.map { removal($0).head_mnat }.min() ?? 0
    let pooled = scores * Int64(support.vehicles) / max(voices, 1) + head
    guard pooled >= threshold_mnat, pooled > states[strongest].score_mnat else { return }
    states[strongest].isConfirmed = true
    states[strongest].score_mnat = pooled
    for index in run { states[index].mayJoin = true }
  }

  private func removal(_ index: Int) -> RemovalExcursion { ledgers[ledgers.startIndex + index].removal }
  private func score(_ index: Int) -> Int64 { removal(index).gathered_mnat }
}
