import Geometry
import MapModel

/// Whole elements in one metric frame: a map, or the truth it should show.
public struct World: Hashable, Sendable {
  /// East and north of this frame are the coordinates of all elements.
  public let frame: ENUFrame
  /// Ordered by id and part.
  public let elements: [WorldElement]

  /// A world of elements in a frame.
  public init(frame: ENUFrame, elements: [WorldElement]) {
    self.frame = frame
    self.elements = elements.sorted { ($0.id, $0.part) < ($1.id, $1.part) }
  }

  /// The world a stored map shows; its frame lies amid the tiles. Each tile must be there at most once.
  public init(tiles: [MapTile]) {
    let centres = tiles.map { $0.id.place(u: 0.5, v: 0.5) }
    let share = 1 / Double(max(tiles.count, 1))
    let frame = ENUFrame(
      origin: Geodetic(
        latitude_deg: centres.reduce(0) { $0 + $1.latitude_deg } * share,
        longitude_deg: centres.reduce(0) { $0 + $1.longitude_deg } * share))
    self.init(
      frame: frame,
      elements: TileJoiner.elements(of: tiles).map { element in
        WorldElement(
          id: element.id, part: element.part, elementClass: element.elementClass, kind: element.kind,
          points: element.vertices.map(frame.flat), attributes: element.attributes, references: element.references)
      })
  }

  /// The elements as files carry them.
  public var geodeticElements: [GeodeticElement] {
    elements.map { element in
      GeodeticElement(
        id: element.id, part: element.part, elementClass: element.elementClass, kind: element.kind,
        vertices: element.points.map { frame.geodetic($0) }, attributes: element.attributes,
        references: element.references)
    }
  }

  /// The elements cut into tiles.
  /// - Throws: `TileCutError` where an element fits no tile.
  public func tiles(version: UInt64 = 1) throws(TileCutError) -> [MapTile] {
    try TileCutter.tiles(of: geodeticElements, version: version)
  }
}

extension ENUFrame {
  /// East and north of a place without its height, so that a place on a hill is where its neighbour on the map is.
  func flat(_ place: Geodetic) -> Vector2 {
    local(Geodetic(latitude_deg: place.latitude_deg, longitude_deg: place.longitude_deg))
  }

  /// How far north at a place is turned left of this frame's north, radians: the convergence of the meridians.
  func convergence_rad(at place: Geodetic) -> Double {
    (place.longitude_deg - origin.longitude_deg).degreesAsRadians * place.latitude_deg.degreesAsRadians.sine
  }
}
