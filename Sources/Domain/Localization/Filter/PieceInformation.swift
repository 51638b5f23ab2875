import Geometry
import MapModel

/// How much each piece has told the filter of the lateral position, in 1/m², as far as it is not yet forgotten. Self-confirmation hides
/// lines that moved: who judges a piece has to know how much of the pose is its own word.
struct PieceInformation: Sendable {
  private struct Entry: Sendable {
    var tile: TileID
    var piece: PieceID
    /// Place of the piece in the region it was last seen in.
    var index: Int
    var information: Double
  }
  private var entries: [Entry] = []
  private static let limit = 48

  /// Forgets a part of all.
  mutating func keep(_ share: Double) {
    for i in entries.indices { entries[i].information *= share }
    entries.removeAll { $0.information < 1e-3 }
  }

  /// Forgets all.
  mutating func clear() { entries.removeAll(keepingCapacity: true) }

  /// Notes what a piece of a region told.
  mutating func add(_ information: Double, index: Int, region: MapRegion) {
    let piece = region.pieces[index]
    let tile = region.tiles[piece.tile].id
    if let i = entries.firstIndex(where: { $0.piece == piece.id && $0.tile == tile }) {
      entries[i].information += information
      entries[i].index = index
      return
    }
    if entries.count >= Self.limit {
      guard let least = entries.indices.min(by: { entries[$0].information < entries[$1].information }) else { return }
      entries.remove(at: least)
    }
    entries.append(Entry(tile: tile, piece: piece.id, index: index, information: information))
  }

  /// The pieces' places in another region; pieces it does not hold keep their word but answer to no place.
  mutating func rebase(to region: MapRegion) {
    for i in entries.indices {
      let entry = entries[i]
      entries[i].index =
        region.pieces.firstIndex { $0.id == entry.piece && region.tiles[$0.tile].id == entry.tile } ?? -1
    }
  }

  /// Shares of the lateral knowledge.
  func shares(lateralVariance_m2: Double) -> [LocalizedFrame.PieceShare] {
    entries.compactMap {
      guard $0.index >= 0 else { return nil }
      return LocalizedFrame.PieceShare(piece: $0.index, share: min($0.information * lateralVariance_m2, 1))
    }
  }
}
