import MapModel

/// A change that people were told of as suspected, and that is neither confirmed nor given up.
public struct Suspect: Hashable, Sendable {
  /// What may have changed.
  public enum Subject: Hashable, Sendable {
    /// A piece of the map, with the low 32 bits of its content hash.
    case piece(PieceID, hash: UInt32)
    /// Clusters of something the map lacks.
    case clusters([UInt32])
  }

  /// The change.
  public let name: ChangeName
  /// What may have changed.
  public var subject: Subject
  /// What was last known of it.
  public var last: Suspicion
  /// True once the evidence sufficed, and the vehicles that gave it would have if fewer passed here.
  public private(set) var isOutvoted = false

  /// A suspect of its parts.
  public init(name: ChangeName, subject: Subject, last: Suspicion) {
    self.name = name
    self.subject = subject
    self.last = last
  }

  /// Looks at what is known by now, after what is confirmed has been told.
  public mutating func weigh(_ policy: Policy) {
    guard last.evidence_mnat >= last.threshold_mnat, last.support.hasQuorum(policy) else { return }
    isOutvoted = true
  }

  /// True where a proposal is about the same thing.
  public func isMeant(by proposal: ChangeProposal) -> Bool {
    switch subject {
    case .piece(let piece, _): proposal.edit.piece == piece
    case .clusters(let ids): ids.contains { proposal.clusters.contains($0) }
    }
  }

  /// Adds the stored form.
  public func write(to writer: inout LedgerWriter) {
    name.write(to: &writer)
    switch subject {
    case .piece(let piece, let hash):
      writer.byte(1)
      writer.piece(piece)
      writer.unsigned(hash)
    case .clusters(let ids):
      writer.byte(2)
      writer.list(ids) { $0.unsigned($1) }
    }
    last.write(to: &writer)
    writer.flag(isOutvoted)
  }

  /// Reads the stored form.
  public init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    name = try ChangeName(from: &reader)
    switch try reader.byte("suspect.subject") {
    case 1: subject = .piece(try reader.piece("suspect.piece"), hash: try reader.unsigned("suspect.hash"))
    case 2:
      subject = .clusters(
        try reader.list("suspect.clusters") { (reader: inout LedgerReader) throws(LedgerCorruption) -> UInt32 in
          try reader.unsigned("suspect.cluster")
        })
    default: throw LedgerCorruption("suspect.subject")
    }
    last = try Suspicion(from: &reader)
    isOutvoted = try reader.flag("suspect.is_outvoted")
  }
}

extension Suspicion {
  func write(to writer: inout LedgerWriter) {
    writer.byte(kind.rawValue)
    writer.byte(elementClass.rawValue)
    writer.byte(shapeKind.rawValue)
    writer.signed(evidence_mnat)
    writer.signed(threshold_mnat)
    support.write(to: &writer)
    writer.list(points) { $0.point($1) }
    writer.attributes(attributes)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    guard let kind = ChangeEvent.Kind(rawValue: try reader.byte("suspicion.kind")),
      let elementClass = ElementClass(rawValue: try reader.byte("suspicion.class")),
      let shapeKind = ShapeKind(rawValue: try reader.byte("suspicion.shape"))
    else { throw LedgerCorruption("suspicion.kind") }
    self.kind = kind
    self.elementClass = elementClass
    self.shapeKind = shapeKind
    evidence_mnat = try reader.signed("suspicion.evidence")
    threshold_mnat = try reader.signed("suspicion.threshold")
    support = try Support(from: &reader)
    points = try reader.list("suspicion.points") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try reader.point("suspicion.point")
    }
    attributes = try reader.attributes("suspicion.attributes")
  }
}
