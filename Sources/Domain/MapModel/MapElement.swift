import Geometry

/// One physical thing on the map, across all tiles.
public struct ElementID: Hashable, Comparable, Sendable {
  /// The number; 0 is never used.
  public let value: UInt64

  /// An id of its number.
  public init(_ value: UInt64) { self.value = value }

  /// Order of the numbers.
  public static func < (a: ElementID, b: ElementID) -> Bool { a.value < b.value }
}

/// One piece of an element: a line is cut at tile borders, so a tile holds pieces.
public struct PieceID: Hashable, Comparable, Sendable {
  /// The element.
  public let element: ElementID
  /// Place of the piece along the element. An import counts in steps of `step`, so that a piece cut later finds numbers between.
  public let part: UInt32

  /// Distance between the parts an import makes.
  public static let step: UInt32 = 1 << 16

  /// A piece of an element.
  public init(_ element: ElementID, part: UInt32 = 0) {
    self.element = element
    self.part = part
  }

  /// By element, then along it.
  public static func < (a: PieceID, b: PieceID) -> Bool {
    (a.element, a.part) < (b.element, b.part)
  }
}

/// A vertex in its tile's frame, in centimetres east and north of the tile's centre.
public struct TilePoint: Hashable, Sendable {
  /// East, cm.
  public var x_cm: Int32
  /// North, cm.
  public var y_cm: Int32

  /// A vertex of its two coordinates.
  public init(x_cm: Int32, y_cm: Int32) {
    self.x_cm = x_cm
    self.y_cm = y_cm
  }

  /// The nearest centimetre; coordinates beyond 20 000 km are clamped.
  public init(_ point: Vector2) {
    func centimetres(_ metres: Double) -> Int32 { Int32(min(max((metres * 100).rounded(), -2e9), 2e9)) }
    self.init(x_cm: centimetres(point.x), y_cm: centimetres(point.y))
  }

  /// The vertex in metres.
  public var vector: Vector2 { Vector2(Double(x_cm) / 100, Double(y_cm) / 100) }
}

/// How an element's vertices are to be read.
public enum ShapeKind: UInt8, Hashable, Sendable {
  /// One vertex.
  case point = 1
  /// Two vertices or more, open.
  case line = 2
  /// Three vertices or more, closed by itself (the first is not repeated).
  case polygon = 3
}

/// A tie from one element to another, such as from a lane to its bounds.
public struct Reference: Hashable, Sendable {
  /// What the other is to this one.
  public enum Role: UInt8, Hashable, Sendable, CaseIterable {
    /// The left bound of a lane.
    case leftBound = 1
    /// The right bound of a lane.
    case rightBound = 2
    /// A light, sign or line that rules a lane.
    case regulation = 3
  }

  /// The role.
  public let role: Role
  /// The other element.
  public let element: ElementID
  /// True where the other's vertices run against this one's direction.
  public let isReversed: Bool

  /// A reference of its parts.
  public init(_ role: Role, _ element: ElementID, isReversed: Bool = false) {
    self.role = role
    self.element = element
    self.isReversed = isReversed
  }
}

/// A piece of a map element inside one tile. Its content hash changes when anything a driver could notice changes.
public struct MapElement: Hashable, Sendable {
  /// Which piece.
  public var piece: PieceID
  /// What it is.
  public var elementClass: ElementClass
  /// How to read the vertices.
  public var kind: ShapeKind
  /// Vertices in the tile's frame.
  public var points: [TilePoint]
  /// Height of each vertex, cm; empty where the map has none.
  public var elevations_cm: [Int32]
  /// Properties.
  public var attributes: Attributes
  /// Ties to other elements.
  public var references: [Reference]

  /// A piece of its parts.
  public init(
    piece: PieceID, elementClass: ElementClass, kind: ShapeKind, points: [TilePoint], elevations_cm: [Int32] = [],
    attributes: Attributes = Attributes(), references: [Reference] = []
  ) {
    self.piece = piece
    self.elementClass = elementClass
    self.kind = kind
    self.points = points
    self.elevations_cm = elevations_cm
    self.attributes = attributes
    self.references = references
  }
}
