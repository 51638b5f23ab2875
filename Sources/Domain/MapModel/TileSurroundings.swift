import Foundation
import Geometry

extension TileID {
  /// The tiles a place lies in or at most `margin_m` outside of, ordered by id: one to four.
  public static func around(_ place: Geodetic, margin_m: Double) -> [TileID] {
    let latitude = min(max(place.latitude_deg, -85.05), 85.05).degreesAsRadians
    let n = Double(1 << zoom)
    let x = (place.longitude_deg + 180) / 360 * n
    let y = (1 - asinh(tan(latitude)) / .pi) / 2 * n
    // A tile's side shrinks with the cosine of the latitude.
    let margin = margin_m / (40_075_016.7 / n * max(latitude.cosine, 1e-3))
    var tiles: [TileID] = []
    for row in Int((y - margin).rounded(.down))...Int((y + margin).rounded(.down)) {
      for column in Int((x - margin).rounded(.down))...Int((x + margin).rounded(.down)) {
        tiles.append(TileID(x: column, y: row))
      }
    }
    return Array(Set(tiles)).sorted()
  }
}
