import Geometry

/// Chains lanes to routes that cover a graph evenly: what was driven least comes first.
public struct RoutePlanner {
  private let graph: LaneGraph
  private var random: SeededRandom
  /// How often each lane was driven.
  public private(set) var visits: [Int]
  /// How far one can drive from the start of each lane, m, up to a bound.
  private let runway_m: [Double]
  private let longest_m: Double
  /// A shorter way is no drive where longer ones are to be had, m.
  private static let shortest_m = 150.0

  /// A planner for routes of up to `longest_m`.
  public init(_ graph: LaneGraph, longest_m: Double, random: SeededRandom) {
    self.graph = graph
    self.random = random
    self.longest_m = longest_m
    visits = Array(repeating: 0, count: graph.lanes.count)
    runway_m = Self.runways(graph, longest_m: longest_m)
  }

  private static func runways(_ graph: LaneGraph, longest_m: Double) -> [Double] {
    var runway = graph.lanes.map { min($0.centre.length_m, longest_m) }
    var changed = true
    while changed {
      changed = false
      for (index, lane) in graph.lanes.enumerated() {
        let beyond = lane.successors.map { runway[$0] }.max() ?? 0
        let reach = min(lane.centre.length_m + beyond, longest_m)
        if reach > runway[index] + 0.5 {
          runway[index] = reach
          changed = true
        }
      }
    }
    return runway
  }

  /// Lanes, one after another, `length_m` long or as far as they lead.
  /// - Throws: `SimulationError.noRoute` where no lane starts a route of a tenth of the length.
  public mutating func route(length_m: Double) throws(SimulationError) -> [Int] {
    let best = runway_m.max() ?? 0
    let wanted = min(length_m, longest_m, best)
    guard best >= length_m / 10, best > 20 else {
      throw .noRoute(lanes: graph.lanes.count, length_m: length_m)
    }
    // On a map in fragments short ways must do, or most of it would never be driven.
    let least = min(wanted * 0.95, Self.shortest_m)
    let pool = graph.lanes.indices.filter { runway_m[$0] >= least }
    var lane = choose(from: pool, remaining_m: 0)
    var route: [Int] = []
    var driven = 0.0
    while true {
      route.append(lane)
      visits[lane] += 1
      driven += graph.lanes[lane].centre.length_m
      let next = graph.lanes[lane].successors
      guard driven < length_m, !next.isEmpty else { return route }
      lane = choose(from: next, remaining_m: length_m - driven)
    }
  }

  private mutating func choose(from lanes: [Int], remaining_m: Double) -> Int {
    var best = lanes[0]
    var bestCost = Double.infinity
    for lane in lanes {
      let ahead = graph.lanes[lane].successors.map { visits[$0] }.min() ?? visits[lane]
      // Half a visit of noise breaks ties; a lane that leads nowhere is a last resort.
      let deadEnd = runway_m[lane] < min(remaining_m, longest_m) * 0.95 ? 1e6 : 0
      let cost = Double(visits[lane]) + Double(ahead) + deadEnd + random.uniform(0, 1)
      if cost < bestCost {
        bestCost = cost
        best = lane
      }
    }
    return best
  }
}
