import Evidence
import Runtime
import Synchronization
import Topology

/// What the demo has seen of the stages, gathered from their threads.
final class DemoProgress: Sendable {
  /// The numbers.
  struct Snapshot: Sendable {
    var match = MatchCounts()
    var isMapReady = false
    /// True once MATCH has closed every traversal after its last record.
    var isMatchIdle = false
    var fold = FoldCounts()
    var confirmed: UInt64 = 0
    var versions: UInt64 = 0
    var traversals: UInt64 = 0
    var problems: [String] = []
  }

  private let state = Mutex(Snapshot())

  /// Takes an event in.
  func note(_ event: StageEvent) {
    state.withLock { state in
      switch event {
      case .mapReady: state.isMapReady = true
      case .matched(_, let counts):
        state.match += counts
        if counts.records > 0 { state.isMatchIdle = false }
      case .idle(.match): state.isMatchIdle = true
      case .folded(_, let before, let after):
        state.confirmed += after.confirmed - before.confirmed
        state.versions += after.versions - before.versions
        state.traversals += after.traversals - before.traversals
      case .problem(let stage, let error): state.problems.append("\(stage.rawValue): \(error)")
      case .assigned, .revoked, .opened, .idle, .cameras, .compared: break
      }
    }
  }

  /// The numbers now.
  var snapshot: Snapshot { state.withLock { $0 } }
}
