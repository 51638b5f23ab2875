import Geometry
import MapModel

/// What differs between two lists of elements that ought to be the same map.
enum Comparison {
  /// One line for each difference beyond `tolerance_m`; heights within a centimetre.
  static func differences(
    _ a: [GeodeticElement], _ b: [GeodeticElement], tolerance_m: Double = 0.01
  ) -> [String] {
    var differences = a.count == b.count ? [] : ["\(a.count) elements against \(b.count)"]
    for (one, other) in zip(a, b) {
      var placed = other
      placed.vertices = one.vertices
      if placed != one { differences.append("element \(one.id.value): \(one.attributes) against \(other.attributes)") }
      let apart_m = distance(one.vertices, other.vertices)
      if apart_m > tolerance_m { differences.append("element \(one.id.value) lies \(apart_m) m off") }
    }
    return differences
  }

  /// Greatest distance of a vertex of either line from the other, m.
  static func distance(_ a: [Geodetic], _ b: [Geodetic]) -> Double {
    guard let origin = a.first, !b.isEmpty else { return .infinity }
    let frame = ENUFrame(origin: origin.onGround)
    let first = Polyline(a.map { frame.local($0.onGround) })
    let second = Polyline(b.map { frame.local($0.onGround) })
    let there = first.points.map { second.project($0).distance_m }.max() ?? .infinity
    let back = second.points.map { first.project($0).distance_m }.max() ?? .infinity
    return max(there, back)
  }
}
