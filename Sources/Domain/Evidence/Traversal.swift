import MapModel
import Observations

/// The identity of what one vehicle saw of one tile in one slot of capture time: a function of the frames alone, so that a re-read
/// stretch of the log gives the same ids.
public struct TraversalID: Hashable, Sendable {
  /// Who drove.
  public var vehicle: VehicleID
  /// The trip.
  public var drive: DriveID
  /// Number of the 60 s slot, see `TraversalSlot`.
  public var slot: Int64
  /// The tile.
  public var tile: TileID

  /// An id of its parts.
  public init(vehicle: VehicleID, drive: DriveID, slot: Int64, tile: TileID) {
    self.vehicle = vehicle
    self.drive = drive
    self.slot = slot
    self.tile = tile
  }
}

/// Slots of capture time, each vehicle's offset by a hash of its pseudonym so that the fleet's records spread over time.
public enum TraversalSlot {
  /// Length of a slot, ns.
  public static let length_ns: Int64 = 60_000_000_000

  /// The slot of a capture time. The offset is FNV-1a (64 bit) of the pseudonym's UTF-8, modulo the slot's length.
  public static func slot(of captureTime_ns: Int64, vehicle: VehicleID) -> Int64 {
    let shifted = captureTime_ns + offset_ns(of: vehicle)
    return shifted >= 0 ? shifted / length_ns : (shifted - length_ns + 1) / length_ns
  }

  /// The first capture time after a slot, ns.
  public static func end_ns(of slot: Int64, vehicle: VehicleID) -> Int64 {
    (slot + 1) * length_ns - offset_ns(of: vehicle)
  }

  private static func offset_ns(of vehicle: VehicleID) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in vehicle.text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int64(hash % UInt64(length_ns))
  }
}

/// All that one traversal says about one tile: one record of the tile log. Every quantity is an integer, so that the fold over the
/// log gives the same bytes on every machine.
public struct TraversalEvidence: Hashable, Sendable {
  /// Its identity.
  public var id: TraversalID
  /// The tile version it was matched with; a vote counts only where the element's hash still stands.
  public var tileVersion: UInt64
  /// The sensor model it was matched with.
  public var model: String
  /// Version of the perception software.
  public var software: String
  /// Version of the sensors' calibration.
  public var calibration: String
  /// Capture time of the first frame, ns since 1970.
  public var firstTime_ns: Int64
  /// Capture time of the last frame, ns since 1970.
  public var lastTime_ns: Int64
  /// Frames whose pose could testify, with or without doubt about the lane.
  public var framesUsed: UInt32
  /// Frames that abstained: pose lost, another lane as likely, or not yet warmed up.
  public var framesAbstained: UInt32
  /// Distance driven within the tile, m.
  public var distance_m: UInt32
  /// Attributes that votes and candidates refer to by index + 1; 0 means none was read.
  public var labels: [Attributes]
  /// Expected elements: seen or not. Ordered by piece, then interval.
  public var votes: [ElementVote]
  /// Not expected and seen. In order of first sight.
  public var candidates: [CandidateSighting]
  /// Where it looked and what for.
  public var swath: ViewSwath
  /// A displacement that most elements share, already taken out of the votes; nil where there is none.
  public var commonOffset: CommonOffset?
  /// How far lines lie apart that were seen side by side, ordered by first piece, then second.
  public var gaps: [LineGap]

  /// Evidence without votes.
  public init(id: TraversalID, tileVersion: UInt64) {
    self.id = id
    self.tileVersion = tileVersion
    model = ""
    software = ""
    calibration = ""
    firstTime_ns = 0
    lastTime_ns = 0
    framesUsed = 0
    framesAbstained = 0
    distance_m = 0
    labels = []
    votes = []
    candidates = []
    swath = ViewSwath()
    gaps = []
  }
}

