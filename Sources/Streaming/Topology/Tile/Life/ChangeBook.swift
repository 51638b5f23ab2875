import Evidence
import MapModel

/// The changes of a tile whose life goes on, but for those that are held, and the last ones whose life has ended.
struct ChangeBook: Hashable, Sendable {
  /// Most suspected changes of a tile; beyond them no more are told, only counted.
  static let suspectLimit = 64
  /// Most applied changes that wait to be verified; the oldest stays applied for good when one more comes.
  static let appliedLimit = 64
  /// Most ended changes that are remembered, so that a review of one is answered by what became of it; the same of charges.
  static let endedLimit = 64

  /// Most groups of changes that others may still join.
  static let groupLimit = 16

  /// A change whose life has ended.
  struct Ended: Hashable, Sendable {
    var name: ChangeName
    var status: ChangeEvent.Status
  }

  /// The last review of a change.
  struct Reviewed: Hashable, Sendable {
    var name: ChangeName
    var time_ns: Int64
  }

  /// In order of first report.
  var suspects: [Suspect] = []
  /// In order of application.
  var applied: [AppliedChange] = []
  /// What rejected changes cost to be told again, the oldest first.
  private(set) var charges: [RejectionCharge] = []
  /// The oldest first.
  private(set) var ended: [Ended] = []
  private(set) var reviewed: [Reviewed] = []
  /// Changes that may have one cause, in order of the first of each.
  var groups: [ChangeGroup] = []

  mutating func end(_ name: ChangeName, _ status: ChangeEvent.Status) {
    reviewed.removeAll { $0.name == name }
    ended.append(Ended(name: name, status: status))
    if ended.count > Self.endedLimit { ended.removeFirst() }
  }

  mutating func apply(_ change: AppliedChange) {
    if applied.count >= Self.appliedLimit {
      let oldest = applied.removeFirst()
      end(oldest.name, .applied)
    }
    applied.append(change)
  }

  mutating func charge(_ charge: RejectionCharge) {
    charges.removeAll { $0 == charge }
    charges.append(charge)
    if charges.count > Self.endedLimit { charges.removeFirst() }
  }

  mutating func forget(_ charge: RejectionCharge) { charges.removeAll { $0 == charge } }

  /// The time of the last review of a change, ns since 1970.
  func lastReview_ns(of name: ChangeName) -> Int64? { reviewed.first { $0.name == name }?.time_ns }

  mutating func note(_ review: Review, of name: ChangeName) {
    reviewed.removeAll { $0.name == name }
    reviewed.append(Reviewed(name: name, time_ns: review.time_ns))
  }

  init() {}

  func write(to writer: inout LedgerWriter) throws(TileCodecError) {
    writer.list(suspects) { $1.write(to: &$0) }
    writer.unsigned(applied.count)
    for change in applied { try change.write(to: &writer) }
    writer.list(charges) { $1.write(to: &$0) }
    writer.list(ended) { writer, ended in
      ended.name.write(to: &writer)
      writer.byte(ended.status.rawValue)
    }
    writer.list(reviewed) { writer, reviewed in
      reviewed.name.write(to: &writer)
      writer.signed(reviewed.time_ns)
    }
    writer.list(groups) { $1.write(to: &$0) }
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    suspects = try reader.list("book.suspects") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try Suspect(from: &reader)
    }
    applied = try reader.list("book.applied") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try AppliedChange(from: &reader)
    }
    charges = try reader.list("book.charges") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try RejectionCharge(from: &reader)
    }
    ended = try reader.list("book.ended") { (reader: inout LedgerReader) throws(LedgerCorruption) -> Ended in
      let name = try ChangeName(from: &reader)
      guard let status = ChangeEvent.Status(rawValue: try reader.byte("ended.status")) else {
        throw LedgerCorruption("ended.status")
      }
      return Ended(name: name, status: status)
    }
    reviewed = try reader.list("book.reviewed") { (reader: inout LedgerReader) throws(LedgerCorruption) -> Reviewed in
      Reviewed(name: try ChangeName(from: &reader), time_ns: try reader.signed("reviewed.time_ns"))
    }
    groups = try reader.list("book.groups") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try ChangeGroup(from: &reader)
    }
  }
}
