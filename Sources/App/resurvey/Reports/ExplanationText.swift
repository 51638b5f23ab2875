import Contracts
import Evidence
import Foundation
import MapModel
import Topology

/// An explanation for people.
enum ExplanationText {
  /// The life, the gates and every testimony.
  static func text(_ explanation: ChangeExplanation) -> String {
    let last = explanation.steps[explanation.steps.count - 1].event
    var lines = [
      "\(explanation.change): \(last.elementClass.name) \(last.kind.name), \(last.status.name)"
        + ((last.pieceBefore ?? last.pieceAfter).map { ", element \($0.element.value)" } ?? ""), "",
    ]
    var life = TextTable([
      ("step", .left), ("time", .left), ("record", .right), ("nats", .right), ("version", .right), ("why", .left),
    ])
    if let cause = last.cause { lines.insert("one of group \(last.group): \(cause.name)", at: 1) }
    for step in explanation.steps {
      let version = step.event.restoredVersion > 0 ? step.event.restoredVersion : step.event.appliedVersion
      life.append([
        step.event.status.name, time(step.time_ns), "\(step.offset)", nats(step.event.evidence_mnat),
        version > 0 ? "\(version)" : "–", step.event.reason,
      ])
    }
    lines += [life.text, ""]
    var gates = TextTable([("had to meet", .left), ("at least", .right), ("met with traversal", .left)])
    for gate in explanation.gates {
      let inNats = gate.name != "quorum_vehicles" && gate.name != "quorum_days" && gate.name != "minimum_passes"
      gates.append([
        gate.name, inNats ? "\(nats(gate.needed)) nats" : "\(gate.needed)",
        gate.met.map { "\($0 + 1), \(time(explanation.testimonies[$0].time_ns))" } ?? "not met",
      ])
    }
    lines += [gates.text, ""]
    var table = TextTable([
      ("", .right), ("time", .left), ("vehicle", .left), ("said", .left), ("parts", .right), ("expected", .right),
      ("seen", .right), ("off, cm", .right), ("nats", .right), ("vehicles", .right), ("days", .right),
    ])
    for (index, said) in explanation.testimonies.enumerated() {
      table.append([
        "\(index + 1)", time(said.time_ns), said.vehicle,
        said.word + (said.reading.entries.isEmpty ? "" : " (\(said.reading.words))"), "\(said.parts)",
        said.isVerifying ? "" : share(said.expected) + (said.cautious.map { " (\(share($0)))" } ?? ""),
        said.isVerifying ? "" : share(said.detected),
        said.offset_cm.map { last.shapeKind == .line ? "\($0.first)" : "\($0.first), \($0.second)" } ?? "",
        "\(nats(said.before_mnat)) > \(nats(said.after_mnat))", "\(said.support.vehicles)", "\(said.support.days)",
      ])
    }
    return (lines + [table.text]).joined(separator: "\n")
  }

  private static func time(_ time_ns: Int64) -> String { String(Timestamp.text(of: time_ns).prefix(16)) }
  private static func nats(_ mnat: Int64) -> String { String(format: "%.1f", Double(mnat) / 1000) }
  private static func share(_ byte: UInt8) -> String { String(format: "%.2f", Double(byte) / 255) }
}

extension Attributes {
  /// The entries as words.
  var words: String { entries.map { "\($0.key.name)=\($0.value)" }.joined(separator: " ") }
}
