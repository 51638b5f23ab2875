import Evidence
import MapModel

extension ElementID {
  /// The id of an element that a change adds: a function of the change alone, with the highest bit set, which no import uses.
  public static func added(by change: ChangeName, in tile: TileID) -> ElementID {
    var hash = StableHash()
    hash.add(UInt64(tile.quadkey))
    hash.add(UInt64(bitPattern: change.offset))
    hash.add(UInt64(change.number))
    return ElementID(hash.value | 1 << 63)
  }
}
