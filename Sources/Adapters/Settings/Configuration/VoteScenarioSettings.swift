/// A file of `Config/scenarios`: a world of traversal votes for `resurvey evaluate`. Probabilities and shares are 0 … 1.
public struct VoteScenarioSettings: SettingsSection {
  /// What it is and asks, in a line.
  public var summary = ""
  /// Elements on the map, in all tiles.
  public var elements = 2000
  /// Elements on the map of one tile.
  public var tileElements = 50
  /// Places of a tile where nothing stands and things are seen falsely.
  public var tileSpots = 50
  /// Length of road in a tile, km.
  public var tileRoad_km = 0.5
  /// Share of elements and places that are lines.
  public var lineShare = 0.4
  /// Length of a line, m.
  public var lineLength_m = 40.0
  /// Traversals of a tile on a day.
  public var passesPerDay = 5.0
  /// Days before anything is measured.
  public var historyDays = 40
  /// Days that are measured.
  public var runDays = 60
  /// Vehicles of the fleet.
  public var vehicles = 500
  /// How well elements are seen.
  public var detection = Detection()
  /// P_FA: probability of seeing something where nothing stands.
  public var falseAlarm = 0.05
  /// ICC of two traversals' sightings of one thing on one day.
  public var sameDayCorrelation = 0.0
  /// Probability that attributes are misread.
  public var misreading = 0.1
  /// What stands in the way.
  public var occlusion = Occlusion()
  /// How well places are told.
  public var position = Position()
  /// What changes.
  public var changes = Changes()

  /// How well elements are seen.
  public struct Detection: SettingsSection {
    /// Mean of P_D over elements.
    public var mean = 0.9
    /// Standard deviation of P_D between elements.
    public var sd = 0.0
    /// P_D that MATCH expects of all; 0 for the mean.
    public var expected = 0.0

    /// The defaults.
    public init() {}

    /// Checks the ranges.
    public func check(_ check: inout SettingsCheck) {
      check.range(mean, 0.05...0.98, "mean")
      check.range(sd, 0...0.4, "sd")
      check.range(expected, 0...1, "expected")
      // A beta distribution of this mean and deviation piles up at 0 or 1 above this.
      let variance = min(mean * mean * (1 - mean) / (1 + mean), (1 - mean) * (1 - mean) * mean / (2 - mean))
      check.require(
        sd * sd <= variance, "sd",
        "at most \((variance.squareRoot() * 1000).rounded(.down) / 1000) for a mean of \(mean): elements would be seen never or always"
      )
    }
  }

  /// What stands in the way.
  public struct Occlusion: SettingsSection {
    /// Share of looks that are blocked.
    public var share = 0.0
    /// Share of those that MATCH knows of.
    public var knownShare = 1.0

    /// The defaults.
    public init() {}

    /// Checks the ranges.
    public func check(_ check: inout SettingsCheck) {
      check.range(share, 0...0.95, "share")
      check.range(knownShare, 0...1, "known_share")
    }
  }

  /// How well places are told.
  public struct Position: SettingsSection {
    /// Standard deviation of one offset, cm.
    public var sigma_cm = 12.0
    /// Standard deviation of what all offsets of a traversal share, cm.
    public var commonSigma_cm = 5.0
    /// Farthest a thing may lie off to be matched, m.
    public var matched_m = 1.5

    /// The defaults.
    public init() {}

    /// Checks the ranges.
    public func check(_ check: inout SettingsCheck) {
      check.range(sigma_cm, 1...200, "sigma_cm")
      check.range(commonSigma_cm, 0...200, "common_sigma_cm")
      check.range(matched_m, 0.1...5, "matched_m")
    }
  }

  /// What changes during the measured days.
  public struct Changes: SettingsSection {
    /// Share of the elements that go.
    public var removed = 0.0
    /// As many come as this share of the elements.
    public var added = 0.0
    /// Share of the elements that move.
    public var moved = 0.0
    /// Share of the elements that get other attributes.
    public var attribute = 0.0
    /// How far things move, m.
    public var moved_m = 1.0
    /// First day of changes, counted from the end of the history.
    public var firstDay = 0
    /// Day after the last one.
    public var endDay = 30

    /// The defaults.
    public init() {}

    /// Checks the ranges.
    public func check(_ check: inout SettingsCheck) {
      for (share, key) in [(removed, "removed"), (added, "added"), (moved, "moved"), (attribute, "attribute")] {
        check.range(share, 0...1, key)
      }
      check.require(removed + moved + attribute <= 1, "removed", "at most what moved and attribute leave of 1")
      check.range(moved_m, 0.1...3, "moved_m")
      check.require(firstDay >= 0, "first_day", "at least 0")
      check.require(endDay > firstDay, "end_day", "above first_day")
    }
  }

  /// The defaults.
  public init() {}

  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.range(elements, 1...10_000_000, "elements")
    check.range(tileElements, 1...400, "tile_elements")
    check.range(tileSpots, 0...400, "tile_spots")
    check.range(tileRoad_km, 0.01...10, "tile_road_km")
    check.range(lineShare, 0...1, "line_share")
    check.range(lineLength_m, 15...150, "line_length_m")
    check.range(passesPerDay, 0.001...100, "passes_per_day")
    check.range(historyDays, 0...10_000, "history_days")
    check.range(runDays, 1...10_000, "run_days")
    check.range(vehicles, 1...1_000_000, "vehicles")
    check.range(falseAlarm, 0...0.5, "false_alarm")
    check.require(falseAlarm < detection.mean, "false_alarm", "below detection.mean")
    check.range(sameDayCorrelation, 0...0.9, "same_day_correlation")
    check.range(misreading, 0...0.9, "misreading")
    check.require(changes.endDay <= runDays, "run_days", "at least changes.end_day (\(changes.endDay))")
    let added = changes.added * Double(tileElements)
    check.require(added <= Double(tileSpots), "tile_spots", "at least changes.added · tile_elements (\(added))")
  }
}
