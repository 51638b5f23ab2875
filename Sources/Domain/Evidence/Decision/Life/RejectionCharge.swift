import MapModel

/// What a change costs to be told again after a person rejected it.
public struct RejectionCharge: Hashable, Sendable {
  /// What was rejected: a change of a piece, or something new of a class at a place.
  public enum Subject: Hashable, Sendable {
    /// A piece of the map.
    case piece(PieceID)
    /// Vertices of what was taken for new.
    case place(ElementClass, [TilePoint])
  }

  /// What was rejected.
  public let subject: Subject
  /// The kind of change.
  public let kind: ChangeEvent.Kind

  /// The charge for a change of a piece, or for something new at a place.
  public init(_ kind: ChangeEvent.Kind, piece: PieceID?, elementClass: ElementClass, points: [TilePoint]) {
    self.kind = kind
    subject = piece.map { .piece($0) } ?? .place(elementClass, points)
  }

  /// True where a change of some kind is the one that was rejected.
  public func isDue(
    _ kind: ChangeEvent.Kind, piece: PieceID?, elementClass: ElementClass, points: [TilePoint], policy: Policy
  ) -> Bool {
    guard kind == self.kind else { return false }
    switch subject {
    case .piece(let rejected): return piece == rejected
    case .place(let rejected, let place):
      guard piece == nil, elementClass == rejected, !place.isEmpty, !points.isEmpty else { return false }
      return LineMeasure(place).nearest(to: points[points.count / 2]).distance_cm <= policy.clusterGate_cm * 2
    }
  }

  /// Adds the stored form.
  public func write(to writer: inout LedgerWriter) {
    writer.byte(kind.rawValue)
    switch subject {
    case .piece(let piece):
      writer.byte(1)
      writer.piece(piece)
    case .place(let elementClass, let points):
      writer.byte(2)
      writer.byte(elementClass.rawValue)
      writer.list(points) { $0.point($1) }
    }
  }

  /// Reads the stored form.
  public init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    guard let kind = ChangeEvent.Kind(rawValue: try reader.byte("charge.kind")) else {
      throw LedgerCorruption("charge.kind")
    }
    self.kind = kind
    switch try reader.byte("charge.subject") {
    case 1: subject = .piece(try reader.piece("charge.piece"))
    case 2:
      guard let elementClass = ElementClass(rawValue: try reader.byte("charge.class")) else {
        throw LedgerCorruption("charge.class")
      }
      subject = .place(
        elementClass,
        try reader.list("charge.points") { (reader: inout LedgerReader) throws(LedgerCorruption) in
          try reader.point("charge.point")
        })
    default: throw LedgerCorruption("charge.subject")
    }
  }
}

extension ChangeProposal {
  /// Where it is, of something new.
  public var newPoints: [TilePoint] {
    if case .add(let points, _) = edit { points } else { [] }
  }
}
