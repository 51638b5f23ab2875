import Geometry
import MapModel

/// The true world beside a map that does not know of its changes.
public struct EditedWorld: Sendable {
  /// What the map says.
  public let map: World
  /// What is there.
  public internal(set) var elements: [TimedElement]
  /// How they differ.
  public internal(set) var truth: [TruthChange]

  /// A world whose changes are made elsewhere.
  init(map: World, elements: [TimedElement], truth: [TruthChange]) {
    self.map = map
    self.elements = elements
    self.truth = truth
  }

  /// The world as the map says, without a change.
  public init(unchanged map: World) {
    self.init(map: map, elements: map.elements.map { TimedElement($0) }, truth: [])
  }

  /// Changes of a seed along the lanes of a map: the world differs, the map stays. Changes keep apart from each other, so that each can be
  /// told from the next.
  /// - Parameters:
  ///   - zoneTimes_ns: When work zones come and go.
  public init(
    _ map: World, graph: LaneGraph, counts: EditCounts, random: SeededRandom, zoneTimes_ns: ClosedRange<Int64>
  ) {
    var edits = EditPlanner(map, graph: graph, random: random)
    edits.removeElements(counts.removed)
    edits.moveElements(counts.moved)
    edits.changeAttributes(counts.attributeChanged)
    edits.addElements(counts.added)
    edits.addWorkZones(counts.workZones, times_ns: zoneTimes_ns)
    self.map = map
    elements = edits.elements
    truth = edits.truth
  }

  /// The true world at a time.
  public func world(at time_ns: Int64) -> World {
    World(
      frame: map.frame,
      elements: elements.filter { $0.from_ns <= time_ns && time_ns < $0.until_ns }.map(\.element))
  }
}
