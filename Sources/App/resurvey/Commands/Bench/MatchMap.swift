import Settings

/// A map of the matching benchmark: points and polylines with a class. Ids: point i is i, line l follows after the points.
struct MatchMap {
  static let made = "give a map of the matching benchmark (PBM1)"
  static let classes: UInt8 = 9

  /// Tiles of 1 km a side.
  let tilesPerSide: Int
  /// x and y of every point, mm.
  let points_mm: [SIMD2<Int32>]
  /// Its class.
  let pointClass: [UInt8]
  /// Where each line's vertices begin, and the end.
  let lineOffsets: [UInt32]
  /// Its class.
  let lineClass: [UInt8]
  /// x and y of every vertex, mm.
  let vertices_mm: [SIMD2<Int32>]

  /// Reads and checks a file.
  init(_ path: String) throws(CommandError) {
    var bytes = try MatchBytes(path, magic: "PBM1", made: Self.made)
    tilesPerSide = try bytes.count("tiles per side", upTo: 4096)
    let points = try bytes.count("points")
    let lines = try bytes.count("lines")
    let vertices = try bytes.count("vertices")
    _ = try bytes.count("reserved")
    points_mm = try bytes.array(SIMD2<Int32>.self, points, "point xy")
    pointClass = try bytes.array(UInt8.self, points, "point class")
    lineOffsets = try bytes.offsets(lines, total: vertices, "line offsets")
    lineClass = try bytes.array(UInt8.self, lines, "line class")
    vertices_mm = try bytes.array(SIMD2<Int32>.self, vertices, "vertex xy")
    try bytes.check(pointClass, below: Self.classes, "point class")
    try bytes.check(lineClass, below: Self.classes, "line class")
  }

  /// Number of elements.
  var elements: Int { pointClass.count + lineClass.count }

  /// Vertices of a line.
  func vertices(ofLine line: Int) -> Range<Int> { Int(lineOffsets[line])..<Int(lineOffsets[line + 1]) }
}