/// What a traversal says about one expected element, or one interval of an expected line.
public struct ElementVote: Hashable, Sendable {
  /// The piece.
  public var piece: PieceID
  /// Low 32 bits of the piece's content hash when it was matched.
  public var pieceHash: UInt32
  /// Interval along the piece, from its start; 0 for points.
  public var interval: UInt16
  /// Probability that the traversal would have seen it, were it there, in 1/255; a lane that is in doubt lessens it.
  public var expected: UInt8
  /// Probability that it was seen, in 1/255; a lane that is in doubt lessens it.
  public var detected: UInt8
  /// Where it was seen against where it is mapped, cm: for a line across it, left of its direction positive; for a point eastwards. From
  /// poses that did not use it, and less the record's common offset.
  public var offset_cm: Int16
  /// For a point northwards, cm; 0 for a line.
  public var offsetNorth_cm: Int16
  /// Standard deviation of the offset with the pose's share, cm; 0 where it was not seen, or not from a pose that can be relied on.
  public var sigma_cm: UInt16
  /// Index + 1 of the attributes read most, 0 where none.
  public var label: UInt16
  /// Number of frames that could have seen it.
  public var frames: UInt16

  /// A vote of its parts.
  public init(
    piece: PieceID, pieceHash: UInt32, interval: UInt16, expected: UInt8, detected: UInt8, offset_cm: Int16 = 0,
    offsetNorth_cm: Int16 = 0, sigma_cm: UInt16 = 0, label: UInt16 = 0, frames: UInt16
  ) {
    self.piece = piece
    self.pieceHash = pieceHash
    self.interval = interval
    self.expected = expected
    self.detected = detected
    self.offset_cm = offset_cm
    self.offsetNorth_cm = offsetNorth_cm
    self.sigma_cm = sigma_cm
    self.label = label
    self.frames = frames
  }
}

/// Something seen that the map does not hold, fused over the traversal: a point, or a stretch of line no longer than about an interval.
public struct CandidateSighting: Hashable, Sendable {
  /// What it was taken for.
  public var elementClass: ElementClass
  /// How to read the vertices.
  public var kind: ShapeKind
  /// Vertices in the tile's frame.
  public var points: [TilePoint]
  /// Standard deviation of the position with the pose's share (of a line: across it), cm.
  public var sigma_cm: UInt16
  /// Probability that something is there, in 1/255.
  public var existence: UInt8
  /// Number of frames that saw it.
  public var frames: UInt16
  /// Index + 1 of the attributes read most, 0 where none.
  public var label: UInt16

  /// A sighting of its parts.
  public init(
    elementClass: ElementClass, kind: ShapeKind, points: [TilePoint], sigma_cm: UInt16, existence: UInt8,
    frames: UInt16,
    label: UInt16 = 0
  ) {
    self.elementClass = elementClass
    self.kind = kind
    self.points = points
    self.sigma_cm = sigma_cm
    self.existence = existence
    self.frames = frames
    self.label = label
  }
}

/// What a traversal could have seen, so that the absence of a candidate counts too.
public struct ViewSwath: Hashable, Sendable {
  /// The driven path in the tile's frame, a vertex every 10 m or so; only where the pose was good.
  public var path: [TilePoint]
  /// One entry a class the sensors report.
  public var reaches: [Reach]

  /// How far to each side of the path a class was visible.
  public struct Reach: Hashable, Sendable {
    /// The class.
    public var elementClass: ElementClass
    /// Lateral distance from the path within which it would have been seen more likely than not, cm.
    public var lateral_cm: UInt16
    /// Probability of a sighting within that distance, in 1/255.
    public var expected: UInt8

    /// A reach of its parts.
    public init(elementClass: ElementClass, lateral_cm: UInt16, expected: UInt8) {
      self.elementClass = elementClass
      self.lateral_cm = lateral_cm
      self.expected = expected
    }
  }

  /// A swath of its parts.
  public init(path: [TilePoint] = [], reaches: [Reach] = []) {
    self.path = path
    self.reaches = reaches
  }
}
