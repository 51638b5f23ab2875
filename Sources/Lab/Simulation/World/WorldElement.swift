import Geometry
import MapModel

/// A whole element, not cut by tiles, in the metric frame of its world.
public struct WorldElement: Hashable, Sendable {
  /// Which element.
  public var id: ElementID
  /// Part number of its first piece: not 0 only where an element came apart.
  public var part: UInt32
  /// What it is.
  public var elementClass: ElementClass
  /// How to read the vertices.
  public var kind: ShapeKind
  /// Vertices, m.
  public var points: [Vector2]
  /// Properties.
  public var attributes: Attributes
  /// Ties to other elements.
  public var references: [Reference]

  /// An element of its parts.
  public init(
    id: ElementID, part: UInt32 = 0, elementClass: ElementClass, kind: ShapeKind, points: [Vector2],
    attributes: Attributes = Attributes(), references: [Reference] = []
  ) {
    self.id = id
    self.part = part
    self.elementClass = elementClass
    self.kind = kind
    self.points = points
    self.attributes = attributes
    self.references = references
  }

  /// Mean of the vertices.
  public var centroid: Vector2 { points.reduce(Vector2.zero, +) * (1 / Double(max(points.count, 1))) }
}
