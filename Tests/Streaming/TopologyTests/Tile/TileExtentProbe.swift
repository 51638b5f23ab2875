import MapModel
import Reconstruction

/// Where a tile ends, for tests that put vertices there.
enum TileExtentProbe {
  static func halfWidth_cm(_ tile: TileID) -> Int32 { TileExtent(tile).halfWidth_cm }
}
