import Evidence
import MapModel

/// A work zone of a tile of votes: objects that stand for some days, signs that stand as long, and signs of the map that are covered meanwhile.
public struct VoteZone: Hashable, Sendable {
  /// The days it stands, counted from the start of the history.
  public let days: Range<Int>
  /// Where its objects stand.
  public let objects: [TilePoint]
  /// Its own traffic signs: they are no permanent ones.
  let signs: [VoteSite]
  /// Sites of the map that nobody sees while it stands.
  public let covered: [Int]

  /// Distance between objects, cm.
  private static let spacing_cm = 800
  /// Southern end of what a tile holds, cm.
  private static let southern_cm: Int32 = -18_600
  /// How far east of a column of the map's signs the line of objects runs, cm: midway to the next.
  private static let aside_cm: Int32 = 700

  /// The zone of a tile, if it has one.
  init?(_ scenario: VoteScenario, sites: [VoteSite], using random: SeededRandom) {
    let zones = scenario.workZones
    var draw = random
    guard draw.chance(zones.share) else { return nil }
    let last = max(scenario.runDays - zones.days, 1)
    let first = scenario.historyDays + draw.index(last)
    days = first..<(first + zones.days)
    // Past a sign of the map, from south to north: what a zone covers stands beside it.
    let mapped = sites.indices.filter { sites[$0].elementClass == .trafficSign && sites[$0].isOnFirstMap }
    let beside = mapped.isEmpty ? TilePoint(x_cm: 0, y_cm: 0) : sites[mapped[draw.index(mapped.count)]].points[0]
    let south = max(beside.y_cm - Int32(zones.objects * Self.spacing_cm / 2), Self.southern_cm)
    let x = beside.x_cm + Self.aside_cm
    objects = (0..<zones.objects).map { TilePoint(x_cm: x, y_cm: south + Int32($0 * Self.spacing_cm)) }
    let days = days
    signs = (0..<zones.signs).map { index in
      let place = TilePoint(x_cm: x, y_cm: south + Int32(index * 3 * Self.spacing_cm + Self.spacing_cm / 2))
      return VoteSite(
        elementClass: .trafficSign, kind: .point, isOnFirstMap: false, detection: scenario.detection.mean, change: nil,
        points: [place], movedPoints: [place], moved_cm: 0, misreading: scenario.misreading, passing: days,
        attributes: VoteReadings.limits[0], newAttributes: VoteReadings.limits[0], cells: 1)
    }
    covered = Array(
      mapped.sorted { a, b in
        (sites[a].points[0].distance_cm(to: beside), a) < (sites[b].points[0].distance_cm(to: beside), b)
      }.prefix(zones.covered))
  }

  /// True while it stands.
  public func stands(on day: Int) -> Bool { days.contains(day) }
}

extension VoteScenario {
  /// Work zones: they come and go, and edit no map.
  public struct WorkZones: Hashable, Sendable, Codable {
    /// Share of the tiles that have one.
    public var share = 0.0
    /// Objects of each: cones, barriers.
    public var objects = 10
    /// Days it stands.
    public var days = 10
    /// Traffic signs that stand as long as it does.
    public var signs = 0
    /// Signs of the map that are covered meanwhile.
    public var covered = 0

    /// The defaults.
    public init() {}
  }
}
