import Evidence
import MapModel
import Simulation
import Testing

@testable import Learning

@Suite struct MoveTableTests {
  private func change(_ moved_cm: Int, _ elementClass: ElementClass, delay: Int?, isReplaced: Bool = false)
    -> MeasuredChange
  {
    MeasuredChange(
      tile: TileID(x: 1, y: 1), site: 0, kind: .moved, elementClass: elementClass, detection: 0.9, falseAlarm: 0.05,
      passes: 10, delay: delay, moved_cm: moved_cm, isReplaced: isReplaced)
  }

  @Test func theShortestMoveIsOneOfWhichAllLongerOnesAreFoundToo() {
    var tally = EvaluationTally(days: 1)
    for _ in 0..<20 { tally.changes.append(change(30, .pole, delay: 6)) }
    for index in 0..<20 { tally.changes.append(change(50, .pole, delay: index < 18 ? 4 : nil)) }
    for index in 0..<20 {
      tally.changes.append(change(100, .pole, delay: index < 19 ? 5 : nil, isReplaced: index == 19))
    }
    tally.changes.append(change(100, .laneBoundary, delay: nil))
    let rows = MoveTable(tally).rows
    #expect(rows.map(\.moved_m) == [0.3, 0.5, 1, 1] && rows.map(\.shape) == ["points", "points", "points", "lines"])
    #expect(rows.map(\.found) == [20, 18, 19, 0] && rows.map(\.replaced) == [0, 0, 1, 0])
    #expect(rows[0].mean == 6 && rows[3].mean == nil)
    // All of 0.3 m are found, but not enough of 0.5 m: the shortest that is safe is 1 m.
    #expect(MoveTable.smallest(rows, shape: "points") == 1)
    #expect(MoveTable.smallest(rows, shape: "lines") == nil)
  }

  @Test func aShareIsBoundedAsByItsDefinition() {
    // The bounds are where the normal test with the bound's own variance rejects: (p̂ − p)² = z² p (1 − p) / n.
    for (count, trials) in [(0, 10), (7, 10), (95, 100), (100, 100)] {
      let bound = ShareBound.wilson95(count, of: trials)
      let share = Double(count) / Double(trials)
      for p in [bound.lowerBound, bound.upperBound] where p > 1e-9 && p < 1 - 1e-9 {
        let z2 = (share - p) * (share - p) * Double(trials) / (p * (1 - p))
        #expect(abs(z2.squareRoot() - 1.6449) < 1e-6)
      }
      #expect(bound.contains(share))
    }
  }
}
