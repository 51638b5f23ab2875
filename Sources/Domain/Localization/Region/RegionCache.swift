import MapModel

/// A tile with the low 32 bits of its pieces' content hashes, in the order of its elements.
struct HashedTile: Sendable {
  let tile: MapTile
  let hashes: [UInt32]

  init(_ tile: MapTile) {
    self.tile = tile
    hashes = tile.elements.map { UInt32(truncatingIfNeeded: $0.contentHash) }
  }
}

/// Regions built so far, shared by all vehicles near each other; the least recently used ones go.
public struct RegionCache: Sendable {
  private struct Key: Hashable {
    var anchor: TileID
    var tiles: [TileID]
    var versions: [UInt64]
  }

  private struct Entry: Sendable {
    var region: MapRegion
    var used: UInt64
  }

  private var regions: [Key: Entry] = [:]
  private var hashed: [TileID: HashedTile] = [:]
  private var clock: UInt64 = 0
  private let limit: Int

  /// An empty cache of at most `limit` regions.
  public init(limit: Int = 64) { self.limit = max(limit, 1) }

  /// Number of regions held.
  public var count: Int { regions.count }

  /// The region of some tiles around an anchor, from the cache or built anew.
  public mutating func region(anchor: TileID, tiles: [MapTile]) -> MapRegion {
    let ordered = tiles.sorted { $0.id < $1.id }
    let key = Key(anchor: anchor, tiles: ordered.map(\.id), versions: ordered.map(\.version))
    clock += 1
    if let held = regions[key] {
      regions[key]?.used = clock
      return held.region
    }
    let region = MapRegion(anchor: anchor, tiles: ordered.map { hash($0) })
    if regions.count >= limit, let oldest = regions.min(by: { $0.value.used < $1.value.used }) {
      regions[oldest.key] = nil
      let needed = Set(regions.keys.flatMap(\.tiles) + key.tiles)
      hashed = hashed.filter { needed.contains($0.key) }
    }
    regions[key] = Entry(region: region, used: clock)
    return region
  }

  private mutating func hash(_ tile: MapTile) -> HashedTile {
    if let held = hashed[tile.id], held.tile.version == tile.version { return held }
    let fresh = HashedTile(tile)
    hashed[tile.id] = fresh
    return fresh
  }
}
