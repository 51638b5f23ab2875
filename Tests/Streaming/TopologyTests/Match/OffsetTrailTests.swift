import Testing

@testable import Topology

@Suite struct OffsetTrailTests {
  @Test func nothingReadNothingToCommit() {
    #expect(OffsetTrail().committable(unfinished: nil) == nil)
  }

  @Test func withNothingOpenTheNextOffsetIsCommitted() {
    var trail = OffsetTrail()
    trail.read(41)
    #expect(trail.committable(unfinished: nil) == 42)
  }

  @Test func unfinishedWorkAndOutputsOnTheirWayHoldTheOffset() {
    var trail = OffsetTrail()
    let first = trail.issue(from: 10)
    let second = trail.issue(from: 20)
    trail.read(99)
    #expect(trail.committable(unfinished: 30) == 10)
    trail.acknowledge(first)
    #expect(trail.committable(unfinished: 30) == 20)
    trail.acknowledge(second)
    #expect(trail.committable(unfinished: 30) == 30)
    #expect(trail.committable(unfinished: nil) == 100)
  }
}
