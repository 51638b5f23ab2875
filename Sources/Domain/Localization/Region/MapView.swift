import MapModel

/// The current tiles of a map: a value, so that whoever holds one sees no later version.
public struct MapView: Sendable {
  private var tiles: [TileID: MapTile]

  /// A view of some tiles; of two versions of a tile the higher one stays.
  public init(tiles: [MapTile] = []) {
    self.tiles = [:]
    for tile in tiles { publish(tile) }
  }

  /// The current version of a tile; nil where the map has none.
  public subscript(id: TileID) -> MapTile? { tiles[id] }

  /// Number of tiles.
  public var count: Int { tiles.count }

  /// Ids of all tiles, ordered.
  public var ids: [TileID] { tiles.keys.sorted() }

  /// Makes a version the current one, unless a higher one is.
  public mutating func publish(_ tile: MapTile) {
    if let held = tiles[tile.id], held.version > tile.version { return }
    tiles[tile.id] = tile
  }
}
