import MapModel
import Observations

/// What one traversal of a tile says about the sensors that made it: how much of what they should have seen they saw, and how far
/// from where it is mapped.
public struct TraversalHealth: Hashable, Sendable {
  /// Who drove.
  public var vehicle: VehicleID
  /// Version of the sensors' calibration.
  public var calibration: String
  /// Version of the perception software.
  public var software: String
  /// The tile.
  public var tile: TileID
  /// Capture time of the last frame, ns since 1970.
  public var time_ns: Int64
  /// Elements the tile holds.
  public var elements: UInt32 = 0
  /// Changes it confirmed, being the last that was needed.
  public var changes: UInt32 = 0
  /// Votes that say where the element is.
  public var offsets: UInt32 = 0
  /// Sum over those votes of the square of the offset over its standard deviation, each at most `squareLimit`, in thousandths.
  public var offsetSquares_milli: UInt32 = 0
  /// Sum of the probabilities of sightings of what the map does not hold, in 1/255.
  public var candidates_255: UInt32 = 0
  /// How much too wide it saw what lies to the side, in thousandths; 0 where it did not.
  public var lateralScale_permille: Int32 = 0
  /// Where most things were seen against where they are mapped, eastwards, cm; 0 where they lie each for itself.
  public var commonEast_cm: Int32 = 0
  /// The same northwards, cm.
  public var commonNorth_cm: Int32 = 0
  /// Points among the things that share that.
  public var commonPoints: UInt32 = 0
  /// Classes it expected something of, ascending.
  public var classes: [Seen] = []

  /// How much of a class was seen.
  public struct Seen: Hashable, Sendable {
    /// The class.
    public var elementClass: ElementClass
    /// Probability that its elements would be seen, summed, in 1/255.
    public var expected_255: UInt32
    /// Probability that they were seen, summed, in 1/255.
    public var detected_255: UInt32

    /// Sums of a class.
    public init(elementClass: ElementClass, expected_255: UInt32, detected_255: UInt32) {
      self.elementClass = elementClass
      self.expected_255 = expected_255
      self.detected_255 = detected_255
    }
  }

  /// Most a single vote adds to the squares: ten standard deviations.
  public static let squareLimit: Int64 = 100

  /// A traversal that expected nothing.
  public init(vehicle: VehicleID, calibration: String, software: String, tile: TileID, time_ns: Int64) {
    self.vehicle = vehicle
    self.calibration = calibration
    self.software = software
    self.tile = tile
    self.time_ns = time_ns
  }

  /// What a traversal's evidence says of its sensors.
  /// - Parameters:
  ///   - tile: The version it is folded on: its pieces say the class of a vote; votes on others are passed over.
  ///   - common: What was taken out of the votes.
  public init(_ evidence: TraversalEvidence, tile: MapTile, common: TraversalCommonMode? = nil) {
    self.init(
      vehicle: evidence.id.vehicle, calibration: evidence.calibration, software: evidence.software,
      tile: evidence.id.tile, time_ns: evidence.lastTime_ns)
    elements = UInt32(clamping: tile.count)
    lateralScale_permille = common?.scale?.permille ?? 0
    commonEast_cm = common?.offset?.east_cm ?? 0
    commonNorth_cm = common?.offset?.north_cm ?? 0
    commonPoints = common?.offsetPoints ?? 0
    var sums: [Seen?] = Self.noSums
    var place = evidence.votes.first.map { tile.firstIndex(notBelow: $0.piece) } ?? 0
    for vote in evidence.votes {
      // Votes and pieces have the same order.
      while place < tile.count, tile.piece(at: place) < vote.piece { place += 1 }
      guard place < tile.count, tile.piece(at: place) == vote.piece else { continue }
      let elementClass = tile.elementClass(at: place)
      let index = Int(elementClass.rawValue)
      sums[index, default: Seen(elementClass: elementClass, expected_255: 0, detected_255: 0)].add(vote)
      guard vote.sigma_cm > 0 else { continue }
      offsets += 1
      offsetSquares_milli &+= Self.square_milli(of: vote)
    }
    classes = sums.compactMap { $0 }
    candidates_255 = evidence.candidates.reduce(0) { $0 &+ UInt32($1.existence) }
  }

  /// One place a class, by its raw value.
  private static let noSums = [Seen?](
    repeating: nil, count: 1 + Int(ElementClass.allCases.map(\.rawValue).max() ?? 0))

  private static func square_milli(of vote: ElementVote) -> UInt32 {
    let (x, y, sigma) = (Int64(vote.offset_cm), Int64(vote.offsetNorth_cm), Int64(vote.sigma_cm))
    return UInt32(min(1000 * (x * x + y * y) / (sigma * sigma), 1000 * squareLimit))
  }
}

extension [TraversalHealth.Seen?] {
  fileprivate subscript(index: Int, default value: TraversalHealth.Seen) -> TraversalHealth.Seen {
    get { self[index] ?? value }
    set { self[index] = newValue }
  }
}

extension TraversalHealth.Seen {
  fileprivate mutating func add(_ vote: ElementVote) {
    expected_255 += UInt32(vote.expected)
    detected_255 += UInt32(vote.detected)
  }
}
