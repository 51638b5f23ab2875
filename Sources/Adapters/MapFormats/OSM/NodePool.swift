import Foundation
import Geometry

/// The vertices of a document in the making: lines that meet within a centimetre share the node, so that a reader sees that they meet.
struct NodePool {
  /// Vertices nearer than this are one, m.
  private static let merge_m = 0.01
  /// One above the other is not the same, m: a bridge over a road.
  private static let mergeHeight_m = 0.1

  private struct Cell: Hashable {
    let x: Int64
    let y: Int64
  }

  private struct Entry {
    let node: Int64
    let place: Geodetic
    let hasHeight: Bool
  }

  private(set) var nodes: [OSMNode] = []
  private var cells: [Cell: [Entry]] = [:]
  private var lastNumber: Int64 = 0
  private var reserved: Set<Int64>

  /// - Parameter reserved: Numbers no new object may have.
  init(reserved: Set<Int64>) { self.reserved = reserved }

  /// A number no object has.
  mutating func freeNumber() -> Int64 {
    repeat { lastNumber += 1 } while reserved.contains(lastNumber)
    return lastNumber
  }

  /// The nodes of a line, shared with others.
  mutating func line(_ vertices: [Geodetic], hasHeights: Bool) -> [Int64] {
    var line: [Int64] = []
    for vertex in vertices {
      let found = nearest(to: vertex, hasHeight: hasHeights)
      // Two vertices in a row stay two, however near: the line keeps its count.
      if let found, found != line.last {
        line.append(found)
      } else {
        line.append(add(vertex, hasHeights, shared: true))
      }
    }
    return line
  }

  /// A node of its own, with a number and tags.
  mutating func own(_ vertex: Geodetic, hasHeight: Bool, number: Int64? = nil, tags: [String: String] = [:]) -> Int64 {
    add(vertex, hasHeight, shared: false, number: number, tags: tags)
  }

  private mutating func add(
    _ vertex: Geodetic, _ hasHeight: Bool, shared: Bool, number: Int64? = nil, tags: [String: String] = [:]
  ) -> Int64 {
    let node = number ?? freeNumber()
    var tags = tags
    if hasHeight { tags["ele"] = String(format: "%.3f", vertex.height_m) }
    nodes.append(
      OSMNode(id: node, latitude_deg: vertex.latitude_deg, longitude_deg: vertex.longitude_deg, tags: tags))
    if shared {
      cells[Self.cell(of: vertex), default: []].append(Entry(node: node, place: vertex, hasHeight: hasHeight))
    }
    return node
  }

  private func nearest(to vertex: Geodetic, hasHeight: Bool) -> Int64? {
    let home = Self.cell(of: vertex)
    var best: (distance_m: Double, node: Int64)?
    for dy in -1...1 as ClosedRange<Int64> {
      for dx in -1...1 as ClosedRange<Int64> {
        for entry in cells[Cell(x: home.x + dx, y: home.y + dy)] ?? [] where entry.hasHeight == hasHeight {
          let distance_m = Self.distance_m(vertex, entry.place)
          guard distance_m <= Self.merge_m, abs(vertex.height_m - entry.place.height_m) <= Self.mergeHeight_m,
            best.map({ (distance_m, entry.node) < ($0.distance_m, $0.node) }) ?? true
          else { continue }
          best = (distance_m, entry.node)
        }
      }
    }
    return best?.node
  }

  private static let metresPerDegree = 111_320.0

  private static func distance_m(_ a: Geodetic, _ b: Geodetic) -> Double {
    let east = (a.longitude_deg - b.longitude_deg) * cos(a.latitude_deg.degreesAsRadians) * metresPerDegree
    return Vector2(east, (a.latitude_deg - b.latitude_deg) * metresPerDegree).length
  }

  /// Cells are at least as wide as the merging distance: a centimetre of latitude, and as many degrees of longitude as that is at 75°.
  private static func cell(of place: Geodetic) -> Cell {
    let side_deg = merge_m / metresPerDegree
    return Cell(
      x: Int64((place.longitude_deg / (side_deg * 4)).rounded(.down)),
      y: Int64((place.latitude_deg / side_deg).rounded(.down)))
  }
}
