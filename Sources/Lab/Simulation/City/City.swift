import Geometry
import MapModel

/// A city made by rule from a seed: a bent grid of streets and avenues with every class of element, so that the whole way runs without
/// any map file. Traffic keeps right.
public struct City: Sendable {
  /// What it was made of.
  public let parameters: CityParameters
  /// Its elements, in a frame at the anchor.
  public let world: World

  /// Builds a city.
  /// - Throws: `CityError` where a parameter is out of range.
  public init(_ parameters: CityParameters = CityParameters()) throws(CityError) {
    try parameters.check()
    self.parameters = parameters
    let grid = StreetGrid(parameters)
    var elements = ElementList()
    let carriageways = grid.streets.map { Carriageway($0, into: &elements) }
    var furniture = StreetFurniture(random: SeededRandom(seed: parameters.seed).split(2))
    for junction in grid.junctions {
      let arms = junction.arms.map { JunctionArm(carriageways[$0.street], isStart: $0.isStart) }
        .sorted { $0.outward.angle_rad < $1.outward.angle_rad }
      furniture.control(arms, into: &elements)
      elements.appendConnectors(of: arms)
      elements.appendCorners(of: arms)
    }
    for carriageway in carriageways { furniture.line(carriageway, into: &elements) }
    furniture.mapWorkZone(beside: carriageways[carriageways.count / 2], into: &elements)
    world = World(frame: ENUFrame(origin: parameters.anchor), elements: elements.elements)
  }

  /// The city cut into tiles.
  /// - Throws: `TileCutError` where an element fits no tile.
  public func tiles(version: UInt64 = 1) throws(TileCutError) -> [MapTile] { try world.tiles(version: version) }
}

/// Elements in the making, numbered from 1.
struct ElementList {
  private(set) var elements: [WorldElement] = []

  @discardableResult mutating func append(
    _ elementClass: ElementClass, _ kind: ShapeKind, _ points: [Vector2], _ attributes: [Attributes.Entry] = [],
    references: [Reference] = []
  ) -> ElementID {
    let id = ElementID(UInt64(elements.count + 1))
    elements.append(
      WorldElement(
        id: id, elementClass: elementClass, kind: kind, points: points, attributes: Attributes(attributes),
        references: references))
    return id
  }

  /// Adds a tie to an element that is there already.
  mutating func tie(_ element: ElementID, _ reference: Reference) {
    elements[Int(element.value) - 1].references.append(reference)
  }
}
