import Evidence
import MapModel

/// Takes the slide of a vertex along a border from one tile's frame to the neighbour's.
///
/// Neighbouring frames are turned against each other by less than 10⁻⁴, so that the same slide along the common border is the same
/// number of centimetres in both. What the neighbour needs is the vertex's place in its own frame: a point's distance along the
/// border from the border's middle agrees to a few centimetres; the neighbour keeps its own coordinate across the border.
enum BorderTransfer {
  static func point(_ point: TilePoint, from tile: TileID, across side: TileExtent.Side) -> TilePoint {
    let there = TileExtent(tile.neighbour(side))
    switch side {
    case .east: return TilePoint(x_cm: -there.halfWidth_cm, y_cm: point.y_cm)
    case .west: return TilePoint(x_cm: there.halfWidth_cm, y_cm: point.y_cm)
    // Rows farther from the equator are narrower: the same longitude is a little nearer to the middle.
    case .north, .south:
      let here = TileExtent(tile)
      let x = FixedPoint.divide(Int64(point.x_cm) * Int64(there.halfWidth_cm), by: Int64(here.halfWidth_cm))
      return TilePoint(x_cm: Int32(x), y_cm: side == .north ? -there.south_cm : there.north_cm)
    }
  }
}
