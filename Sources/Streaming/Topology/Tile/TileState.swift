import Evidence
import MapModel

/// All the fold knows of one tile.
public struct TileState: Hashable, Sendable {
  /// The current version.
  public internal(set) var tile: MapTile
  /// Its evidence.
  public internal(set) var evidence: TileEvidence
  /// True once the log has named the map the tile starts from.
  public internal(set) var isOpen = false
  var baseVersion: UInt64
  var baseHash: [UInt8]
  var held: [HeldChange] = []
  var book = ChangeBook()
  /// The last version of each neighbour whose border edit was followed, ordered by tile.
  var borderVersions: [BorderVersion] = []
  /// Storms that hold its edits, ordered.
  var storms: [String] = []
  /// Changes that were contested lately.
  var contest = TileContest()
  /// What is kept of its log.
  public internal(set) var archive = EvidenceArchive()
  var isGeometryChanged = false
  var isChanged = false
  var storedBlocks = 0

  struct BorderVersion: Hashable, Sendable {
    var owner: TileID
    var version: UInt64
  }

  /// A tile of which nothing is folded yet, as the map store has it.
  public init(base tile: MapTile) {
    self.tile = tile
    evidence = TileEvidence(tile)
    baseVersion = tile.version
    baseHash = tile.contentHash
  }

  /// Puts back what the file keeps of its log.
  public mutating func loadArchive(_ bodies: EvidenceArchive.Bodies) { archive.load(bodies) }

  /// Lets go of what the file keeps of its log as well.
  public mutating func releaseArchive() { archive.release() }

  /// Pieces that held changes speak of.
  var heldPieces: Set<PieceID> { Set(held.compactMap(\.proposal.edit.piece)) }

  /// Number of changes that are suspected.
  public var suspectCount: Int { book.suspects.count }

  /// Number of applied changes that later drives have not verified.
  public var unverifiedCount: Int { book.applied.count }

  /// Number of changes that wait for a person or for a storm to pass.
  public var heldCount: Int { held.count }

  /// A version of a neighbour that is not older than the last one followed; it is remembered then.
  mutating func admitBorder(owner: TileID, version: UInt64) -> Bool {
    let place = borderVersions.firstIndex { $0.owner >= owner } ?? borderVersions.count
    if place < borderVersions.count && borderVersions[place].owner == owner {
      guard version >= borderVersions[place].version else { return false }
      borderVersions[place].version = version
    } else {
      borderVersions.insert(BorderVersion(owner: owner, version: version), at: place)
    }
    return true
  }
}
