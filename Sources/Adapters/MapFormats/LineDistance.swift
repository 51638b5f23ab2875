import Geometry

/// How far two lines lie apart, heights aside.
enum LineDistance {
  /// Lines nearer than this are the same to the tile codec, m.
  static let same_m = 0.01

  /// Greatest distance of a vertex of either line from the other line, m; infinite where one is empty.
  static func between(_ a: [Geodetic], _ b: [Geodetic]) -> Double {
    max(farthest(a, from: b), farthest(b, from: a))
  }

  /// Distance of the nearest of some places from a line, m; infinite where either is empty.
  static func nearest(_ places: [Geodetic], _ line: [Geodetic]) -> Double {
    distances(places, from: line).min() ?? .infinity
  }

  private static func farthest(_ places: [Geodetic], from line: [Geodetic]) -> Double {
    distances(places, from: line).max() ?? .infinity
  }

  private static func distances(_ places: [Geodetic], from line: [Geodetic]) -> [Double] {
    guard let origin = line.first else { return [] }
    let frame = ENUFrame(origin: origin.onGround)
    let chain = Polyline(line.map { frame.local($0.onGround) })
    return places.map { chain.project(frame.local($0.onGround)).distance_m }
  }
}
