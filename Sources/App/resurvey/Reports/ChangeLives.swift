import Contracts
import Evidence

/// The lives of changes, from their events in order.
struct ChangeLives {
  /// One step of a life, for programs.
  struct Step: Encodable {
    let status: String
    let time: String?
    let evidence_nat: Double
    let tileVersion: UInt64?
    let reason: String?

    private enum CodingKeys: String, CodingKey {
      case tileVersion = "tile_version"
      case status, time, evidence_nat, reason
    }
  }

  private var lives: [String: [(event: ChangeEvent, time_ns: Int64?)]] = [:]

  /// The lives in some events.
  /// - Parameter times_ns: event time of each, ns since 1970; empty where it is not known.
  init(_ events: [ChangeEvent], times_ns: [Int64] = []) {
    for (index, event) in events.enumerated() {
      lives[event.change, default: []].append((event, times_ns.indices.contains(index) ? times_ns[index] : nil))
    }
  }

  /// A change's statuses in order, a status that comes again in a row once.
  func text(_ change: String) -> String {
    var names: [String] = []
    for (event, _) in lives[change] ?? [] where names.last != event.status.name { names.append(event.status.name) }
    return names.joined(separator: " > ")
  }

  /// A change's steps in order.
  func steps(_ change: String) -> [Step] {
    (lives[change] ?? []).map { event, time_ns in
      let version = event.restoredVersion > 0 ? event.restoredVersion : event.appliedVersion
      return Step(
        status: event.status.name, time: time_ns.map { Timestamp.text(of: $0) },
        evidence_nat: Double(event.evidence_mnat) / 1000, tileVersion: version > 0 ? version : nil,
        reason: event.reason.isEmpty ? nil : event.reason)
    }
  }
}
