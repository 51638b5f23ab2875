import MapModel

/// The parts of a change's id: `<tile>-<offset>-<number>`.
struct ChangeReference {
  /// The tile.
  let tile: TileID

  /// Reads an id; nil where it is none.
  init?(_ id: String) {
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let quadkey = UInt32(parts[0]), Int64(parts[1]) != nil, UInt32(parts[2]) != nil else {
      return nil
    }
    tile = TileID(quadkey: quadkey)
  }
}
