import MapModel

/// What the evidence says has changed, before it has an id and before a tile is rebuilt by it.
public struct ChangeProposal: Hashable, Sendable {
  /// What happened.
  public var kind: ChangeEvent.Kind
  /// What it is.
  public var elementClass: ElementClass
  /// How to read its vertices.
  public var shapeKind: ShapeKind
  /// How the tile changes by it.
  public var edit: TileEdit
  /// Clusters it speaks for.
  public var clusters: [UInt32]
  /// Log-likelihood ratio of its strongest part, thousandths of a nat.
  public var evidence_mnat: Int64
  /// Who speaks for it.
  public var support: Support

  /// A proposal of its parts.
  public init(
    kind: ChangeEvent.Kind, elementClass: ElementClass, shapeKind: ShapeKind, edit: TileEdit, clusters: [UInt32],
    evidence_mnat: Int64, support: Support
  ) {
    self.kind = kind
    self.elementClass = elementClass
    self.shapeKind = shapeKind
    self.edit = edit
    self.clusters = clusters
    self.evidence_mnat = evidence_mnat
    self.support = support
  }
}

/// One edit of a tile. Stretches are ranges along a line from its first vertex, cm.
public enum TileEdit: Hashable, Sendable {
  /// A piece goes, or a stretch of it.
  case remove(PieceID, stretch_cm: Range<Int>?)
  /// A new element stands.
  case add(points: [TilePoint], attributes: Attributes)
  /// A point or polygon lies elsewhere, by cm east and north.
  case shiftPoint(PieceID, east_cm: Int32, north_cm: Int32)
  /// A line lies elsewhere: by how much to its left at some places along it, linear between, constant beyond. Ordered by station.
  case shiftLine(PieceID, [LineShift])
  /// A piece, or a stretch of it, has other attributes; only those named change.
  case relabel(PieceID, stretch_cm: Range<Int>?, Attributes)

  /// The piece it is about; nil for an addition.
  public var piece: PieceID? {
    switch self {
    case .remove(let piece, _), .shiftPoint(let piece, _, _), .shiftLine(let piece, _), .relabel(let piece, _, _): piece
    case .add: nil
    }
  }
}

/// How far a line lies aside at one place.
public struct LineShift: Hashable, Sendable {
  /// The place, cm along the line.
  public var station_cm: Int
  /// How far to the left, cm.
  public var left_cm: Int64

  /// A shift of its parts.
  public init(station_cm: Int, left_cm: Int64) {
    self.station_cm = station_cm
    self.left_cm = left_cm
  }
}
