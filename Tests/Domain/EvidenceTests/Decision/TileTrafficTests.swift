import TestSupport
import Testing

@testable import Evidence

/// How many vehicles have to agree, by how many pass.
@Suite struct TileTrafficTests {
  private static let day_ns: Int64 = 86_400_000_000_000

  private static let policy: Policy = {
    var policy = Policy()
    policy.majority_vehicles = 6
    return policy
  }()

  private func visit(_ vehicle: UInt32, day: Int64) -> Visit {
    Visit(vehicle: vehicle, trip: vehicle, slot: day * 1440, time_ns: day * Self.day_ns)
  }

  private func traffic(_ vehicles: Range<UInt32>, day: Int64 = 100) -> TileTraffic {
    var traffic = TileTraffic()
    for vehicle in vehicles { traffic.note(visit(vehicle, day: day)) }
    return traffic
  }

  @Test func aMajorityIsAskedForUpToMoreThanAreTakenToLieTogether() {
    let policy = Self.policy
    let quorums = (0..<14).map { traffic(0..<UInt32($0)).quorum(policy) }
    #expect(quorums == [3, 3, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 6, 6])
    #expect(traffic(0..<500).vehicles == TileTraffic.limit && traffic(0..<500).quorum(policy) == 6)
  }

  @Test func aQuorumOfOneAsksNobodyAndALargerOneStays() {
    var policy = Self.policy
    policy.quorum_vehicles = 1
    #expect(traffic(0..<20).quorum(policy) == 1)
    policy.quorum_vehicles = 8
    #expect(traffic(0..<20).demanding(policy).quorum_vehicles == 8)
  }

  @Test func withoutAMajorityTheQuorumIsAsItIs() {
    #expect((0..<14).allSatisfy { traffic(0..<UInt32($0)).quorum(Policy()) == 3 })
  }

  @Test func aVehicleCountsOnceAndForAWeek() {
    var traffic = traffic(0..<4)
    traffic.note(visit(3, day: 103))
    traffic.note(visit(3, day: 99))
    #expect(traffic.vehicles == 4)
    traffic.note(visit(9, day: 106))
    #expect(traffic.vehicles == 5)
    traffic.note(visit(9, day: 107))
    #expect(traffic.vehicles == 2, "the three that passed on the first day alone no longer count")
    traffic.note(visit(5, day: 100))
    #expect(traffic.vehicles == 2, "what comes late does not count anew")
  }

  /// The law: whoever passes besides makes no change sooner.
  @Test(arguments: 1...20) func moreWhoPassNeverAskForFewer(seed: Int) {
    var random = Seeded(UInt64(seed))
    var fewer = TileTraffic()
    var more = TileTraffic()
    for step in 0..<300 {
      let visit = visit(UInt32(random.next() % 12), day: 100 + Int64(step / 20))
      more.note(visit)
      if random.next() % 2 == 0 { fewer.note(visit) }
      #expect(more.quorum(Self.policy) >= fewer.quorum(Self.policy))
    }
  }

  @Test func theStoredFormIsTheState() throws {
    let traffic = traffic(0..<11)
    var writer = LedgerWriter()
    traffic.write(to: &writer)
    var reader = LedgerReader(writer.bytes)
    #expect(try TileTraffic(from: &reader) == traffic && reader.isAtEnd)
  }
}
