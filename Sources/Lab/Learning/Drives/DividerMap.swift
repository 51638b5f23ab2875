import Geometry
import MapModel

/// The mapped lines of one class, whole and by name, in one metric frame.
public struct DividerMap: Sendable {
  /// The frame of all coordinates: amid the lines.
  public let frame: ENUFrame
  /// Vertices of each line, m.
  public let lines: [[Vector2]]
  /// Which element each line is.
  public let elements: [ElementID]
  /// What its file calls it, else its number.
  public let names: [String]

  private let start: [Vector2]
  private let end: [Vector2]
  private let line: [Int32]
  private let grid: PackedGrid

  /// A point's nearest line.
  struct Nearest {
    /// Index into `lines`; nil where none is within reach.
    var line: Int?
    /// Distance, m; the reach where none is nearer.
    var distance_m: Double
    /// Unit direction of the line there.
    var direction: Vector2
  }

  /// The lines of a class in a stored map; each tile at most once.
  public init(tiles: [MapTile], elementClass: ElementClass = .laneBoundary) {
    let elements = TileJoiner.elements(of: tiles).filter { $0.elementClass == elementClass && $0.vertices.count > 1 }
    let places = elements.flatMap(\.vertices)
    let share = 1 / Double(max(places.count, 1))
    let frame = ENUFrame(
      origin: Geodetic(
        latitude_deg: places.reduce(0) { $0 + $1.latitude_deg } * share,
        longitude_deg: places.reduce(0) { $0 + $1.longitude_deg } * share))
    self.frame = frame
    lines = elements.map { element in element.vertices.map { frame.local($0.onGround) } }
    self.elements = elements.map(\.id)
    names = elements.map { $0.attributes[.sourceID] ?? String($0.id.value) }
    var start: [Vector2] = []
    var end: [Vector2] = []
    var line: [Int32] = []
    for (index, points) in lines.enumerated() {
      for (a, b) in zip(points, points.dropFirst()) where a != b {
        start.append(a)
        end.append(b)
        line.append(Int32(index))
      }
    }
    self.start = start
    self.end = end
    self.line = line
    grid = PackedGrid(boxes: zip(start, end).map { Bounds2($0, $1) }, cell_m: 16)
  }

  /// The line nearest to a point, within reach, m.
  func nearest(to point: Vector2, reach_m: Double) -> Nearest {
    var best = Nearest(line: nil, distance_m: reach_m, direction: .zero)
    grid.forEach(in: Bounds2(centre: point, radius_m: reach_m)) { s in
      let chord = end[s] - start[s]
      let along = min(max((point - start[s]).dot(chord) / chord.squaredLength, 0), 1)
      let distance = point.distance(to: start[s] + chord * along)
      if distance < best.distance_m {
        best = Nearest(line: Int(line[s]), distance_m: distance, direction: chord)
      }
    }
    best.direction = best.direction.normalized
    return best
  }
}
