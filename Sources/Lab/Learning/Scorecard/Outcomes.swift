/// What became of a true change.
public struct TruthOutcome: Hashable, Sendable, Codable {
  /// How it was found.
  public enum Result: String, Hashable, Sendable, Codable {
    /// Reported as what it is.
    case found
    /// A move reported as a removal here and an addition there.
    case foundAsPair = "found_as_pair"
    /// Reported, but as something else.
    case otherwise
    /// Not reported.
    case missed
  }

  /// The true change's name.
  public var id: String
  /// Its kind.
  public var kind: String
  /// Its class.
  public var elementClass: String
  /// How it was found.
  public var result: Result
  /// Passes, vehicles and days that saw its place.
  public var passes: Int
  /// Distinct vehicles among them.
  public var vehicles: Int
  /// Distinct days among them.
  public var days: Int
  /// True where it was driven past often enough by the rules.
  public var isDrivenEnough: Bool
  /// True where the map should change for it.
  public var isPermanent: Bool
  /// The found changes about it.
  public var changes: [String]
  /// Distance of the found new geometry from the true one, m: of a line the mean across it. Nil for removals and attributes.
  public var error_m: Double?

  /// True where it was found, alone or as a pair.
  public var isFound: Bool { result == .found || result == .foundAsPair }

  enum CodingKeys: String, CodingKey {
    case id, kind, result, passes, vehicles, days, changes, error_m
    case elementClass = "class"
    case isDrivenEnough = "driven_enough"
    case isPermanent = "permanent"
  }
}

/// What a found change is worth.
public struct FoundOutcome: Hashable, Sendable, Codable {
  /// How right it is.
  public enum Result: String, Hashable, Sendable, Codable {
    /// It says what is true.
    case right
    /// It is about a true change, but says something else of it.
    case otherwise
    /// No true change is near.
    case wrong
  }

  /// The found change's id.
  public var change: String
  /// Its kind.
  public var kind: String
  /// Its class.
  public var elementClass: String
  /// Its last status.
  public var status: String
  /// Its tile.
  public var tile: UInt32
  /// How right it is.
  public var result: Result
  /// The true change it is about.
  public var truth: String?
  /// True where it is wrong and no true change touched its element: additions out of nothing are among them.
  public var isOnUntouched: Bool

  enum CodingKeys: String, CodingKey {
    case change, kind, status, tile, result, truth
    case elementClass = "class"
    case isOnUntouched = "on_untouched"
  }
}

/// Counts of one kind or class.
public struct ScoreRow: Hashable, Sendable, Codable {
  /// The kind or class, or `all`.
  public var name: String
  /// True changes.
  public var truth: Int
  /// Those driven past often enough.
  public var enough: Int
  /// Of those driven past often enough, found.
  public var found: Int
  /// Found changes that stand.
  public var reported: Int
  /// Of those, right.
  public var right: Int
  /// Of those, wrong: no true change is near.
  public var wrong: Int

  /// Found among the true ones driven past often enough; nil where there are none.
  public var recall: Double? { enough > 0 ? Double(found) / Double(enough) : nil }
  /// Right among the reported; nil where nothing was.
  public var precision: Double? { reported > 0 ? Double(right) / Double(reported) : nil }
}
