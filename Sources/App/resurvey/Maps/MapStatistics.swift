import Foundation
import Geometry
import MapModel
import Storage

/// What a tile store holds, in numbers.
struct MapStatistics: Encodable {
  /// Elements of one class.
  struct ClassCount: Encodable {
    let elementClass: ElementClass
    var elements = 0
    /// Length of its lines, m.
    var length_m = 0.0

    private enum Key: String, CodingKey {
      case elementClass = "class"
      case elements, length_m
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: Key.self)
      try values.encode(elementClass.name, forKey: .elementClass)
      try values.encode(elements, forKey: .elements)
      try values.encode((length_m * 10).rounded() / 10, forKey: .length_m)
    }
  }

  /// The smallest box around all vertices, degrees.
  struct Bounds: Encodable {
    var south_deg = Double.infinity
    var west_deg = Double.infinity
    var north_deg = -Double.infinity
    var east_deg = -Double.infinity
  }

  private(set) var classes: [ClassCount]
  private(set) var elements: Int
  private(set) var pieces: Int
  private(set) var tiles: Int
  private(set) var storedVersions = 0
  private(set) var newestVersion: UInt64 = 0
  private(set) var size_bytes = 0
  private(set) var bounds = Bounds()

  private enum CodingKeys: String, CodingKey {
    case classes, elements, pieces, tiles, size_bytes, bounds
    case storedVersions = "stored_versions"
    case newestVersion = "newest_version"
  }

  /// Counts a store.
  init(_ store: TileStore) throws(TileStoreError) {
    let map = try store.currentTiles()
    let whole = TileJoiner.elements(of: map)
    tiles = map.count
    pieces = map.reduce(0) { $0 + $1.elements.count }
    classes = ElementClass.allCases.map { ClassCount(elementClass: $0) }
    var seen: Set<ElementID> = []
    for element in whole {
      guard let place = classes.firstIndex(where: { $0.elementClass == element.elementClass }) else { continue }
      // Stretches of an element that came apart are one element.
      if seen.insert(element.id).inserted { classes[place].elements += 1 }
      if element.kind == .line { classes[place].length_m += Self.length_m(element.vertices) }
      for vertex in element.vertices {
        bounds.south_deg = min(bounds.south_deg, vertex.latitude_deg)
        bounds.north_deg = max(bounds.north_deg, vertex.latitude_deg)
        bounds.west_deg = min(bounds.west_deg, vertex.longitude_deg)
        bounds.east_deg = max(bounds.east_deg, vertex.longitude_deg)
      }
    }
    elements = seen.count
    classes.removeAll { $0.elements == 0 }
    for tile in map {
      let history = try store.history(of: tile.id)
      storedVersions += history.count
      size_bytes += history.reduce(0) { $0 + $1.size_bytes }
      newestVersion = max(newestVersion, tile.version)
    }
  }

  private static func length_m(_ vertices: [Geodetic]) -> Double {
    guard let first = vertices.first else { return 0 }
    let frame = ENUFrame(origin: first.onGround)
    return Polyline(vertices.map { frame.local($0.onGround) }).length_m
  }

  /// For people.
  var text: String {
    var table = TextTable([("class", .left), ("elements", .right), ("length", .right)])
    for entry in classes {
      table.append([
        entry.elementClass.name, "\(entry.elements)",
        entry.length_m > 0 ? String(format: "%.1f m", entry.length_m) : "",
      ])
    }
    table.append(["all", "\(elements)", ""])
    return """
      \(table.text)
      tiles: \(tiles) with \(pieces) pieces; newest version \(newestVersion); \(storedVersions) stored versions, \
      \(size_bytes / 1024) KiB
      bounds: \(Self.degrees(bounds.south_deg, bounds.west_deg)) to \(Self.degrees(bounds.north_deg, bounds.east_deg)) \
      (latitude, longitude)
      """
  }

  private static func degrees(_ latitude_deg: Double, _ longitude_deg: Double) -> String {
    String(format: "%.6f, %.6f", latitude_deg, longitude_deg)
  }
}
