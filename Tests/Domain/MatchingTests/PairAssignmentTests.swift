import Matching
import TestSupport
import Testing

@Suite struct PairAssignmentTests {
  /// Candidates of some detections.
  private struct Problem {
    var ends: [UInt32] = []
    var elements: [Int32] = []
    var costs: [Float] = []
    let alone: Float = 10

    /// Detections that may each take any of some elements, as likely as `density`.
    init(detections: Int, elements count: Int, density: Double, noise: inout Seeded) {
      for _ in 0..<detections {
        for e in 0..<count where noise.chance(density) {
          elements.append(Int32(e * 7919))
          costs.append(Float(Double.random(in: 0..<1, using: &noise) * 12))
        }
        ends.append(UInt32(elements.count))
      }
    }

    func range(_ d: Int) -> Range<Int> { (d == 0 ? 0 : Int(ends[d - 1]))..<Int(ends[d]) }

    /// The sum of a choice; fails where it is none.
    func sum(_ assignment: borrowing PairAssignment) -> Float {
      var taken: Set<Int32> = []
      var sum: Float = 0
      for d in ends.indices {
        let e = assignment.candidate(of: d)
        guard e >= 0 else {
          sum += alone
          continue
        }
        #expect(range(d).contains(e) && costs[e] < alone)
        #expect(taken.insert(elements[e]).inserted, "element \(elements[e]) is taken twice")
        sum += costs[e]
      }
      return sum
    }

    /// The least sum by trying everything.
    func leastByTrying(_ d: Int = 0, _ used: Set<Int32> = []) -> Float {
      guard d < ends.count else { return 0 }
      var least = alone + leastByTrying(d + 1, used)
      for e in range(d) where !used.contains(elements[e]) && costs[e] < alone {
        least = min(least, costs[e] + leastByTrying(d + 1, used.union([elements[e]])))
      }
      return least
    }

    /// The least sum by cancelling: chains of exchanges that lower the sum are made until there is none (Bellman-Ford over the residual graph).
    func leastByExchanges() -> Float {
      let names = Array(Set(elements)).sorted()
      var owner = [Int](repeating: -1, count: names.count)
      var choice = [Int](repeating: -1, count: ends.count)
      for start in ends.indices {
        // Distance of giving a detection a new place: through elements to a free one, or to "none" of any detection on the way.
        var distance = [Double](repeating: .infinity, count: names.count)
        var from = [Int](repeating: -1, count: names.count)
        var changed = true
        func relax(_ d: Int, _ base: Double) {
          for e in range(d) where costs[e] < alone {
            guard let k = names.firstIndex(of: elements[e]) else { continue }
            if base + Double(costs[e]) < distance[k] - 1e-9 {
              distance[k] = base + Double(costs[e])
              from[k] = e
              changed = true
            }
          }
        }
        relax(start, 0)
        while changed {
          changed = false
          for k in names.indices where owner[k] >= 0 && distance[k] < .infinity {
            relax(owner[k], distance[k] - Double(costs[choice[owner[k]]]))
          }
        }
        var best = (cost: Double(alone), element: -1, gives: -1)
        for k in names.indices where distance[k] < .infinity {
          if owner[k] < 0 {
            if distance[k] < best.cost - 1e-9 { best = (distance[k], k, -1) }
          } else {
            let cost = distance[k] - Double(costs[choice[owner[k]]]) + Double(alone)
            if cost < best.cost - 1e-9 { best = (cost, k, owner[k]) }
          }
        }
        guard best.element >= 0 else { continue }
        if best.gives >= 0 { choice[best.gives] = -1 }
        var k = best.element
        while true {
          let e = from[k]
          guard let d = ends.indices.first(where: { range($0).contains(e) }) else { break }
          let before = choice[d]
          choice[d] = e
          owner[k] = d
          guard d != start, before >= 0, let next = names.firstIndex(of: elements[before]) else { break }
          k = next
        }
      }
      return choice.reduce(0) { $0 + ($1 < 0 ? alone : costs[$1]) }
    }
  }

  @Test(arguments: 0..<200)
  func theSumIsTheLeastThereIs(seed: UInt64) {
    var noise = Seeded(seed)
    var assignment = PairAssignment()
    for _ in 0..<5 {
      let problem = Problem(
        detections: Int(Double.random(in: 0..<1, using: &noise) * 7),
        elements: 1 + Int(Double.random(in: 0..<1, using: &noise) * 6),
        density: Double.random(in: 0..<1, using: &noise),
        noise: &noise)
      assignment.solve(
        ends: problem.ends.span, elements: problem.elements.span, costs: problem.costs.span, alone: problem.alone)
      #expect(abs(problem.sum(assignment) - problem.leastByTrying()) < 1e-4)
    }
  }

  @Test(arguments: [(12, 12, 1.0), (30, 20, 0.6), (25, 60, 0.5), (40, 90, 0.3), (60, 60, 0.1)])
  func manyClashingDetectionsAreSolvedExactlyToo(detections: Int, elements: Int, density: Double) {
    var noise = Seeded(UInt64(detections))
    let problem = Problem(detections: detections, elements: elements, density: density, noise: &noise)
    var assignment = PairAssignment()
    assignment.solve(
      ends: problem.ends.span, elements: problem.elements.span, costs: problem.costs.span, alone: problem.alone)
    #expect(abs(problem.sum(assignment) - problem.leastByExchanges()) < 1e-3)
  }

  @Test func noCrowdTakesExponentialTime() {
    var noise = Seeded(3)
    let problem = Problem(detections: 150, elements: 160, density: 1, noise: &noise)
    var assignment = PairAssignment()
    assignment.solve(
      ends: problem.ends.span, elements: problem.elements.span, costs: problem.costs.span, alone: problem.alone)
    #expect(problem.sum(assignment) < 150)
  }

  @Test func aCheaperPairGivesWayWhereTheSumIsLess() {
    var assignment = PairAssignment()
    let (ends, elements, costs): ([UInt32], [Int32], [Float]) = ([2, 3], [0, 1, 0], [1, 2, 1.5])
    assignment.solve(ends: ends.span, elements: elements.span, costs: costs.span, alone: 10)
    #expect(assignment.candidate(of: 0) == 1 && assignment.candidate(of: 1) == 2)
  }
}
