/// How many changes to make. Classes take turns; where a map has nothing fit for a class, the next takes its place.
public struct EditCounts: Hashable, Sendable {
  /// Elements, or stretches of lines, that are gone.
  public var removed: Int
  /// Elements that are new.
  public var added: Int
  /// Elements that are elsewhere.
  public var moved: Int
  /// Elements that are where they were, but another kind.
  public var attributeChanged: Int
  /// Work zones.
  public var workZones: Int

  /// Counts of each kind.
  public init(removed: Int = 9, added: Int = 7, moved: Int = 8, attributeChanged: Int = 4, workZones: Int = 1) {
    self.removed = removed
    self.added = added
    self.moved = moved
    self.attributeChanged = attributeChanged
    self.workZones = workZones
  }

  /// No change.
  public static let none = EditCounts(removed: 0, added: 0, moved: 0, attributeChanged: 0, workZones: 0)
}
