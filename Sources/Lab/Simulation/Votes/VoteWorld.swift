import Evidence
import Geometry
import MapModel

/// One tile of a world of votes: its map, and what truly stands where on which day.
public struct VoteWorld: Sendable {
  /// The scenario it is of.
  public let scenario: VoteScenario
  /// The map the log starts from.
  public let map: MapTile
  /// Everything that stands, will stand, or is seen falsely.
  public let sites: [VoteSite]
  /// Its work zone, if it has one.
  public let zone: VoteZone?
  let random: SeededRandom

  /// Where a site of its tile's grid lies: points in its west, lines in its east, too far apart to be taken for one another.
  private enum Grid {
    static let point_cm = 1400
    static let line_cm = 800
    /// Rows between lines: two where they move far, so that two that move towards each other stay apart.
    static func lineStep(_ moved_m: [Double]) -> Int { (moved_m.max() ?? 0) > farMove_m ? 2 : 1 }
    static let farMove_m = 1.5
    static let reach_cm = 18_600
    static let gap_cm = 1500
    static let pointColumns = 13
    static let pointRows = 27
    static let lineRows = 47
  }

  /// Most sites a tile has room for.
  public static func capacity(_ scenario: VoteScenario) -> (points: Int, lines: Int) {
    let columns = Grid.reach_cm / (Int(scenario.lineLength_m * 100) + Grid.gap_cm)
    let rows = Grid.lineRows / Grid.lineStep(scenario.changes.moved_m)
    return (Grid.pointColumns * Grid.pointRows, max(columns, 0) * rows)
  }

  /// A tile of a scenario.
  /// - Parameter number: Which of the scenario's tiles, 0 ..< `scenario.tiles`; together with the seed it determines everything.
  public init(_ scenario: VoteScenario, seed: UInt64, tile number: Int) {
    precondition(0..<scenario.tiles ~= number, "a tile of the scenario")
    self.scenario = scenario
    random = SeededRandom(seed: seed).split(UInt64(number))
    var draw = random.split(1)
    let mapped = min(scenario.tileElements, scenario.elements - number * scenario.tileElements)
    var sites: [VoteSite] = []
    var used = (points: 0, lines: 0)
    for index in 0..<(mapped + scenario.tileSpots) {
      let isLine = draw.chance(scenario.lineShare)
      let slot = isLine ? used.lines : used.points
      if isLine { used.lines += 1 } else { used.points += 1 }
      sites.append(
        Self.site(scenario, number: index, isLine: isLine, slot: slot, mapped: mapped, using: &draw))
    }
    Self.changeTogether(&sites, scenario, using: random.split(9))
    zone = VoteZone(scenario, sites: sites, using: random.split(10))
    sites += zone?.signs ?? []
    self.sites = sites
    let row = 22_560 + number / 256
    let column = 34_300 + number % 256
    let elements = sites.indices.filter { sites[$0].isOnFirstMap }.map { index in
      MapElement(
        piece: PieceID(Self.element(of: index)), elementClass: sites[index].elementClass, kind: sites[index].kind,
        points: sites[index].points, attributes: sites[index].attributes)
    }
    map = MapTile(id: TileID(x: column, y: row), version: 1, elements: elements)
  }

  static func element(of site: Int) -> ElementID { ElementID(UInt64(site) + 1) }

  /// The site of an element of the first map; nil for one that was added later.
  public func site(of element: ElementID) -> Int? {
    element.value >= 1 && element.value <= UInt64(sites.count) ? Int(element.value) - 1 : nil
  }

