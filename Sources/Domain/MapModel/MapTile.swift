/// One immutable version of a tile: all pieces in it, ordered by piece.
///
/// A tile from a partition's file stays packed: what a fold asks of every piece is at hand (`elementClass(at:)` and its like), the pieces
/// themselves are unpacked where somebody asks for them.
public struct MapTile: Sendable {
  /// Which square.
  public let id: TileID
  /// 1 for an import, one more with each publication.
  public let version: UInt64
  /// The bytes it was made from; nil where it was made from pieces.
  public let packed: PackedTile?
  private let made: [MapElement]

  /// A version of a tile; elements are put in order.
  public init(id: TileID, version: UInt64, elements: [MapElement]) {
    self.id = id
    self.version = version
    // By index: an element is dear to copy, and nearly always they are in order.
    let isOrdered = elements.indices.dropFirst().allSatisfy { elements[$0 - 1].piece < elements[$0].piece }
    made = isOrdered ? elements : elements.sorted { $0.piece < $1.piece }
    packed = nil
  }

  /// The tile that was packed.
  public init(_ packed: PackedTile) {
    id = packed.id
    version = packed.version
    made = []
    self.packed = packed
  }

  /// Pieces, ordered by `piece`, each once. Those of a packed tile are all unpacked.
  public var elements: [MapElement] { packed?.elements ?? made }

  /// Number of pieces.
  public var count: Int { packed?.digests.count ?? made.count }

  /// The piece at a place in their order.
  public func element(at index: Int) -> MapElement {
    guard let packed else { return made[index] }
    return packed.element(at: index)
  }

  /// The id of the piece at a place.
  public func piece(at index: Int) -> PieceID {
    guard let packed else { return made[index].piece }
    return packed.digests[index].piece
  }

  /// What the piece at a place is.
  public func elementClass(at index: Int) -> ElementClass {
    guard let packed else { return made[index].elementClass }
    return packed.digests[index].elementClass
  }

  /// How the vertices of the piece at a place are to be read.
  public func kind(at index: Int) -> ShapeKind {
    guard let packed else { return made[index].kind }
    return packed.digests[index].kind
  }

  /// Properties of the piece at a place.
  public func attributes(at index: Int) -> Attributes {
    guard let packed else { return made[index].attributes }
    return packed.attributes(at: index)
  }

  /// The number of the set of attributes that the piece at a place shares with others of the tile; nil where the tile is not packed.
  public func attributeSet(at index: Int) -> Int? {
    guard let packed else { return nil }
    return Int(packed.digests[index].attributes)
  }

  /// The same tile with all pieces at hand, for whoever looks at most of them.
  public var unpacked: MapTile { packed == nil ? self : MapTile(id: id, version: version, elements: elements) }

  /// Low 32 bits of the content hash of the piece at a place: stored beside a packed tile, else made anew.
  public func evidenceHash(at index: Int) -> UInt32 {
    guard let packed else { return made[index].evidenceHash }
    return packed.digests[index].evidenceHash
  }

  /// The piece of an id. O(log n).
  public subscript(piece: PieceID) -> MapElement? {
    let index = firstIndex(notBelow: piece)
    return index < count && self.piece(at: index) == piece ? element(at: index) : nil
  }

  /// Index of the first piece that does not come before an id; the number of pieces where all do. O(log n).
  public func firstIndex(notBelow piece: PieceID) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self.piece(at: middle) < piece { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension MapTile: Hashable {
  /// By id, version and pieces, packed or not.
  public static func == (a: MapTile, b: MapTile) -> Bool {
    guard a.id == b.id, a.version == b.version else { return false }
    if let a = a.packed, let b = b.packed, a === b || a.bytes == b.bytes { return true }
    return a.elements == b.elements
  }

  /// Of id, version and pieces.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(version)
    hasher.combine(elements)
  }
}
