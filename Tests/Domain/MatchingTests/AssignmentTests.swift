import Matching
import TestSupport
import Testing

@Suite struct AssignmentTests {
  /// The least total cost by trying everything.
  private func bruteForce(_ edges: [Assignment.Edge], detections: Int, alone: Double) -> Double {
    func best(_ d: Int, _ used: Set<Int>) -> Double {
      guard d < detections else { return 0 }
      var least = alone + best(d + 1, used)
      for edge in edges where edge.detection == d && !used.contains(edge.element) && edge.cost < alone {
        least = min(least, edge.cost + best(d + 1, used.union([edge.element])))
      }
      return least
    }
    return best(0, [])
  }

  @Test(arguments: 0..<60)
  func theSumIsTheLeastThereIs(seed: UInt64) {
    var noise = Noise(seed: seed)
    let detections = 1 + Int(noise.uniform() * 6)
    let elements = 1 + Int(noise.uniform() * 6)
    let density = noise.uniform()
    var edges: [Assignment.Edge] = []
    for d in 0..<detections {
      for e in 0..<elements where noise.uniform() < density {
        edges.append(Assignment.Edge(detection: d, element: e, cost: noise.uniform() * 12))
      }
    }
    let chosen = Assignment.solve(edges, alone: 10)
    #expect(Set(chosen.map(\.detection)).count == chosen.count)
    #expect(Set(chosen.map(\.element)).count == chosen.count)
    let sum = chosen.reduce(0) { $0 + $1.cost } + 10 * Double(detections - chosen.count)
    #expect(abs(sum - bruteForce(edges, detections: detections, alone: 10)) < 1e-9)
  }

  @Test func aCheaperPairGivesWayWhereTheSumIsLess() {
    let edges = [
      Assignment.Edge(detection: 0, element: 0, cost: 1), Assignment.Edge(detection: 0, element: 1, cost: 2),
      Assignment.Edge(detection: 1, element: 0, cost: 1.5),
    ]
    #expect(Assignment.solve(edges, alone: 10).map(\.element) == [1, 0])
  }
}