  private static func site(
    _ scenario: VoteScenario, number: Int, isLine: Bool, slot: Int, mapped: Int, using draw: inout SeededRandom
  ) -> VoteSite {
    let isMapped = number < mapped
    let elementClass: ElementClass = isLine ? .laneBoundary : draw.chance(0.7) ? .trafficSign : .pole
    let length = Int(scenario.lineLength_m * 100)
    let points = isLine ? line(slot, scenario, length_cm: length, using: &draw) : [point(slot, using: &draw)]
    let readings = VoteReadings.all(of: elementClass)
    let attributes = readings.isEmpty ? Attributes() : readings[draw.index(readings.count)]
    let beta = BetaDistribution(mean: scenario.detection.mean, sd: scenario.detection.sd)
    let detection = beta.map { $0.draw(using: &draw) } ?? scenario.detection.mean
    let side = draw.index(4)
    let change = change(scenario, isMapped: isMapped, mapped: mapped, hasReading: !readings.isEmpty, using: &draw)
    let moved = Int32((scenario.changes.moved_m[number % scenario.changes.moved_m.count] * 100).rounded())
    // A stream of its own, so that how much readings differ moves no other draw.
    var reader = draw.split(UInt64(number))
    let misreading = BetaDistribution(mean: scenario.misreading, sd: scenario.misreadingSd).map {
      $0.draw(using: &reader)
    }
    return VoteSite(
      elementClass: elementClass, kind: isLine ? .line : .point, isOnFirstMap: isMapped,
      // What is never or always seen makes no vote that is worth a likelihood.
      detection: min(max(detection, 0.02), 0.98), change: change, points: points,
      movedPoints: points.map { point in
        if isLine { return TilePoint(x_cm: point.x_cm, y_cm: point.y_cm + (side % 2 == 0 ? moved : -moved)) }
        switch side {
        case 0: return TilePoint(x_cm: point.x_cm + moved, y_cm: point.y_cm)
        case 1: return TilePoint(x_cm: point.x_cm - moved, y_cm: point.y_cm)
        case 2: return TilePoint(x_cm: point.x_cm, y_cm: point.y_cm + moved)
        default: return TilePoint(x_cm: point.x_cm, y_cm: point.y_cm - moved)
        }
      },
      moved_cm: Int(moved), misreading: misreading ?? scenario.misreading,
      attributes: attributes,
      newAttributes: VoteReadings.other(than: attributes, of: elementClass, using: &draw),
      cells: isLine ? LineInterval.count(lineLength_cm: length) : 1)
  }

  private static func point(_ slot: Int, using draw: inout SeededRandom) -> TilePoint {
    let (column, row) = (slot % Grid.pointColumns, slot / Grid.pointColumns)
    return TilePoint(
      x_cm: Int32(-Grid.reach_cm + column * Grid.point_cm + draw.index(200)),
      y_cm: Int32(-Grid.reach_cm + row * Grid.point_cm + draw.index(200)))
  }

  private static func line(
    _ slot: Int, _ scenario: VoteScenario, length_cm: Int, using draw: inout SeededRandom
  ) -> [TilePoint] {
    let step = Grid.lineStep(scenario.changes.moved_m)
    let (column, row) = (slot / (Grid.lineRows / step), slot % (Grid.lineRows / step))
    let x = 300 + column * (length_cm + Grid.gap_cm) + draw.index(Grid.gap_cm - 500)
    let y = -Grid.reach_cm + row * step * Grid.line_cm + draw.index(200)
    return [TilePoint(x_cm: Int32(x), y_cm: Int32(y)), TilePoint(x_cm: Int32(x + length_cm), y_cm: Int32(y))]
  }

  /// One uniform draw decides what becomes of a site and one when, whatever the shares are.
  private static func change(
    _ scenario: VoteScenario, isMapped: Bool, mapped: Int, hasReading: Bool, using draw: inout SeededRandom
  ) -> VoteSite.Change? {
    let changes = scenario.changes
    let fate = draw.uniform()
    let when = draw.uniform()
    let span = Double(max(changes.endDay - changes.firstDay, 1))
    let day = scenario.historyDays + changes.firstDay + Int(when * span)
    if !isMapped {
      let share = changes.added * Double(mapped) / Double(max(scenario.tileSpots, 1))
      return fate < share ? VoteSite.Change(kind: .added, day: day) : nil
    }
    if fate < changes.removed { return VoteSite.Change(kind: .removed, day: day) }
    if fate < changes.removed + changes.moved { return VoteSite.Change(kind: .moved, day: day) }
    if hasReading && fate < changes.removed + changes.moved + changes.attribute {
      return VoteSite.Change(kind: .attributeChanged, day: day)
    }
    return nil
  }
}

extension VoteWorld {
  /// Changes that come to several things of a tile on one day.
  private static func changeTogether(_ sites: inout [VoteSite], _ scenario: VoteScenario, using random: SeededRandom) {
    let changes = scenario.changes
    guard changes.repainted > 0 || changes.linesTogether > 0 else { return }
    var draw = random
    let isRepainted = draw.chance(changes.repainted)
    let day = scenario.historyDays + changes.firstDay + draw.index(max(changes.endDay - changes.firstDay, 1))
    let lines = sites.indices.filter { sites[$0].kind == .line && sites[$0].isOnFirstMap }
    if isRepainted {
      for line in lines { sites[line].repaint(on: day, left_cm: Int32((changes.repainted_m * 100).rounded())) }
    }
    for line in lines.prefix(changes.linesTogether) { sites[line].change = VoteSite.Change(kind: .removed, day: day) }
  }
}
