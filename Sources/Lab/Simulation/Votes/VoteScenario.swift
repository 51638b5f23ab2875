/// A world of traversal votes: what stands where, how well it is seen, who passes, and what changes. Probabilities and shares are 0 … 1.
public struct VoteScenario: Hashable, Sendable, Codable {
  /// Its name in reports: that of its file.
  public var name = ""
  /// What it is and asks, in a line.
  public var summary = ""
  /// Elements on the map, in all tiles.
  public var elements = 2000
  /// Elements on the map of one tile: what a traversal votes on.
  public var tileElements = 50
  /// Places of a tile where nothing stands, where things are seen falsely, and where something may come to stand.
  public var tileSpots = 50
  /// Length of road in a tile, km: what a traversal of it drives.
  public var tileRoad_km = 0.5
  /// Share of elements and places that are lines.
  public var lineShare = 0.4
  /// Length of a line, m; it is judged in intervals.
  public var lineLength_m = 40.0
  /// Traversals of a tile on a day; of a part of one, the probability of one more.
  public var passesPerDay = 5.0
  /// Days before anything is measured.
  public var historyDays = 40
  /// Days that are measured.
  public var runDays = 60
  /// Vehicles of the fleet; each traversal is by any of them.
  public var vehicles = 500
  /// How well elements are seen.
  public var detection = Detection()
  /// P_FA: probability that a traversal sees something at a place where nothing stands.
  public var falseAlarm = 0.05
  /// Correlation of two traversals' sightings of one thing on one day (ICC).
  public var sameDayCorrelation = 0.0
  /// Probability that attributes are misread.
  public var misreading = 0.1
  /// Standard deviation of that between elements.
  public var misreadingSd = 0.0
  /// What stands in the way.
  public var occlusion = Occlusion()
  /// How well places are told.
  public var position = Position()
  /// What changes.
  public var changes = Changes()
  /// Whether FLEET compares the sensors of all tiles, as in operation: then the tiles of a seed go on together, day by day.
  public var fleetGuard = false
  /// Vehicles that lie.
  public var liars = Liars()
  /// What part of the fleet's sensors gets wrong.
  public var sensorFault = SensorFault()
  /// A region whose map lies off.
  public var datum = Datum()
  /// Days on which all is seen worse.
  public var weather = Weather()
  /// What comes and goes.
  public var workZones = WorkZones()

  /// How well elements are seen by a traversal.
  public struct Detection: Hashable, Sendable, Codable {
    /// Mean of P_D over elements.
    public var mean = 0.9
    /// Standard deviation of P_D between elements.
    public var sd = 0.0
    /// P_D that MATCH expects of every element; 0 for the mean. It never says more than its own ceiling.
    public var expected = 0.0
    /// Share of a line's days on which a traversal's look at one of its intervals is its look at all of them.
    public var together = 0.0

    /// The defaults.
    public init() {}
  }

  /// What stands between a vehicle and an element.
  public struct Occlusion: Hashable, Sendable, Codable {
    /// Share of looks that are blocked.
    public var share = 0.0
    /// Share of the blocked looks that MATCH knows of by its free space; in the others it takes the element for missed.
    public var knownShare = 1.0

    /// The defaults.
    public init() {}
  }

  /// How well places are told.
  public struct Position: Hashable, Sendable, Codable {
    /// Standard deviation of one offset, cm.
    public var sigma_cm = 12.0
    /// Standard deviation of the error that all offsets of a traversal share, cm.
    public var commonSigma_cm = 5.0
    /// How far a point may lie from where it is mapped so that every second traversal still matches it, m.
    public var matchedPoint_m = 1.5
    /// How much nearer all do, and how much farther none does, m; linear between.
    public var matchedPointRamp_m = 0.0
    /// The same of a line, across it.
    public var matchedLine_m = 1.5
    /// The same ramp of a line.
    public var matchedLineRamp_m = 0.0
    /// What a point off its place by 0.9 m and more adds to the standard deviation that votes tell, cm; from 0.4 m on, linear between.
    public var displacedSigma_cm = 0.0

    /// The defaults.
    public init() {}
  }

  /// What changes during the measured days.
  public struct Changes: Hashable, Sendable, Codable {
    /// Share of the elements that go.
    public var removed = 0.0
    /// As many come as this share of the elements.
    public var added = 0.0
    /// Share of the elements that move.
    public var moved = 0.0
    /// Share of the elements that get other attributes.
    public var attribute = 0.0
    /// How far things move, m: each by one of these, in turn.
    public var moved_m = [1.0]
    /// Share of the tiles whose lines are all painted anew on one day, aside of where they were.
    public var repainted = 0.0
    /// How far to their left, m.
    public var repainted_m = 0.6
    /// Lines of each tile that go on one day, at most as many as there are.
    public var linesTogether = 0
    /// First day of changes, counted from 0 at the end of the history.
    public var firstDay = 0
    /// Day after the last one.
    public var endDay = 30

    /// The defaults.
    public init() {}
  }

  /// The defaults.
  public init() {}

  /// Tiles the elements fill.
  public var tiles: Int { (elements + tileElements - 1) / tileElements }
  /// Days in all.
  public var days: Int { historyDays + runDays }

  /// What MATCH says it expects of an element, in 1/255.
  var expected_255: UInt8 {
    let expected = detection.expected > 0 ? detection.expected : detection.mean
    return UInt8((255 * min(expected, VoteTraffic.ceiling)).rounded())
  }
}
