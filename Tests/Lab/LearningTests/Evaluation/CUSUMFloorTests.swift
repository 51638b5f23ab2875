import Foundation
import Testing

@testable import Learning

@Suite struct CUSUMFloorTests {
  /// The floors the design was made to, at P_FA .05 and one false alarm in 1e3, 1e4, 1e5 and 1e6 traversals.
  static let table: [(detection: Double, removal: [Double], addition: [Double])] = [
    (0.60, [9.3, 11.9, 15.3, 18.9], [5.4, 7.4, 9.5, 11.3]),
    (0.80, [5.5, 6.6, 8.9, 10.0], [3.9, 5.3, 5.8, 7.2]),
    (0.90, [3.3, 4.5, 5.7, 6.8], [3.4, 4.5, 4.8, 6.0]),
    (0.95, [3.3, 4.4, 4.4, 5.5], [3.3, 4.4, 4.4, 5.5]),
  ]

  @Test(arguments: table.indices) func floorsAreThoseOfTheTable(row: Int) throws {
    let (detection, removal, addition) = Self.table[row]
    for (kind, values) in [(CUSUMFloor.Kind.removal, removal), (.addition, addition)] {
      let floor = CUSUMFloor(kind, detection: detection, falseAlarm: 0.05)
      for (exponent, value) in zip([3.0, 4, 5, 6], values) {
        let delay = try #require(floor.delay(oneFalseAlarmIn: pow(10, exponent)))
        #expect(abs(delay.traversals - value) <= 1, "\(kind) \(detection) 1e\(exponent): \(delay.traversals)")
        #expect(delay.betweenFalseAlarms >= pow(10, exponent))
      }
    }
  }

  /// With P_D = 1 − P_FA every vote moves the score by one step: times to go from k to k + 1 follow from those to k.
  @Test func equalStepsAgreeWithTheRecursionOfTheRandomWalk() throws {
    func time(to threshold: Int, up p: Double) -> Double {
      var step = 0.0
      var sum = 0.0
      for score in 0..<threshold {
        step = score == 0 ? 1 / p : (1 + (1 - p) * step) / p
        sum += step
      }
      return sum
    }
    let floor = CUSUMFloor(.removal, detection: 0.95, falseAlarm: 0.05)
    for threshold in 2...5 {
      let interval = time(to: threshold, up: 0.05)
      let delay = try #require(floor.delay(oneFalseAlarmIn: interval * 0.999))
      #expect(abs(delay.traversals / time(to: threshold, up: 0.95) - 1) < 1e-9)
      #expect(abs(delay.betweenFalseAlarms / interval - 1) < 1e-6)
    }
  }

  @Test func rarerFalseAlarmsAndPoorerSensorsTakeLonger() throws {
    var last = 0.0
    for interval in [1e2, 1e3, 1e4, 1e5, 1e6, 1e7] {
      let delay = try #require(
        CUSUMFloor(.removal, detection: 0.7, falseAlarm: 0.05).delay(oneFalseAlarmIn: interval))
      #expect(delay.traversals >= last)
      last = delay.traversals
    }
    let poor = try #require(CUSUMFloor(.removal, detection: 0.5, falseAlarm: 0.05).delay(oneFalseAlarmIn: 1e5))
    let good = try #require(CUSUMFloor(.removal, detection: 0.9, falseAlarm: 0.05).delay(oneFalseAlarmIn: 1e5))
    #expect(poor.traversals > 2 * good.traversals)
  }

  @Test func whatTellsNextToNothingHasNoFloorWithinReach() {
    #expect(CUSUMFloor(.removal, detection: 0.051, falseAlarm: 0.05).delay(oneFalseAlarmIn: 1e6) == nil)
  }
}
