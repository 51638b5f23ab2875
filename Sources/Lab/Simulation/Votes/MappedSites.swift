import Evidence
import MapModel

/// What one version of the map holds of the sites on one day: which interval of which piece is voted on by whom, which cells the map lacks,
/// and how much of each site it tells truly.
public struct MappedSites: Sendable {
  /// An interval of a piece on the map.
  struct Interval: Sendable {
    let piece: PieceID
    let hash: UInt32
    let number: UInt16
    let isLine: Bool
    /// The site and the cell it is about; nil where nothing is ever seen there.
    let site: Int?
    let cell: Int
    /// Share of the traversals that match what stands at the site with the piece, 0 … 1: it may lie too far off for some or all.
    let matched: Double
    /// What the distance adds to the standard deviation that votes tell, cm.
    let addedSigma_cm: Double
    /// Where that lies against the piece, cm.
    let offset_cm: (first: Int, second: Int)
    /// True of a line that runs against its site.
    let isReversed: Bool
  }

  /// Intervals in the order of votes.
  let intervals: [Interval]
  /// For each site and cell the share of the traversals that do not take what is seen there for new, 0 … 1.
  let matched: [[Double]]
  /// For each site the share of its cells of which the map says what is true, 0 … 1.
  public let agreement: [Double]
  /// For each site how far the map has it from where it stands, cm: of its cells on the map the farthest.
  public let offset_cm: [Int]

  /// How far an element of the map may lie from a site to be about it, cm: an addition may be somewhat off.
  private static let reach_cm: Int64 = 300
  /// How far off the map may have a thing and still say the truth, cm.
  private static let truth_cm = 50

  /// What a map holds on a day.
  public init(_ world: VoteWorld, map: MapTile, day: Int) {
    let position = world.scenario.position
    var intervals: [Interval] = []
    var matchedCells = world.sites.map { Array(repeating: 0.0, count: $0.cells) }
    var agrees = world.sites.map { site in
      Array(repeating: !site.stands(on: day), count: site.cells)
    }
    var farthest_cm = world.sites.map { _ in 0 }
    for element in map.elements where element.elementClass.entry.matchKind != .none {
      let measure = LineMeasure(element.points)
      let isReversed = element.kind == .line && (element.points.last?.x_cm ?? 0) < (element.points.first?.x_cm ?? 0)
      let length = Int(measure.length / LineMeasure.unitsPerCentimetre)
      for number in 0..<LineInterval.count(of: element) {
        let range = LineInterval.range_cm(of: number, lineLength_cm: length)
        let centre =
          element.kind == .line
          ? measure.point(at: (range.lowerBound + range.upperBound) / 2).point : element.centre
        guard let (site, cell) = Self.cell(of: element, at: centre, world: world) else {
          intervals.append(
            Interval(
              piece: element.piece, hash: element.evidenceHash, number: UInt16(number), isLine: element.kind == .line,
              site: nil, cell: 0, matched: 0, addedSigma_cm: 0, offset_cm: (0, 0), isReversed: isReversed))
          continue
        }
        let truth = world.sites[site]
        let place = truth.centre(ofCell: cell, on: day)
        let offset: (first: Int, second: Int)
        if element.kind == .line {
          let foot = measure.nearest(to: place)
          offset = (Int(foot.left_cm), 0)
        } else {
          offset = (Int(place.x_cm - centre.x_cm), Int(place.y_cm - centre.y_cm))
        }
        let distance = max(abs(offset.first), abs(offset.second))
        let matched = truth.stands(on: day) ? position.matched(element.kind, distance_cm: distance) : 0
        intervals.append(
          Interval(
            piece: element.piece, hash: element.evidenceHash, number: UInt16(number), isLine: element.kind == .line,
            site: site, cell: cell, matched: matched,
            addedSigma_cm: position.addedSigma_cm(element.kind, distance_cm: distance), offset_cm: offset,
            isReversed: isReversed))
        if truth.stands(on: day) {
          guard matched > 0 else { continue }
          matchedCells[site][cell] = max(matchedCells[site][cell], matched)
          farthest_cm[site] = max(farthest_cm[site], distance)
          let differences = element.attributes.differences(in: truth.attributes(on: day))
          agrees[site][cell] =
            distance <= min(Self.truth_cm, truth.moved_cm / 2) && (differences?.entries.isEmpty ?? true)
        } else {
          matchedCells[site][cell] = 1
          agrees[site][cell] = false
        }
      }
    }
    self.intervals = intervals
    offset_cm = farthest_cm
    self.matched = matchedCells
    agreement = agrees.map { cells in Double(cells.count { $0 }) / Double(cells.count) }
  }

  /// The cell that an interval of a piece is about: of the site it began as, else of the nearest site of its class.
  private static func cell(of element: MapElement, at centre: TilePoint, world: VoteWorld) -> (site: Int, cell: Int)? {
    if let site = world.site(of: element.piece.element) { return (site, world.sites[site].nearest(to: centre).cell) }
    var best: (distance_cm: Int64, site: Int, cell: Int)?
    for site in world.sites.indices where world.sites[site].elementClass == element.elementClass {
      let (distance, cell) = world.sites[site].nearest(to: centre)
      if distance <= reach_cm, distance < best?.distance_cm ?? .max { best = (distance, site, cell) }
    }
    return best.map { ($0.site, $0.cell) }
  }

  /// The site a new thing is about: the nearest of its class within reach.
  public static func site(of points: [TilePoint], _ elementClass: ElementClass, in world: VoteWorld) -> Int? {
    guard !points.isEmpty else { return nil }
    let element = MapElement(
      piece: PieceID(ElementID(.max)), elementClass: elementClass,
      kind: elementClass.entry.matchKind == .line ? .line : .point, points: points)
    return cell(of: element, at: element.centre, world: world)?.site
  }
}

extension VoteScenario.Position {
  /// Share of the traversals that match something a distance off its place with what is mapped, 0 … 1.
  func matched(_ kind: ShapeKind, distance_cm: Int) -> Double {
    let half = kind == .line ? matchedLine_m : matchedPoint_m
    let ramp = kind == .line ? matchedLineRamp_m : matchedPointRamp_m
    let distance = Double(distance_cm) / 100
    guard ramp > 0 else { return distance <= half ? 1 : 0 }
    return min(max(0.5 - (distance - half) / (2 * ramp), 0), 1)
  }

  /// What a distance adds to the standard deviation that votes tell, cm: the frames of a traversal that match it lie apart.
  func addedSigma_cm(_ kind: ShapeKind, distance_cm: Int) -> Double {
    guard kind != .line else { return 0 }
    return displacedSigma_cm * min(max((Double(distance_cm) - 40) / 50, 0), 1)
  }
}
