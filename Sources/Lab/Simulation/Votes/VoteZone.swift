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
  /// How far to the side of the line of objects its own signs stand, cm.
  private static let aside_cm: Int32 = 400

  /// The zone of a tile, if it has one.
  init?(_ scenario: VoteScenario, sites: [VoteSite], using random: SeededRandom) {
    let zones = scenario.workZones
    var draw = random
    guard draw.chance(zones.share) else { return nil }
    let last = max(scenario.runDays - zones.days, 1)
    let first = scenario.historyDays + draw.index(last)
    days = first..<(first + zones.days)
    // In the free strip between points and lines, from south to north.
    let south = -Int32(draw.index(6000)) - Int32(zones.objects * Self.spacing_cm / 2)
    objects = (0..<zones.objects).map { TilePoint(x_cm: -200, y_cm: south + Int32($0 * Self.spacing_cm)) }
    let days = days
    signs = (0..<zones.signs).map { index in
      let place = TilePoint(x_cm: -200 - Self.aside_cm, y_cm: south + Int32(index * 3 * Self.spacing_cm))
      return VoteSite(
        elementClass: .trafficSign, kind: .point, isOnFirstMap: false, detection: scenario.detection.mean, change: nil,
        points: [place], movedPoints: [place], moved_cm: 0, misreading: scenario.misreading, passing: days,
        attributes: VoteReadings.limits[0], newAttributes: VoteReadings.limits[0], cells: 1)
    }
    let middle = objects[zones.objects / 2]
    let near = sites.indices.filter { sites[$0].elementClass == .trafficSign && sites[$0].isOnFirstMap }
    covered = Array(
      near.sorted { a, b in
        (sites[a].points[0].distance_cm(to: middle), a) < (sites[b].points[0].distance_cm(to: middle), b)
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
