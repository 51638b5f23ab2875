import Evidence
import MapModel

/// A change whose evidence suffices, but which a gate, a storm or a person keeps from the map.
struct HeldChange: Hashable, Sendable {
  /// Most changes held in a tile; the oldest goes when one more comes.
  static let limit = 64

  var name: ChangeName
  var proposal: ChangeProposal
  var reason: String
  /// True where it waits for a storm to pass, and for nothing else.
  var isStorm: Bool

  func write(to writer: inout LedgerWriter) {
    name.write(to: &writer)
    proposal.write(to: &writer)
    writer.text(reason)
    writer.flag(isStorm)
  }

  init(name: ChangeName, proposal: ChangeProposal, reason: String, isStorm: Bool) {
    self.name = name
    self.proposal = proposal
    self.reason = reason
    self.isStorm = isStorm
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    name = try ChangeName(from: &reader)
    proposal = try ChangeProposal(from: &reader)
    reason = try reader.text("held.reason")
    isStorm = try reader.flag("held.is_storm")
  }
}
