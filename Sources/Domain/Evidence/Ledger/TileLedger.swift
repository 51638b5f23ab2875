import MapModel

/// The ledgers of one tile version: one a piece, or one an interval of a piece of line, in the order of pieces. They are stored in
/// blocks of neighbours, since a traversal touches one or two of those.
public struct TileLedger: Hashable, Sendable {
  /// Ledgers in a block.
  public static let blockLength = 64

  /// Where the ledgers of a piece stand.
  public struct Place: Hashable, Sendable {
    /// The piece.
    public let piece: PieceID
    /// Low 32 bits of its content hash: votes for other content do not count.
    public let pieceHash: UInt32
    private let start, count, index: UInt32

    init(piece: PieceID, pieceHash: UInt32, element: Int, entries: Range<Int>) {
      self.piece = piece
      self.pieceHash = pieceHash
      start = UInt32(entries.lowerBound)
      count = UInt32(entries.count)
      index = UInt32(element)
    }

    /// Index of the piece in the tile.
    public var element: Int { Int(index) }
    /// Its ledgers, one an interval.
    public var entries: Range<Int> { Int(start)..<(Int(start) + Int(count)) }
  }

  /// What became of a vote.
  public enum Outcome: Hashable, Sendable {
    /// It counted.
    case counted
    /// The piece is not (or no longer) on the map, or nothing in the world shows it.
    case unknownPiece
    /// The piece has changed since the vote was cast.
    case otherContent
    /// The piece has no such interval.
    case unknownInterval
  }

  /// Every judged piece, ordered.
  public let places: [Place]
  /// All ledgers, in the order of places.
  public private(set) var entries: [ElementLedger]
  private var isChanged: [Bool]

  /// Empty ledgers for a tile.
  public init(_ tile: MapTile) {
    var places: [Place] = []
    var next = 0
    places.reserveCapacity(tile.count)
    for index in 0..<tile.count where Self.isJudged[Int(tile.elementClass(at: index).rawValue)] {
      let count = LineInterval.count(at: index, in: tile)
      places.append(
        Place(
          piece: tile.piece(at: index), pieceHash: tile.evidenceHash(at: index), element: index,
          entries: next..<(next + count)))
      next += count
    }
    self.places = places
    entries = Array(repeating: ElementLedger(), count: next)
    isChanged = Array(repeating: false, count: (next + Self.blockLength - 1) / Self.blockLength)
  }

  /// Whether pieces of a class have ledgers, by its raw value.
  private static let isJudged: [Bool] = {
    var isJudged = [Bool](repeating: false, count: 1 + Int(ElementClass.allCases.map(\.rawValue).max() ?? 0))
    for elementClass in ElementClass.allCases {
      isJudged[Int(elementClass.rawValue)] =
        elementClass.entry.matchKind != .none && !elementClass.entry.isTemporary
    }
    return isJudged
  }()

  /// Ledgers for the next version of a tile: pieces whose content still stands keep theirs; others begin anew, but what has changed is as hard
  /// to see as before.
  public init(_ tile: MapTile, carrying earlier: TileLedger) {
    self.init(tile)
    for place in places {
      if let old = earlier.place(of: place.piece), old.pieceHash == place.pieceHash {
        for (to, from) in zip(place.entries, old.entries) { entries[to] = earlier.entries[from] }
      } else {
        let history = earlier.history(of: place.piece.element) ?? .told
        for index in place.entries { entries[index].history = history }
      }
    }
    isChanged = isChanged.map { _ in true }
  }

