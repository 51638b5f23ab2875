import Contracts
import Evidence
import MapModel
import Testing

@testable import Topology

/// What TILE reports of sensors.
@Suite struct TileHealthTests {
  private let map = MapTile(
    id: SyntheticWorld.tileID, version: 1,
    elements: [.line(100, from: (-150, 0), to: (150, 0)), .point(10, at: (5, 8))])

  private func reports(_ bench: TaskBench) throws -> [SensorHealth] {
    try bench.outputs.filter { $0.record.topic == .health }.map { output in
      #expect(output.record.partition == 0)
      return try SensorHealthCodec.decode(output.record.value ?? [])
    }
  }

  @Test func aTickEndsTheReportAndRepeatsAreNotReportedTwice() throws {
    var world = SyntheticWorld(seed: 1, map: map)
    var bench = try TaskBench([map])
    let first = world.traversal()
    let second = world.traversal()
    try bench.feed([.traversal(first), .traversal(first), .traversal(second)])
    #expect(try reports(bench).isEmpty)
    try bench.feed([.tick(Tick(time_ns: SyntheticWorld.start_ns + 1))])
    let report = try #require(try reports(bench).first)
    #expect(report.partition == 1 && report.lastOffset == Int64(bench.log.count - 1))
    #expect(report.traversals == [first, second].map { TraversalHealth($0, tile: map) })
    #expect(bench.partition.health.isEmpty)
  }

  @Test func aReportHoldsNoMoreThanItsLimitNorLongerThanItsSpan() throws {
    var world = SyntheticWorld(seed: 2, map: map)
    var bench = try TaskBench([map])
    for _ in 0..<200 { try bench.feed(world.traversal()) }
    let reports = try reports(bench)
    #expect(!reports.isEmpty)
    for report in reports {
      let full = report.traversals.count == SensorHealth.mostTraversals
      let span_ns = (report.traversals.last?.time_ns ?? 0) - (report.traversals.first?.time_ns ?? 0)
      #expect(full || span_ns >= 600_000_000_000)
    }
    #expect(reports.reduce(0) { $0 + $1.traversals.count } + bench.partition.health.count == 200)
  }
}
