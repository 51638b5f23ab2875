import Geometry
import MapFormats
import MapModel
import TestSupport
import Testing

@Suite(.enabled(if: RealData.isPresent, "\(RealData.absence)")) struct RealMapTests {
  /// Lanes, lane boundaries, virtual boundaries, road edges, road markings, stop lines, crosswalk paint, lights, signs.
  static let counts: [(String, [Int])] = [
    (RealData.karlsruhe[0], [372, 178, 174, 592, 37, 20, 55, 10, 12]),
    (RealData.karlsruhe[1], [372, 187, 189, 618, 24, 28, 69, 10, 11]),
    (RealData.karlsruhe[2], [372, 187, 189, 618, 24, 28, 69, 10, 11]),
    (RealData.karlsruhe[3], [371, 187, 189, 618, 24, 28, 69, 10, 11]),
    (RealData.kashiwanoha[0], [81, 29, 108, 0, 0, 2, 0, 3, 1]),
    (RealData.kashiwanoha[1], [84, 32, 108, 0, 0, 2, 0, 3, 1]),
    (RealData.kashiwanoha[2], [86, 31, 117, 0, 0, 2, 0, 3, 1]),
    (RealData.kashiwanoha[3], [53, 45, 33, 26, 0, 10, 51, 23, 0]),
    (RealData.kashiwanoha[4], [48, 45, 25, 0, 0, 9, 51, 31, 0]),
    (RealData.munich, [432, 657, 0, 0, 0, 1, 0, 0, 1]),
    (RealData.shenzhen, [0, 31, 0, 0, 85, 0, 0, 0, 0]),
  ]
  static let classes: [ElementClass] = [
    .lane, .laneBoundary, .virtualBoundary, .roadEdge, .roadMarking, .stopLine, .crosswalk, .trafficLight, .trafficSign,
  ]

  @Test(arguments: counts) func everyClassIsCounted(name: String, counts: [Int]) throws {
    let map = try MapImporter.read(path: RealData.path(name))
    #expect(Self.classes.map { map.report.elements[$0] ?? 0 } == counts)
    #expect(map.elements.count == counts.reduce(0, +))
    #expect(map.report.warnings.isEmpty)
    #expect(map.report.piecesByTile.values.reduce(0, +) == map.tiles.map(\.elements.count).reduce(0, +))
  }

  @Test(arguments: RealData.allOSM + [RealData.shenzhen], MapFileFormat.allCases)
  func exportAndImportAreTheIdentity(name: String, format: MapFileFormat) throws {
    let scratch = try Scratch()
    let stored = TileJoiner.elements(of: try MapImporter.read(path: RealData.path(name)).tiles)
    let once = try roundTrip(stored, format, scratch)
    #expect(Comparison.differences(stored, once.elements).isEmpty)
    guard format == .lanelet2 else { return }
    // Lane centre lines are made anew from their bounds; after the first time they stay.
    let twice = try roundTrip(TileJoiner.elements(of: once.tiles), format, scratch)
    #expect(Comparison.differences(once.elements, twice.elements).isEmpty)
    #expect(Comparison.differences(stored, twice.elements, tolerance_m: 0.02).isEmpty)
  }

  private func roundTrip(
    _ elements: [GeodeticElement], _ format: MapFileFormat, _ scratch: Scratch
  ) throws -> ImportedMap {
    let path = scratch.path("map." + (format == .lanelet2 ? "osm" : "geojson"))
    try MapExporter.write(elements, path: path)
    return try MapImporter.read(path: path)
  }

  @Test func aRewriteOfTagsMovesNothing() throws {
    let before = try MapImporter.read(path: RealData.path(RealData.karlsruhe[0])).elements
    let after = try MapImporter.read(path: RealData.path(RealData.karlsruhe[1])).elements
    let later = Dictionary(uniqueKeysWithValues: after.map { ($0.piece, $0) })
    var found = 0
    for element in before {
      guard let other = later[element.piece], other.elementClass == element.elementClass else { continue }
      found += 1
      #expect(Comparison.distance(element.vertices, other.vertices) < 0.01)
    }
    #expect(found > 1400)
  }

  @Test func twelveMetresOfBoundaryAndThreeOfStopLineMove() throws {
    let before = try MapImporter.read(path: RealData.path(RealData.karlsruhe[1])).elements
    let after = try MapImporter.read(path: RealData.path(RealData.karlsruhe[2])).elements
    let later = Dictionary(uniqueKeysWithValues: after.map { ($0.piece, $0) })
    let moved = before.filter { element in
      guard let other = later[element.piece] else { return true }
      return Comparison.distance(element.vertices, other.vertices) > 0.01
    }
    #expect(Set(moved.map(\.elementClass)).isSubset(of: [.laneBoundary, .stopLine, .lane]))
    #expect(moved.contains { $0.elementClass == .laneBoundary })
    #expect(moved.contains { $0.elementClass == .stopLine })
  }

  @Test func theVariantsOfOneSiteDifferAsStated() throws {
    let site = try MapImporter.read(path: RealData.path(RealData.kashiwanoha[3])).elements
    let variant = try MapImporter.read(path: RealData.path(RealData.kashiwanoha[4])).elements
    func only(_ a: [GeodeticElement], _ elementClass: ElementClass, notIn b: [GeodeticElement]) -> Int {
      let lines = b.filter { $0.kind == .line && $0.elementClass != .lane }
      return a.filter { $0.elementClass == elementClass }.count { element in
        !lines.contains { Comparison.distance(element.vertices, $0.vertices) < 0.5 }
      }
    }
    #expect(only(site, .stopLine, notIn: variant) == 1)
    #expect(only(variant, .stopLine, notIn: site) == 0)
    // Six of the nine new boundaries were road edges before.
    #expect(only(variant, .laneBoundary, notIn: site) == 3)
  }

  @Test func munichLiesWhereItsLocalCoordinatesSay() throws {
    let anchor = Geodetic(latitude_deg: 48.264367, longitude_deg: 11.669080)
    let options = MapImportOptions(coordinates: .local(LocalFrame(anchor: anchor)))
    let map = try MapImporter.read(path: RealData.path(RealData.munich), options: options)
    let frame = ENUFrame(origin: anchor)
    let points = map.elements.flatMap(\.vertices).map { frame.local($0.onGround) }
    // The extent of the file's local_x and local_y.
    #expect(abs((points.map(\.x).min() ?? 0) + 347.0096) < 0.01)
    #expect(abs((points.map(\.y).max() ?? 0) - 594.6688) < 0.01)
    let metres = map.elements.filter { $0.elementClass == .laneBoundary }.map { element in
      Polyline(element.vertices.map { frame.local($0.onGround) }).length_m
    }.reduce(0, +)
    #expect(abs(metres - 14_300) < 100)
    let byFirstNode = MapImportOptions(coordinates: .local(LocalFrame()))
    let other = try MapImporter.read(path: RealData.path(RealData.munich), options: byFirstNode)
    #expect(other.elements.count == map.elements.count)
  }

  @Test func dividersKeepTheirNames() throws {
    let map = try MapImporter.read(path: RealData.path(RealData.shenzhen))
    let names = Set(map.elements.compactMap { $0.attributes[.sourceID] })
    #expect(names == Set((0..<31).map { "divider-\($0)" } + (0..<85).map { "marking-\($0)" }))
  }

  @Test func aStaleMapIsMadeOfATrueOne() throws {
    let map = try MapImporter.read(path: RealData.path(RealData.shenzhen))
    let edits: [MapEdit] = [
      .delete(try ElementSelector("divider-28")),
      .insertBeside(try ElementSelector("lane_boundary:divider-0"), left_m: 1.8, name: "invented"),
    ]
    let stale = try MapEdit.apply(edits, to: map.tiles)
    let elements = TileJoiner.elements(of: stale)
    #expect(elements.count == 116)
    #expect(!elements.contains { $0.attributes[.sourceID] == "divider-28" })
    let original = try #require(map.elements.first { $0.attributes[.sourceID] == "divider-0" })
    let invented = try #require(elements.first { $0.attributes[.sourceID] == "invented" })
    let frame = ENUFrame(origin: original.vertices[0])
    let line = Polyline(original.vertices.map { frame.local($0) })
    for vertex in invented.vertices { #expect(abs(line.project(frame.local(vertex)).lateral_m - 1.8) < 0.02) }
    // What no edit touched keeps its hash.
    let hashes = Set(stale.flatMap(\.elements).map(\.contentHash))
    let gone = Set(map.tiles.flatMap(\.elements).map(\.contentHash)).subtracting(hashes)
    let deleted = try #require(map.elements.first { $0.attributes[.sourceID] == "divider-28" })
    #expect(gone.count == map.tiles.flatMap(\.elements).count { $0.piece.element == deleted.id })
  }
}
