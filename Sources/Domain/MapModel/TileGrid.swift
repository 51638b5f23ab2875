import Geometry

/// Tile frames at hand, and the centimetre grid in each of them.
struct TileGrid {
  private var frames: [TileID: ENUFrame] = [:]

  mutating func frame(_ tile: TileID) -> ENUFrame {
    if let frame = frames[tile] { return frame }
    let frame = tile.frame
    frames[tile] = frame
    return frame
  }

  /// The grid point nearest to a place. Heights play no part, so that the same grid point always is the same place.
  mutating func point(of place: Geodetic, in tile: TileID) -> TilePoint {
    TilePoint(frame(tile).local(place.onGround))
  }

  mutating func place(of point: TilePoint, in tile: TileID, height_m: Double = 0) -> Geodetic {
    var place = frame(tile).geodetic(point.vector)
    place.height_m = height_m
    // A polygon at the antimeridian reaches beyond 180°.
    if abs(place.longitude_deg) > 180 { place.longitude_deg -= 360 * (place.longitude_deg / 360).rounded() }
    return place
  }

  /// The nearest grid point that lies in the tile itself. A vertex just inside a border must not be rounded across it: the next
  /// round trip would put it on the neighbour's grid, and the one after back again.
  mutating func pointInside(_ place: Geodetic, _ tile: TileID) -> TilePoint {
    let nearest = point(of: place, in: tile)
    if TileID(self.place(of: nearest, in: tile)) == tile { return nearest }
    let local = frame(tile).local(place.onGround)
    var corners: [(distance: Double, point: TilePoint)] = []
    for x in [(local.x * 100).rounded(.down), (local.x * 100).rounded(.up)] {
      for y in [(local.y * 100).rounded(.down), (local.y * 100).rounded(.up)] {
        let corner = TilePoint(Vector2(x / 100, y / 100))
        corners.append((corner.vector.distance(to: local), corner))
      }
    }
    corners.sort { ($0.distance, $0.point.x_cm, $0.point.y_cm) < ($1.distance, $1.point.x_cm, $1.point.y_cm) }
    return corners.first { TileID(self.place(of: $0.point, in: tile)) == tile }?.point ?? nearest
  }
}
