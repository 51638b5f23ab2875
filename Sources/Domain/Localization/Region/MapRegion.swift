import Geometry
import MapModel

/// The map around a vehicle, ready for matching: the pieces of a neighbourhood of tiles in the metric frame of the middle one, as
/// arrays of columns with one packed index over them. Immutable; built once for each combination of tile versions and shared.
public struct MapRegion: Sendable {
  /// The tile whose frame everything is in.
  public let anchor: TileID
  /// That frame.
  public let frame: ENUFrame
  /// Tiles the region is made of, ordered by id.
  public let tiles: [Tile]
  /// Pieces that something in the world shows, ordered by tile, then piece.
  public let pieces: [Piece]
  /// Everything that can be voted on: points, and intervals of lines. Piece i owns `pieces[i].targets`.
  public let targets: [Target]
  /// Of every target its point, or the first of its segments, which follow each other.
  public let firstEntry: [Int32]
  /// Pieces matched by position.
  public let points: RegionPoints
  /// Pieces matched along a line, cut at interval borders.
  public let segments: RegionSegments

  /// Index over both: payloads are indices into the columns, families and classes raw values of `ElementClass`, expected ids targets.
  public let index: PackedIndex

  /// Radius within which the index finds counterparts of detections, m.
  public static let reach_m = 3.0
  /// Distance up to which the index finds expected targets, m.
  public static let range_m = 120.0

  /// A tile of a region.
  public struct Tile: Sendable {
    /// Which one.
    public let id: TileID
    /// Its version.
    public let version: UInt64
    /// From the tile's own frame to the region's.
    public let regionFromTile: Pose2
  }

  /// A piece of a region.
  public struct Piece: Sendable {
    /// Index into the region's tiles.
    public let tile: Int
    /// Which piece.
    public let id: PieceID
    /// Low 32 bits of its content hash.
    public let hash: UInt32
    /// What it is.
    public let elementClass: ElementClass
    /// How it is matched.
    public let matchKind: CatalogueEntry.MatchKind
    /// Its properties.
    public let attributes: Attributes
    /// Its targets.
    public let targets: Range<Int>
  }

  /// What can be voted on.
  public struct Target: Hashable, Sendable {
    /// Index into the region's pieces.
    public let piece: Int
    /// Interval along the piece; 0 for points.
    public let interval: UInt16
    /// Length of the interval, m; 0 for points.
    public let length_m: Double
  }

  /// A region of tiles; tiles without content simply add nothing. O(vertices).
  public init(anchor: TileID, tiles: [MapTile]) {
    self.init(anchor: anchor, tiles: tiles.map { HashedTile($0) })
  }

  /// A region of tiles whose pieces' hashes are known. O(vertices).
  init(anchor: TileID, tiles: [HashedTile]) {
    self.anchor = anchor
    let frame = anchor.frame
    self.frame = frame
    var kept: [Tile] = []
    var pieces: [Piece] = []
    var targets: [Target] = []
    var points = RegionPoints.Builder()
    var segments = RegionSegments.Builder()
    for hashed in tiles.sorted(by: { $0.tile.id < $1.tile.id }) {
      let tile = hashed.tile
      let motion = tile.id == anchor ? Pose2.identity : frame.from(tile.id.frame)
      for (index, element) in tile.elements.enumerated() {
        let matchKind = element.elementClass.entry.matchKind
        guard matchKind != .none, !element.points.isEmpty else { continue }
        let vertices = element.points.map { motion.transform($0.vector) }
        let first = targets.count
        switch matchKind {
        case .none: continue
        case .point:
          points.append(
            Self.centroid(vertices), elementClass: element.elementClass, piece: pieces.count,
            target: first)
          targets.append(Target(piece: pieces.count, interval: 0, length_m: 0))
        case .line:
          let closed = element.kind == .polygon ? vertices + [vertices[0]] : vertices
          var heights = element.elevations_cm.map { Double($0) / 100 }
          if element.kind == .polygon, let first = heights.first { heights.append(first) }
          let lengths = segments.append(
            line: closed, heights_m: heights, elementClass: element.elementClass, piece: pieces.count,
            firstTarget: first)
          guard !lengths.isEmpty else { continue }
          for (interval, length) in lengths.enumerated() {
            targets.append(Target(piece: pieces.count, interval: UInt16(interval), length_m: length))
          }
        }
        pieces.append(
          Piece(
            tile: kept.count, id: element.piece, hash: hashed.hashes[index],
            elementClass: element.elementClass, matchKind: matchKind, attributes: element.attributes,
            targets: first..<targets.count))
      }
      kept.append(Tile(id: tile.id, version: tile.version, regionFromTile: motion))
    }
    self.tiles = kept
    self.pieces = pieces
    self.targets = targets
    var firstEntry = [Int32](repeating: 0, count: targets.count)
    for (p, target) in points.target.enumerated() { firstEntry[Int(target)] = Int32(p) }
    for (s, target) in segments.target.enumerated().reversed() { firstEntry[Int(target)] = Int32(s) }
    self.firstEntry = firstEntry
    index = Self.index(points, segments)
    self.points = RegionPoints(points, index)
    self.segments = RegionSegments(segments, index)
  }

  private static func index(_ points: RegionPoints.Builder, _ segments: RegionSegments.Builder) -> PackedIndex {
    let ends = segments.start.indices.map { segments.start[$0] + segments.direction[$0] * segments.length_m[$0] }
    var bounds: Bounds2?
    for place in points.position + segments.start + ends {
      let spot = Bounds2(low: place, high: place)
      bounds = bounds?.union(spot) ?? spot
    }
    var builder = PackedIndexBuilder(
      bounds: bounds ?? Bounds2(low: .zero, high: .zero), reach_m: reach_m, range_m: range_m)
    for (p, position) in points.position.enumerated() {
      builder.add(point: position, class: Int(points.elementClass[p].rawValue), payload: p)
      builder.expect(point: position, id: Int(points.target[p]))
    }
    var first = 0
    for s in ends.indices {
      builder.add(
        segment: segments.start[s], ends[s], family: Int(segments.elementClass[s].rawValue), payload: s)
      guard s + 1 == ends.count || segments.target[s + 1] != segments.target[s] else { continue }
      builder.expect(line: segments.start[first...s] + [ends[s]], id: Int(segments.target[s]))
      first = s + 1
    }
    return builder.build()
  }

  /// The middle of a shape that does not follow where its vertices are: the centroid of the area it encloses, or of its closed outline
  /// where it is all but a line, whose area's centroid would be noise.
  public static func centroid(_ vertices: [Vector2]) -> Vector2 {
    var mean = Vector2.zero
    for i in vertices.indices { mean = mean + vertices[i] * (1 / Double(vertices.count)) }
    guard vertices.count >= 2 else { return mean }
    var area = 0.0
    var moment = Vector2.zero
    var length = 0.0
    var outline = Vector2.zero
    for i in vertices.indices {
      let a = vertices[i] - mean
      let b = vertices[(i + 1) % vertices.count] - mean
      let cross = a.cross(b)
      area += cross
      moment = moment + (a + b) * cross
      let side = a.distance(to: b)
      length += side
      outline = outline + (a + b) * (side / 2)
    }
    guard length > 0 else { return mean }
    // Here `area` is twice the area; a circle's would be 0.16 of its squared length, a square's 0.125.
    let isThin = abs(area) < thinShare * length * length
    return mean + (isThin ? outline * (1 / length) : moment * (1 / (3 * area)))
  }

  /// Twice the area over the squared length of the outline, below which a shape counts as a line.
  private static let thinShare = 0.02
}
