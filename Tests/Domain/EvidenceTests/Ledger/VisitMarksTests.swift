import MapModel
import Observations
import Testing

@testable import Evidence

@Suite struct VisitMarksTests {
  private static let lateness_ns: Int64 = 3600 * 1_000_000_000
  private static let start_ns: Int64 = 1_770_000_000_000_000_000

  private func traversal(vehicle: String = "v", drive: String = "d", at time_ns: Int64) -> TraversalEvidence {
    let id = VehicleID(vehicle)
    var evidence = TraversalEvidence(
      id: TraversalID(
        vehicle: id, drive: DriveID(drive), slot: TraversalSlot.slot(of: time_ns, vehicle: id),
        tile: TileID(quadkey: 1)), tileVersion: 1)
    evidence.firstTime_ns = time_ns
    evidence.lastTime_ns = time_ns
    return evidence
  }

  private func admit(_ marks: inout VisitMarks, _ traversal: TraversalEvidence, now_ns: Int64) -> Bool {
    marks.admit(traversal, lateness_ns: Self.lateness_ns, now_ns: now_ns)
  }

  @Test func aSlotCountsOnceAndLaterOnesCount() {
    var marks = VisitMarks()
    let first = traversal(at: Self.start_ns)
    #expect(admit(&marks, first, now_ns: .min))
    #expect(!admit(&marks, first, now_ns: Self.start_ns))
    #expect(admit(&marks, traversal(at: Self.start_ns + 60_000_000_000), now_ns: Self.start_ns))
    #expect(!admit(&marks, first, now_ns: Self.start_ns))
    #expect(admit(&marks, traversal(drive: "other", at: Self.start_ns), now_ns: Self.start_ns))
  }

  /// A record of a slot sent again may end later than the first; while any of its slot is not too late, the slot is known.
  @Test func aMarkStandsUntilAllOfItsSlotIsTooLate() {
    let vehicle = VehicleID("v")
    let slot = TraversalSlot.slot(of: Self.start_ns, vehicle: vehicle)
    let end_ns = TraversalSlot.end_ns(of: slot, vehicle: vehicle)
    for time_ns in [end_ns - 60_000_000_000, end_ns - 1] {
      var marks = VisitMarks()
      #expect(admit(&marks, traversal(at: end_ns - 60_000_000_000), now_ns: .min))
      // The latest event time at which the record is not refused at the door.
      let now_ns = time_ns + Self.lateness_ns
      marks.expire(before: now_ns)
      #expect(!admit(&marks, traversal(at: time_ns), now_ns: now_ns))
    }
  }

  @Test func whetherExpiredMarksWereDroppedMakesNoDifference() {
    for later_ns in stride(from: Int64(0), to: 3 * Self.lateness_ns, by: 97_000_000_000) {
      let now_ns = Self.start_ns + later_ns
      var kept = VisitMarks()
      #expect(admit(&kept, traversal(at: Self.start_ns), now_ns: .min))
      var dropped = kept
      dropped.expire(before: now_ns)
      for time_ns in [Self.start_ns, Self.start_ns + 1, now_ns] {
        let again = traversal(at: time_ns)
        #expect(admit(&kept, again, now_ns: now_ns) == admit(&dropped, again, now_ns: now_ns))
      }
    }
  }

  @Test func marksDoNotGatherBeyondTheBoundOnLateness() {
    var marks = VisitMarks()
    let step_ns: Int64 = 10_000_000_000
    let live = Int(Self.lateness_ns / step_ns)
    for number in 0..<(20 * live) {
      let time_ns = Self.start_ns + Int64(number) * step_ns
      #expect(admit(&marks, traversal(drive: "drive \(number)", at: time_ns), now_ns: time_ns))
      if number.isMultiple(of: 100) { marks.markStored() }
      #expect(marks.count <= 2 * (live + 8))
    }
    #expect(marks.count >= live)
  }

  @Test func aSlotOfNoTimeIsTaken() {
    for slot in [Int64.min, -200_000_000, 200_000_000, .max] {
      var marks = VisitMarks()
      var hostile = traversal(at: Self.start_ns)
      hostile.id.slot = slot
      #expect(admit(&marks, hostile, now_ns: .min))
      #expect(!admit(&marks, hostile, now_ns: Self.start_ns))
    }
  }
}
