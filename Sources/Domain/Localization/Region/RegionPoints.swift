import Geometry
import MapModel

/// Pieces matched by position, one entry a piece in every column.
public struct RegionPoints: Sendable {
  /// Position in the region's frame, m.
  public let position: [Vector2]
  /// What it is.
  public let elementClass: [ElementClass]
  /// Index into the region's pieces.
  public let piece: [Int32]
  /// Index into the region's targets.
  public let target: [Int32]
  /// Index over the positions.
  public let grid: IndexGrid

  struct Builder {
    var position: [Vector2] = []
    var elementClass: [ElementClass] = []
    var piece: [Int32] = []
    var target: [Int32] = []

    mutating func append(_ point: Vector2, elementClass: ElementClass, piece: Int, target: Int) {
      position.append(point)
      self.elementClass.append(elementClass)
      self.piece.append(Int32(piece))
      self.target.append(Int32(target))
    }
  }

  init(_ builder: Builder, _ index: PackedIndex) {
    position = builder.position
    elementClass = builder.elementClass
    piece = builder.piece
    target = builder.target
    grid = IndexGrid(index, .points)
  }

  /// Number of points.
  public var count: Int { position.count }
}
