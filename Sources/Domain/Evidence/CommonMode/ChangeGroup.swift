import MapModel

/// Changes of lines with one cause: each is applied for itself, and people are told of them as one.
public struct ChangeGroup: Hashable, Sendable {
  /// Fewest changes that are told as one.
  public static let fewest = 3
  /// Most that are named.
  public static let most = 256

  /// Its id is that of the change it began with.
  public let name: ChangeName
  /// What they have in common.
  public let cause: CommonCause
  /// The changes, in order of application.
  public private(set) var members: [ChangeName]
  private var traits: [LineTrait]
  private var rising: [LineTrait] = []
  /// Revision of the alert that names it; 0 before it is told.
  public var revision: UInt64 = 0

  /// A group that begins with a change.
  public init(_ name: ChangeName, _ trait: LineTrait) {
    self.name = name
    cause = trait.cause
    members = [name]
    traits = [trait]
  }

  /// Whether a trait is of its cause.
  public func admits(_ trait: LineTrait) -> Bool {
    traits.contains { $0.isAlike(trait) } || rising.contains { $0.isAlike(trait) }
  }

  /// Takes a change in.
  public mutating func add(_ name: ChangeName, _ trait: LineTrait) {
    guard members.count < Self.most, !members.contains(name) else { return }
    members.append(name)
    traits.append(trait)
  }

  /// Whether it began so long ago that nothing joins it any more.
  public func isOver(at time_ns: Int64) -> Bool {
    (traits.map(\.onset_ns).max() ?? 0) < time_ns - Self.memory_ns
  }

  /// How far its lines went in the middle, cm.
  public var shift_cm: Int64 {
    let lengths = traits.map { FixedPoint.length($0.shift.x, $0.shift.y) }.sorted()
    return lengths[lengths.count / 2]
  }

  /// Looks at the lines of a tile that seem to be going the same way: what lies beside one of them belongs to the group too.
  /// - Parameter changing: Pieces whose changes are being applied.
  public mutating func reach(
    in evidence: TileEvidence, tile: MapTile, besides changing: Set<PieceID>, policy: Policy
  ) {
    var waiting = evidence.ledger.places.compactMap { place in
      changing.contains(place.piece)
        ? nil
        : LineTrait(
          rising: tile.element(at: place.element), evidence.ledger.entries[place.entries], cause: cause, policy: policy)
    }
    rising = []
    while let next = waiting.firstIndex(where: admits), rising.count < Self.most {
      rising.append(waiting.remove(at: next))
    }
  }

  /// Lines that seemed to be going the same way when the last change joined.
  public var risingCount: Int { rising.count }

  /// Changes may be found long after they began, ns: where few drive.
  private static let memory_ns: Int64 = 60 * 86_400_000_000_000

  /// Adds the stored form.
  public func write(to writer: inout LedgerWriter) {
    writer.list(members) { $1.write(to: &$0) }
    for list in [traits, rising] { writer.list(list) { $1.write(to: &$0) } }
    writer.unsigned(revision)
  }

  /// Reads the stored form.
  public init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    members = try reader.list("group.members") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try ChangeName(from: &reader)
    }
    traits = try reader.list("group.traits") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try LineTrait(from: &reader)
    }
    rising = try reader.list("group.rising") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try LineTrait(from: &reader)
    }
    guard let first = members.first, let trait = traits.first, members.count == traits.count else {
      throw LedgerCorruption("group.members")
    }
    (name, cause) = (first, trait.cause)
    revision = try reader.unsigned("group.revision")
  }
}
