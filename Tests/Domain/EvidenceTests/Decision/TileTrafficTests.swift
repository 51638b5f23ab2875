import TestSupport
import Testing

@testable import Evidence

/// How many vehicles have to agree, by how many pass.
@Suite struct TileTrafficTests {
  private static let day_ns: Int64 = 86_400_000_000_000

  private static let policy = Policy()

  private func visit(_ vehicle: UInt32, day: Int64) -> Visit {
    Visit(vehicle: vehicle, trip: vehicle, slot: day * 1440, time_ns: day * Self.day_ns)
  }

  private func traffic(_ vehicles: Range<UInt32>, day: Int64 = 100) -> TileTraffic {
    var traffic = TileTraffic()
    for vehicle in vehicles { traffic.note(visit(vehicle, day: day)) }
    return traffic
  }

  /// Who speaks for a change that some vehicle was the first to speak for on a day.
  private func support(_ vehicles: Range<UInt32> = 0..<1, since day: Int64 = 100) -> Support {
    var support = Support()
    for vehicle in vehicles { support.add(visit(vehicle, day: day)) }
    return support
  }

  @Test func aMajorityIsAskedForUpToMoreThanAreTakenToLieTogether() {
    let quorums = (0..<14).map { traffic(0..<UInt32($0)).quorum(of: support(), Self.policy) }
    #expect(quorums == [3, 3, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 6, 6])
    #expect(traffic(0..<500).vehicles(since: 0) == TileTraffic.limit)
    #expect(traffic(0..<500).quorum(of: support(), Self.policy) == 6)
  }

  @Test func fiveInConcertAreTooFewWhereFiveOthersPass() {
    #expect(!traffic(0..<10).agrees(to: support(0..<5), Self.policy))
    #expect(traffic(0..<10).agrees(to: support(0..<6), Self.policy))
    #expect(traffic(0..<8).agrees(to: support(0..<5), Self.policy))
  }

  @Test func aQuorumOfOneAsksNobodyAndALargerOneStays() {
    var policy = Self.policy
    policy.quorum_vehicles = 1
    #expect(traffic(0..<20).quorum(of: support(), policy) == 1)
    policy.quorum_vehicles = 8
    #expect(traffic(0..<20).quorum(of: support(), policy) == 8)
  }

  @Test func withoutAMajorityTheQuorumIsAsItIs() {
    var policy = Self.policy
    policy.majority_vehicles = 1
    #expect((0..<14).allSatisfy { traffic(0..<UInt32($0)).quorum(of: support(), policy) == 3 })
  }

  @Test func whoPassedBeforeTheFirstWordCouldNotSpeak() {
    var traffic = traffic(0..<9)
    for vehicle in 9..<UInt32(13) { traffic.note(visit(vehicle, day: 102)) }
    #expect(traffic.quorum(of: support(since: 102), Self.policy) == 3)
    #expect(traffic.quorum(of: support(since: 101), Self.policy) == 3)
    #expect(traffic.quorum(of: support(since: 100), Self.policy) == 6)
  }

  @Test func aVehicleCountsOnceAndForAWeek() {
    var traffic = traffic(0..<4)
    traffic.note(visit(3, day: 103))
    traffic.note(visit(3, day: 99))
    #expect(traffic.vehicles(since: 0) == 4 && traffic.vehicles(since: 101) == 1)
    traffic.note(visit(9, day: 106))
    #expect(traffic.vehicles(since: 0) == 5)
    traffic.note(visit(9, day: 107))
    #expect(traffic.vehicles(since: 0) == 2, "the three that passed on the first day alone no longer count")
    traffic.note(visit(5, day: 100))
    #expect(traffic.vehicles(since: 0) == 2, "what comes late does not count anew")
  }

  /// The law: whoever passes besides makes no change sooner.
  @Test(arguments: 1...20) func moreWhoPassNeverAskForFewer(seed: Int) {
    var random = Seeded(UInt64(seed))
    var fewer = TileTraffic()
    var more = TileTraffic()
    for step in 0..<300 {
      let visit = visit(UInt32(random.next() % 12), day: 100 + Int64(step / 20))
      let first = support(since: 100 + Int64(random.next() % 15))
      more.note(visit)
      if random.next() % 2 == 0 { fewer.note(visit) }
      #expect(more.quorum(of: first, Self.policy) >= fewer.quorum(of: first, Self.policy))
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
