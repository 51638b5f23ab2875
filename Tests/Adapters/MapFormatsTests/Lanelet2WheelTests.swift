import Foundation
import MapFormats
import MapModel
import TestSupport
import Testing

/// What the `lanelet2` package of PyPI says of a file.
enum Lanelet2Wheel {
  static let python: String? = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let own = root.appendingPathComponent(".build-python/bin/python").path
    for candidate in [[own], ["/usr/bin/env", "python3"]] {
      if run(candidate, ["-c", "import lanelet2"]) != nil { return candidate.joined(separator: " ") }
    }
    return nil
  }()

  /// Output of a command; nil where it fails.
  private static func run(_ command: [String], _ arguments: [String]) -> String? {
    do {
      let done = try Command(command[0], Array(command.dropFirst()) + arguments)
      return done.status == 0 ? done.output : nil
    } catch { return nil }
  }

  /// Loads files and counts, a line each: lanelets, reversed left and right bounds, lanelets that follow and that lie beside. A file
  /// marked as strict must load without any complaint.
  private static let script = """
    import re, sys, lanelet2
    from lanelet2.projection import UtmProjector
    rules = lanelet2.traffic_rules.create(
        lanelet2.traffic_rules.Locations.Germany, lanelet2.traffic_rules.Participants.Vehicle)
    for argument in sys.argv[1:]:
        mode, path = argument.split(':', 1)
        place = re.search(r'lat=.([-0-9.]+). lon=.([-0-9.]+).', open(path).read())
        projector = UtmProjector(lanelet2.io.Origin(float(place.group(1)), float(place.group(2))))
        m = lanelet2.io.load(path, projector) if mode == 'strict' else lanelet2.io.loadRobust(path, projector)[0]
        graph = lanelet2.routing.RoutingGraph(m, rules)
        lanes = list(m.laneletLayer)
        print(len(lanes), sum(l.leftBound.inverted() for l in lanes), sum(l.rightBound.inverted() for l in lanes),
            sum(len(graph.following(l)) for l in lanes), sum(graph.left(l) is not None for l in lanes))
    """

  static func describe(strict: [String], robust: [String]) -> [[Int]]? {
    guard let python else { return nil }
    let command = python.split(separator: " ").map(String.init)
    let files = strict.map { "strict:" + $0 } + robust.map { "robust:" + $0 }
    return run(command, ["-c", script] + files)?.split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { Int($0) }
    }
  }
}

@Suite(
  .enabled(if: RealData.isPresent, "\(RealData.absence)"),
  .enabled(if: Lanelet2Wheel.python != nil, "no Python with the lanelet2 package"))
struct Lanelet2WheelTests {
  @Test func exportsLoadWithTheSameLanesAndTheSameRoutes() throws {
    let scratch = try Scratch()
    // The package does not know the names that lines had before November 2018, and an export has none of them.
    for (index, name) in RealData.allOSM.enumerated() {
      let source = try String(contentsOfFile: RealData.path(name), encoding: .utf8)
      try source.replacing(#/\b(k=['"]subtype['"] v=['"])([a-z_]+)/#) { match in
        match.1 + match.2.split(separator: "_").map { $0 == "straight" ? "solid" : $0 }.joined(separator: "_")
      }.write(toFile: scratch.path("source-\(index).osm"), atomically: false, encoding: .utf8)
    }
    var maps: [ImportedMap] = []
    for (index, name) in (RealData.allOSM + [RealData.shenzhen]).enumerated() {
      maps.append(try MapImporter.read(path: RealData.path(name)))
      try MapExporter.write(TileJoiner.elements(of: maps[index].tiles), path: scratch.path("\(index).osm"))
    }
    let described = try #require(
      Lanelet2Wheel.describe(
        strict: maps.indices.map { scratch.path("\($0).osm") },
        robust: RealData.allOSM.indices.map { scratch.path("source-\($0).osm") }))
    try #require(described.count == maps.count + RealData.allOSM.count)
    for (index, name) in RealData.allOSM.enumerated() {
      #expect(described[index] == described[maps.count + index], "\(name)")
    }
    for (map, exported) in zip(maps, described) {
      let lanes = map.elements.filter { $0.elementClass == .lane }
      #expect(lanes.count == exported[0])
      #expect(lanes.flatMap(\.references).count { $0.role == .leftBound && $0.isReversed } == exported[1])
      #expect(lanes.flatMap(\.references).count { $0.role == .rightBound && $0.isReversed } == exported[2])
    }
  }
}
