import Geometry

/// A map element as files carry it: whole, in geodetic coordinates, in no tile.
public struct GeodeticElement: Hashable, Sendable {
  /// Which element.
  public var id: ElementID
  /// Part number of its first piece: 0, except where an element came apart and this is a later stretch of it.
  public var part: UInt32
  /// What it is.
  public var elementClass: ElementClass
  /// How to read the vertices.
  public var kind: ShapeKind
  /// Vertices in order; heights are zero where `hasElevations` is false.
  public var vertices: [Geodetic]
  /// True where every vertex has its height.
  public var hasElevations: Bool
  /// Properties.
  public var attributes: Attributes
  /// Ties to other elements.
  public var references: [Reference]

  /// An element of its parts.
  public init(
    id: ElementID, part: UInt32 = 0, elementClass: ElementClass, kind: ShapeKind, vertices: [Geodetic],
    hasElevations: Bool = false, attributes: Attributes = Attributes(), references: [Reference] = []
  ) {
    self.id = id
    self.part = part
    self.elementClass = elementClass
    self.kind = kind
    self.vertices = vertices
    self.hasElevations = hasElevations
    self.attributes = attributes
    self.references = references
  }

  /// Id and part: what tells two stretches of one element apart.
  public var piece: PieceID { PieceID(id, part: part) }
}
