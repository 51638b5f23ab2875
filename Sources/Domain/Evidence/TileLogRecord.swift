import MapModel

/// One record of a tile's log. The log is the truth: all a TILE task knows is a fold over these.
public enum TileLogRecord: Hashable, Sendable {
  /// What one traversal saw.
  case traversal(TraversalEvidence)
  /// A person's word on a change.
  case review(Review)
  /// A neighbour owns a border vertex and moved it.
  case borderEdit(BorderEdit)
  /// The fleet's word on sensors or regions.
  case verdict(Verdict)
  /// Event time passed where no one drives.
  case tick(Tick)
  /// The map the fold starts from.
  case baseMap(BaseMap)
  /// The thresholds the fold decides by.
  case policy(PolicyRecord)
  /// From here on evidence may be matched with this model, or is weighed by it.
  case modelActivation(ModelActivation)
  /// The fold's own version.
  case foldVersion(FoldVersion)
}

/// A person's word on a change.
public struct Review: Hashable, Sendable {
  /// What was decided. Raw values are part of the contracts.
  public enum Decision: UInt8, Hashable, Sendable, CaseIterable {
    /// It is so: apply a suspected or held one now; an applied one is verified by it.
    case approve = 1
    /// It is not so: forget the evidence behind it, ask for more before it is told again, and take it back where it is applied.
    case reject = 2
    /// Only a remark.
    case comment = 3
    /// It is not one change: hold its parts, each for a review of its own.
    case split = 4

    /// The name in files and commands.
    public var name: String { "\(self)" }
  }
  /// The tile.
  public var tile: TileID
  /// The change.
  public var change: String
  /// The decision.
  public var decision: Decision
  /// Who decided.
  public var reviewer: String
  /// A remark.
  public var comment: String
  /// When, ns since 1970, after any earlier review of the change.
  public var time_ns: Int64
  /// The status the reviewer saw; the review is refused if it is another by now. Nil: whatever it is.
  public var seen: ChangeEvent.Status?

  /// A review of its parts.
  public init(
    tile: TileID, change: String, decision: Decision, reviewer: String, comment: String, time_ns: Int64,
    seen: ChangeEvent.Status? = nil
  ) {
    self.tile = tile
    self.change = change
    self.decision = decision
    self.reviewer = reviewer
    self.comment = comment
    self.time_ns = time_ns
    self.seen = seen
  }
}

/// A vertex on a tile border was moved by the tile that owns it.
public struct BorderEdit: Hashable, Sendable {
  /// The tile that has to follow.
  public var tile: TileID
  /// The tile that owns the vertex: the lower id.
  public var owner: TileID
  /// The owner's version that made the edit.
  public var ownerVersion: UInt64
  /// The piece in the following tile.
  public var piece: PieceID
  /// True for the piece's last vertex, false for its first.
  public var isEnd: Bool
  /// Where the vertex is now, in the following tile's frame; nil where the owner's piece is gone.
  public var point: TilePoint?

  /// A border edit of its parts.
  public init(tile: TileID, owner: TileID, ownerVersion: UInt64, piece: PieceID, isEnd: Bool, point: TilePoint?) {
    self.tile = tile
    self.owner = owner
    self.ownerVersion = ownerVersion
    self.piece = piece
    self.isEnd = isEnd
    self.point = point
  }
}

/// The fleet's word on sensors or regions.
public struct Verdict: Hashable, Sendable {
  /// What was decided. Raw values are part of the contracts.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// Evidence of this calibration or software no longer counts.
    case quarantine = 1
    /// Map edits and alerts wait.
    case storm = 2
    /// An earlier verdict no longer stands.
    case release = 3
  }
  /// The tile a storm holds, or held; a sensor's evidence counts nowhere in the partition, whatever stands here.
  public var tile: TileID?
  /// The decision.
  public var kind: Kind
  /// Calibration or software id, or the storm's region.
  public var subject: String
  /// Why.
  public var reason: String
  /// When, event time, ns since 1970.
  public var time_ns: Int64
  /// What it is, where more is known of it than that something is wrong.
  public var cause: CommonCause?

  /// A verdict of its parts.
  public init(
    tile: TileID?, kind: Kind, subject: String, reason: String, time_ns: Int64, cause: CommonCause? = nil
  ) {
    self.tile = tile
    self.kind = kind
    self.subject = subject
    self.reason = reason
    self.time_ns = time_ns
    self.cause = cause
  }
}

/// Event time passed.
public struct Tick: Hashable, Sendable {
  /// The partition's event time, ns since 1970.
  public var time_ns: Int64

  /// A tick at a time.
  public init(time_ns: Int64) { self.time_ns = time_ns }
}

/// The map a fold starts from.
public struct BaseMap: Hashable, Sendable {
  /// The tile.
  public var tile: TileID
  /// Its version.
  public var version: UInt64
  /// SHA-256 of its canonical bytes.
  public var contentHash: [UInt8]

  /// A base map of its parts.
  public init(tile: TileID, version: UInt64, contentHash: [UInt8]) {
    self.tile = tile
    self.version = version
    self.contentHash = contentHash
  }
}

/// The thresholds a fold decides by, as named integers, so that no two machines read them differently.
public struct PolicyRecord: Hashable, Sendable {
  /// One named threshold.
  public struct Entry: Hashable, Sendable {
    /// Its name, with the unit as suffix.
    public var name: String
    /// Its value.
    public var value: Int64

    /// An entry of name and value.
    public init(name: String, value: Int64) {
      self.name = name
      self.value = value
    }
  }
  /// Thresholds, ordered by name.
  public var entries: [Entry]

  /// A policy of its entries.
  public init(entries: [Entry]) { self.entries = entries }
}

/// From here on evidence may be matched with this model; or, where it carries a learned one, is weighed by that in place of the one before.
public struct ModelActivation: Hashable, Sendable {
  /// The model's name and version.
  public var model: String
  /// SHA-256 of its bytes; of a learned one, of the canonical bytes of what it says.
  public var contentHash: [UInt8]
  /// What votes are worth, as learned from a log; nil where the record says nothing of that.
  public var learned: LearnedSensorModel?

  /// An activation of its parts.
  public init(model: String, contentHash: [UInt8], learned: LearnedSensorModel? = nil) {
    self.model = model
    self.contentHash = contentHash
    self.learned = learned
  }

  /// The activation of a learned model.
  public init(_ learned: LearnedSensorModel, named model: String) {
    self.init(model: model, contentHash: learned.contentHash, learned: learned)
  }
}

/// The version of the fold itself: a process with another refuses to start.
public struct FoldVersion: Hashable, Sendable {
  /// The number.
  public var version: UInt32

  /// A version of its number.
  public init(version: UInt32) { self.version = version }
}