  /// What an interval of an element has been through on average; nil of an element nobody has passed.
  private func history(of element: ElementID) -> DetectionHistory? {
    var all = DetectionHistory()
    var count: UInt64 = 0
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].piece.element < element { low = middle + 1 } else { high = middle }
    }
    for place in places[low...] {
      guard place.piece.element == element else { break }
      for entry in entries[place.entries] {
        all.add(entry.history)
        count += 1
      }
    }
    return all.passes > 0 ? all.average(of: count) : nil
  }

  /// Number of blocks.
  public var blockCount: Int { isChanged.count }
  /// Blocks that differ from what was loaded or last taken, ascending.
  public var changedBlocks: [Int] { isChanged.indices.filter { isChanged[$0] } }
  /// Takes all blocks for stored.
  public mutating func markStored() { for index in isChanged.indices { isChanged[index] = false } }

  /// Where a piece's ledgers stand. O(log n).
  public func place(of piece: PieceID) -> Place? { index(of: piece, near: 0).map { places[$0] } }

  /// Index of a piece among the places; at once where it is the one at `hint` or the next, as when pieces are asked for in order.
  func index(of piece: PieceID, near hint: Int) -> Int? {
    if hint < places.count, places[hint].piece == piece { return hint }
    if hint + 1 < places.count, places[hint + 1].piece == piece { return hint + 1 }
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].piece < piece { low = middle + 1 } else { high = middle }
    }
    return low < places.count && places[low].piece == piece ? low : nil
  }

  /// Folds a vote of a traversal of this tile.
  /// - Parameters:
  ///   - worth_permille: What is left of what the traversal's votes promise (`TileSight`).
  ///   - readings: What the traversal read, with what it has been compared with so far.
  ///   - strays: What the traversal saw that the map lacks.
  ///   - hint: Index of the place that the vote before was about; moved to that of this one. Votes come in the order of
  ///     places.
  mutating func fold(
    _ vote: ElementVote, worth_permille: Int64 = 1000, readings: inout Readings, strays: StrayPoints? = nil,
    visit: Visit, tile: MapTile, weights: EvidenceWeights, near hint: inout Int
  ) -> Outcome {
    guard let found = index(of: vote.piece, near: hint) else { return .unknownPiece }
    hint = found
    let place = places[found]
    guard place.pieceHash == vote.pieceHash else { return .otherContent }
    guard Int(vote.interval) < place.entries.count else { return .unknownInterval }
    let index = place.entries.lowerBound + Int(vote.interval)
    if weights.isUniform {
      fold(
        vote, worth_permille: worth_permille, at: index, of: place, readings: &readings, strays: strays, visit: visit,
        tile: tile, weights: weights)
    } else {
      fold(
        vote, worth_permille: worth_permille, at: index, of: place, readings: &readings, strays: strays, visit: visit,
        tile: tile, weights: weights.of(tile.elementClass(at: place.element)))
    }
    return .counted
  }

  /// - Parameter weights: Those of the element's class.
  @inline(__always)
  private mutating func fold(
    _ vote: ElementVote, worth_permille: Int64, at index: Int, of place: Place, readings: inout Readings,
    strays: StrayPoints?, visit: Visit, tile: MapTile, weights: EvidenceWeights
  ) {
    var vote = vote
    vote.expected = UInt8(Int64(weights.expected(vote.expected)) * worth_permille / 1000)
    if !vote.showsPlace {
      vote.sigma_cm = 0
      if let strays { strays.displace(&vote, ofElementAt: place.element, in: tile) }
    }
    var differences: Attributes?
    if vote.isSeen, vote.label > 0 {
      differences = readings.differences(of: Int(vote.label), from: place.element, in: tile)
    }
    entries[index].fold(vote, differences: differences, visit: visit, weights: weights)
    isChanged[index / Self.blockLength] = true
  }

  /// Forgets all evidence about a piece.
  public mutating func forget(_ piece: PieceID) {
    guard let place = place(of: piece) else { return }
    for index in place.entries {
      entries[index] = ElementLedger()
      isChanged[index / Self.blockLength] = true
    }
  }

  /// The stored form of a block.
  /// - Precondition: `index` is below `blockCount`.
  public func block(_ index: Int) -> [UInt8] {
    var writer = LedgerWriter(capacity: Self.blockLength * 48)
    let start = index * Self.blockLength
    // Written where they stand: a ledger is dear to copy.
    unsafe entries.withUnsafeBufferPointer { ledgers in
      guard let first = ledgers.baseAddress else { return }
      for entry in start..<min(start + Self.blockLength, ledgers.count) {
        unsafe ElementLedger.write(first + entry, to: &writer)
      }
    }
    return writer.takeBytes()
  }

  /// True where nobody has said anything about any ledger of a block.
  public func isUntouched(block index: Int) -> Bool {
    let start = index * Self.blockLength
    return (start..<min(start + Self.blockLength, entries.count)).allSatisfy { entries[$0].isUntouched }
  }

  /// Puts a stored block back.
  /// - Throws: `LedgerCorruption` where the bytes are not a block of this tile version.
  public mutating func restore(_ bytes: [UInt8], block index: Int) throws(LedgerCorruption) {
    guard index >= 0 && index < blockCount else { throw LedgerCorruption("block.index") }
    var reader = LedgerReader(bytes)
    let start = index * Self.blockLength
    for entry in start..<min(start + Self.blockLength, entries.count) {
      entries[entry] = try ElementLedger(from: &reader)
    }
    guard reader.isAtEnd else { throw LedgerCorruption("block.end") }
  }
}
