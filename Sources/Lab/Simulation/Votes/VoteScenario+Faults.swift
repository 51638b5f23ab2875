extension VoteScenario {
  /// Vehicles that lie in concert: what they say of their targets is the same, of all else what an honest vehicle would.
  public struct Liars: Hashable, Sendable, Codable {
    /// What they say.
    public enum Lie: String, Hashable, Sendable, Codable, CaseIterable {
      /// That their targets are gone.
      case absence
      /// That something stands at their targets, where nothing does.
      case addition
      /// That their targets stand a metre aside.
      case shift
    }

    /// Vehicles, beside the honest ones.
    public var vehicles = 0
    /// Traversals of a tile by each of them on a day, after those of the honest.
    public var passesPerDay = 1
    /// What they say.
    public var lie = Lie.absence
    /// Share of the elements, or of the places where nothing stands, that they lie about.
    public var targets = 0.2
    /// First day they lie, counted from the end of the history.
    public var firstDay = 0

    /// The defaults.
    public init() {}
  }

  /// What all sensors of one calibration or software version get wrong in the same way.
  public struct SensorFault: Hashable, Sendable, Codable {
    /// What the faulty sensors have in common.
    public enum Identity: String, Hashable, Sendable, Codable, CaseIterable {
      /// A calibration id of their own.
      case calibration
      /// A software version of their own from the first day of the fault on.
      case software
    }

    /// Share of the fleet.
    public var share = 0.0
    /// What they have in common.
    public var identity = Identity.software
    /// First day of the fault, counted from the end of the history.
    public var firstDay = 0
    /// Name of a class that they do not see any more; empty for none.
    public var missedClass = ""
    /// By how much too wide they see what lies to the side, as a share of its lateral distance.
    public var lateralScale = 0.0
    /// How far to the left they see everything, m.
    public var lateral_m = 0.0

    /// The defaults.
    public init() {}
  }

  /// A region whose map lies off against where vehicles find themselves.
  public struct Datum: Hashable, Sendable, Codable {
    /// Share of the tiles.
    public var share = 0.0
    /// Where everything is seen against the map, eastwards, m.
    public var east_m = 0.0
    /// The same northwards, m.
    public var north_m = 0.0
    /// First day, counted from the end of the history.
    public var firstDay = 0

    /// The defaults.
    public init() {}
  }

  /// Days on which all is seen worse.
  public struct Weather: Hashable, Sendable, Codable {
    /// Share of the days.
    public var share = 0.0
    /// Factor on P_D on such a day.
    public var factor = 0.5
    /// Share of these days of which MATCH knows, and expects less.
    public var knownShare = 0.5

    /// The defaults.
    public init() {}
  }

  /// True where what is seen may be displaced alike, so that what MATCH makes of that matters.
  var hasCommonDisplacement: Bool {
    datum.share > 0 || changes.repainted > 0
      || sensorFault.share > 0 && (sensorFault.lateralScale != 0 || sensorFault.lateral_m != 0)
  }
}
