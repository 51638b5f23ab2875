import Geometry
import MapModel
import TestSupport

extension Seeded {
  /// Lines, points and polygons that wander over many tiles around a place.
  mutating func elements(_ count: Int, around centre: Geodetic) -> [GeodeticElement] {
    let frame = ENUFrame(origin: centre)
    return (1...count).map { id in
      let kind: ShapeKind = [.point, .line, .line, .polygon].randomElement(using: &self) ?? .line
      let vertices =
        switch kind {
        case .point: 1
        case .line: Int.random(in: 2..<30, using: &self)
        case .polygon: Int.random(in: 3..<10, using: &self)
        }
      let strides_m: [Double] = [0.5, 5, 50, 900, 4000]
      let stride_m = strides_m.randomElement(using: &self) ?? 5
      var place = point(within: 2000)
      let hasElevations = Bool.random(using: &self)
      return GeodeticElement(
        id: ElementID(UInt64(id)), elementClass: kind == .line ? .laneBoundary : .roadMarking, kind: kind,
        vertices: (0..<vertices).map { _ in
          place = place + point(within: stride_m)
          var vertex = frame.geodetic(place, height_m: hasElevations ? .random(in: -50...900, using: &self) : 0)
          vertex.longitude_deg = vertex.longitude_deg.remainder(dividingBy: 360)
          return vertex
        }, hasElevations: hasElevations, attributes: attributes(), references: references())
    }
  }
}

/// Distances between shapes in a metric frame, heights apart.
enum ShapeDistance {
  /// Greatest distance of a vertex of either line from the other line, m.
  static func between(_ a: [Geodetic], _ b: [Geodetic]) -> Double {
    guard let origin = a.first else { return .infinity }
    let frame = ENUFrame(origin: flat(origin))
    let first = Polyline(a.map { frame.local(flat($0)) })
    let second = Polyline(b.map { frame.local(flat($0)) })
    let there = first.points.map { second.project($0).distance_m }.max() ?? .infinity
    let back = second.points.map { first.project($0).distance_m }.max() ?? .infinity
    return max(there, back)
  }

  static func flat(_ place: Geodetic) -> Geodetic {
    Geodetic(latitude_deg: place.latitude_deg, longitude_deg: place.longitude_deg)
  }
}
