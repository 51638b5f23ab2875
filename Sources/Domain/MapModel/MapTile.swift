/// One immutable version of a tile: all pieces in it, ordered by piece.
public struct MapTile: Hashable, Sendable {
  /// Which square.
  public let id: TileID
  /// 1 for an import, one more with each publication.
  public let version: UInt64
  /// Pieces, ordered by `piece`, each once.
  public let elements: [MapElement]

  /// A version of a tile; elements are put in order.
  public init(id: TileID, version: UInt64, elements: [MapElement]) {
    self.id = id
    self.version = version
    // By index: an element is dear to copy, and nearly always they are in order.
    let isOrdered = elements.indices.dropFirst().allSatisfy { elements[$0 - 1].piece < elements[$0].piece }
    self.elements = isOrdered ? elements : elements.sorted { $0.piece < $1.piece }
  }

  /// The piece of an id. O(log n).
  public subscript(piece: PieceID) -> MapElement? {
    let index = firstIndex(notBelow: piece)
    return index < elements.count && elements[index].piece == piece ? elements[index] : nil
  }

  /// Index of the first piece that does not come before an id; the number of pieces where all do. O(log n).
  public func firstIndex(notBelow piece: PieceID) -> Int {
    var low = 0
    var high = elements.count
    while low < high {
      let middle = (low + high) / 2
      if elements[middle].piece < piece { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
