import Contracts
import Evidence
import MapModel
import Topology

/// An explanation for programs.
struct ExplanationSummary: Encodable {
  struct Gate: Encodable {
    let name: String
    let needed: Int64
    /// Place in `testimonies`, from 0.
    let met: Int?
  }

  struct Testimony: Encodable {
    let offset: Int64
    let vehicle, drive, time, said: String
    let parts: Int
    let expected: Double?
    let cautious: Double?
    let seen: Double?
    let offset_cm: [Int]?
    let read: String?
    let before_nat, after_nat: Double
    let vehicles, days, traversals: UInt32
    let isVerifying: Bool

    private enum CodingKeys: String, CodingKey {
      case isVerifying = "is_verifying"
      case offset, vehicle, drive, time, said, parts, expected, cautious, seen, offset_cm, read, before_nat, after_nat
      case vehicles, days, traversals
    }
  }

  let change: ChangeSummary
  let gates: [Gate]
  let testimonies: [Testimony]

  /// The summary of an explanation.
  init(_ explanation: ChangeExplanation) {
    let events = explanation.steps.map(\.event)
    change = ChangeSummary(
      events[events.count - 1], lives: ChangeLives(events, times_ns: explanation.steps.map(\.time_ns)))
    gates = explanation.gates.map { Gate(name: $0.name, needed: $0.needed, met: $0.met) }
    testimonies = explanation.testimonies.map { said in
      func share(_ byte: UInt8) -> Double { (Double(byte) / 255 * 1000).rounded() / 1000 }
      return Testimony(
        offset: said.offset, vehicle: said.vehicle, drive: said.drive, time: Timestamp.text(of: said.time_ns),
        said: said.word, parts: said.parts, expected: said.isVerifying ? nil : share(said.expected),
        cautious: said.cautious.map(share), seen: said.isVerifying ? nil : share(said.detected),
        offset_cm: said.offset_cm.map { [Int($0.first), Int($0.second)] },
        read: said.reading.entries.isEmpty ? nil : said.reading.words, before_nat: Double(said.before_mnat) / 1000,
        after_nat: Double(said.after_mnat) / 1000, vehicles: said.support.vehicles, days: said.support.days,
        traversals: said.support.traversals, isVerifying: said.isVerifying)
    }
  }
}
