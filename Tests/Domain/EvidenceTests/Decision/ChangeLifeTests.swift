import Evidence
import Testing

/// The state machine of a change.
@Suite struct ChangeLifeTests {
  private typealias Status = ChangeEvent.Status

  @Test func nothingFollowsOnAnEnd() {
    for earlier in Status.allCases where earlier.isEnd {
      #expect(!earlier.mayBegin)
      for later in Status.allCases { #expect(!later.mayFollow(earlier), "\(earlier) > \(later)") }
    }
  }

  @Test func everyStatusIsReachedAndEveryOpenOneEnds() {
    func reach(_ from: Set<Status>) -> Set<Status> {
      var reached = from
      while true {
        let next = reached.union(Status.allCases.filter { later in reached.contains { later.mayFollow($0) } })
        if next == reached { return reached }
        reached = next
      }
    }
    let begun = reach(Set(Status.allCases.filter { $0.mayBegin }))
    #expect(begun == Set(Status.allCases))
    for status in Status.allCases {
      let ends = reach([status]).filter { $0.isEnd }
      #expect(!ends.isEmpty, "\(status)")
    }
  }

  @Test func onlyWhatIsAppliedIsVerifiedAndOnlyWhatIsConfirmedIsApplied() {
    #expect(Status.allCases.filter { Status.verified.mayFollow($0) && $0 != .verified } == [.applied])
    #expect(Status.allCases.filter { Status.applied.mayFollow($0) && $0 != .applied } == [.confirmed])
    #expect(!Status.suspected.mayFollow(.held) && !Status.held.mayFollow(.applied))
  }
}
