import Testing

@testable import Evidence

/// Which stretches of a line change, drawn one letter an interval: `x` confirmed, `j` may join, `r` rising, `.` passed and unchanged,
/// space nobody passed.
@Suite struct IntervalRunsTests {
  private func outcome(_ drawing: String, score_mnat: Int64 = 14_000) -> IntervalRuns.Outcome {
    let states = drawing.map { letter in
      IntervalState(
        isObserved: letter != " ", isConfirmed: letter == "x", mayJoin: letter == "x" || letter == "j",
        score_mnat: letter == "x" ? score_mnat : letter == "j" ? 6000 : letter == "r" ? 2500 : 0)
    }
    return IntervalRuns(states: states, threshold_mnat: 11_000, policy: Policy()).outcome
  }

  @Test func nothingConfirmedIsNothing() {
    #expect(outcome("..jjrr..") == .wait)
  }

  @Test func neighboursJoin() {
    #expect(outcome("...jxj....") == .stretches([3..<6]))
    #expect(outcome("..xx....xj..") == .stretches([2..<4, 8..<10]))
  }

  @Test func aRisingNeighbourIsWaitedForButNotForever() {
    #expect(outcome("...xr....", score_mnat: 11_500) == .wait)
    #expect(outcome("...xr....", score_mnat: 14_000) == .stretches([3..<4]))
  }

  @Test func nearlyAllThatWasPassedIsAll() {
    #expect(outcome("xxxx") == .whole)
    #expect(outcome(" xxjx  xx ") == .whole)
    #expect(outcome("xxxxxxxxr") == .whole)
  }

  @Test func whatIsSeenUnchangedStays() {
    #expect(outcome("xxxxxxxx.") == .stretches([0..<8]))
  }

  @Test func whatNobodyPassedStaysUnlessItIsShort() {
    #expect(outcome("xx        ") == .stretches([0..<2]))
    #expect(outcome(".xx  xx...") == .stretches([1..<7]))
    #expect(outcome(".xx   xx...") == .stretches([1..<3, 6..<8]))
    #expect(outcome("....xx ") == .stretches([4..<7]))
  }
}
