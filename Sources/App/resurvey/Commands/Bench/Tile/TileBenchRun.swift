import Runtime
import Synchronization
import Topology

/// One run of the stage over a log: follows what it tells, and stops it once all is committed.
final class TileBenchRun: Sendable {
  /// What a run took.
  struct Outcome {
    var wall_s = 0.0
    var cpu_s = 0.0
    var commits = 0
    var counts: [FoldCounts] = []
  }

  private struct State {
    var left: [Int32: Int64]
    var begun: ContinuousClock.Instant?
    var commits = 0
    var counts: [Int32: FoldCounts] = [:]
    var outcome: Outcome?
  }

  /// Ends the stage.
  let stop = StopSignal()
  private let startCPU_s = ProcessorTime.now_s
  private let ends: [Int32: Int64]
  private let state: Mutex<State>

  /// A run up to the ends of the partitions.
  init(ends: [Int32: Int64]) {
    self.ends = ends
    state = Mutex(State(left: ends))
  }

  /// What it took; nil before all is committed.
  var outcome: Outcome? { state.withLock { $0.outcome } }
  /// Records that are not committed.
  var left: Int64 { state.withLock { $0.left.values.reduce(0, +) } }

  /// Takes what the stage tells, on its thread.
  func note(_ event: StageEvent) {
    switch event {
    case .assigned(_, let starts):
      state.withLock { state in
        state.begun = state.begun ?? .now
        for (partition, start) in starts { state.left[partition] = ends[partition, default: start] - start }
      }
    case .folded(let partition, let before, let after):
      state.withLock { state in
        state.commits += 1
        state.counts[partition] = after
        state.left[partition, default: 0] -= Int64(after.records - before.records)
        guard state.outcome == nil, state.left.values.allSatisfy({ $0 <= 0 }), let begun = state.begun else { return }
        state.outcome = Outcome(
          wall_s: (ContinuousClock.now - begun) / .seconds(1), cpu_s: ProcessorTime.now_s - startCPU_s,
          commits: state.commits, counts: Array(state.counts.values))
        stop.raise()
      }
    default: break
    }
  }
}
