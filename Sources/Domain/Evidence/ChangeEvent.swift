import MapModel

/// What became of the world, as told to people and to tile updaters. Every step of a change's life is an event with the same id.
public struct ChangeEvent: Hashable, Sendable {
  /// What happened. Raw values are part of the contracts.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// Something new stands or is painted.
    case added = 1
    /// It is gone, or a stretch of it.
    case removed = 2
    /// It is elsewhere.
    case moved = 3
    /// It is where it was, but another kind.
    case attributeChanged = 4
    /// It comes and goes: part of a work zone.
    case temporary = 5

    /// The name in files and reports, snake case.
    public var name: String {
      switch self {
      case .added: "added"
      case .removed: "removed"
      case .moved: "moved"
      case .attributeChanged: "attribute_changed"
      case .temporary: "temporary"
      }
    }
  }

  /// Where in its life it is. Raw values are part of the contracts.
  public enum Status: UInt8, Hashable, Sendable, CaseIterable {
    /// Evidence gathers.
    case suspected = 1
    /// Evidence suffices.
    case confirmed = 2
    /// A published tile version holds it.
    case applied = 3
    /// It was not so after all.
    case retracted = 4
    /// Evidence suffices, but a gate or a person holds the patch.
    case held = 5
    /// A person said no.
    case rejected = 6
    /// Later drives, or a person, say that the version that holds it is right.
    case verified = 7
    /// A person took it apart: its parts are changes of their own.
    case split = 8

    /// The name in files and reports.
    public var name: String {
      switch self {
      case .suspected: "suspected"
      case .confirmed: "confirmed"
      case .applied: "applied"
      case .retracted: "retracted"
      case .held: "held"
      case .rejected: "rejected"
      case .verified: "verified"
      case .split: "split"
      }
    }
  }

  /// The change's id, the same through its life: `<tile>-<offset of the record that raised it>-<n>`.
  public var change: String
  /// What happened.
  public var kind: Kind
  /// Where in its life it is.
  public var status: Status
  /// The tile.
  public var tile: TileID
  /// What it is.
  public var elementClass: ElementClass
  /// The piece before; nil for an addition.
  public var pieceBefore: PieceID?
  /// The piece after; nil for a removal or before it is applied.
  public var pieceAfter: PieceID?
  /// How to read the vertices.
  public var shapeKind: ShapeKind
  /// Geometry before, in the tile's frame (of a line: the stretch that changed); empty for an addition.
  public var before: [TilePoint]
  /// Geometry after, in the tile's frame; empty for a removal.
  public var after: [TilePoint]
  /// Attributes before.
  public var attributesBefore: Attributes
  /// Attributes after.
  public var attributesAfter: Attributes
  /// Log-likelihood ratio of changed against unchanged, in thousandths of a nat.
  public var evidence_mnat: Int64
  /// Traversals that spoke for or against it.
  public var traversals: UInt32
  /// Distinct vehicles among those for it.
  public var vehicles: UInt32
  /// Distinct days among those for it.
  public var days: UInt32
  /// Event time of the first traversal for it, ns since 1970.
  public var firstSeen_ns: Int64
  /// Event time of the last traversal for it, ns since 1970.
  public var lastSeen_ns: Int64
  /// Tile version that holds it; 0 before it is applied.
  public var appliedVersion: UInt64
  /// Why, in words: who reviewed it and what they said, which gate holds it, why it is retracted.
  public var reason: String
  /// The change it is a part of, which a person took apart; empty for all others.
  public var splitFrom: String
  /// Tile version that takes it back, after it was applied; 0 for none.
  public var restoredVersion: UInt64
  /// What it has in common with the other changes of its group; nil for none.
  public var cause: CommonCause?
  /// The group of changes with one cause that it belongs to; empty for none.
  public var group: String

  /// An event without geometry.
  public init(
    change: String, kind: Kind, status: Status, tile: TileID, elementClass: ElementClass, shapeKind: ShapeKind
  ) {
    self.change = change
    self.kind = kind
    self.status = status
    self.tile = tile
    self.elementClass = elementClass
    self.shapeKind = shapeKind
    before = []
    after = []
    attributesBefore = Attributes()
    attributesAfter = Attributes()
    evidence_mnat = 0
    traversals = 0
    vehicles = 0
    days = 0
    firstSeen_ns = 0
    lastSeen_ns = 0
    appliedVersion = 0
    reason = ""
    splitFrom = ""
    restoredVersion = 0
    group = ""
  }
}

/// A word to the engineer on call.
public struct Alert: Hashable, Sendable {
  /// How urgent. Raw values are part of the contracts.
  public enum Severity: UInt8, Hashable, Sendable, CaseIterable, Comparable {
    /// Good to know.
    case info = 1
    /// Look today.
    case warning = 2
    /// Look now.
    case critical = 3

    /// By urgency.
    public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  }

  /// The alert's id, the same through its revisions.
  public var alert: String
  /// Rises with each word on the same matter.
  public var revision: UInt64
  /// How urgent.
  public var severity: Severity
  /// The tile.
  public var tile: TileID
  /// The changes it speaks of.
  public var changes: [String]
  /// One line.
  public var title: String
  /// What to look at and what to do.
  public var detail: String
  /// True once nothing is left to do.
  public var isResolved: Bool
  /// Event time, ns since 1970.
  public var time_ns: Int64
  /// What the changes or sensors it speaks of have in common; nil for none.
  public var cause: CommonCause?

  /// An alert of its parts.
  public init(
    alert: String, revision: UInt64, severity: Severity, tile: TileID, changes: [String], title: String, detail: String,
    isResolved: Bool, time_ns: Int64, cause: CommonCause? = nil
  ) {
    self.alert = alert
    self.revision = revision
    self.severity = severity
    self.tile = tile
    self.changes = changes
    self.title = title
    self.detail = detail
    self.isResolved = isResolved
    self.time_ns = time_ns
    self.cause = cause
  }
}
