import Contracts
import Evidence
import Foundation
import Kafka
import Observations
import Runtime
import Settings
import Storage
import TestSupport
import Testing
import Topology

/// A processor that is killed outright while vehicles are under way, on a real broker.
@Suite(.onOwnThread, .enabled(if: RealBroker.isPresent, "\(RealBroker.absence ?? "")"))
struct KilledFlowTests {
  private struct Trip: Hashable {
    let vehicle: VehicleID
    let drive: DriveID
  }

  let deployment: Deployment

  init() throws {
    deployment = try Deployment(brokers: try RealBroker.shared().bootstrap, isEmbedded: false)
  }

  private func program(_ arguments: [String]) throws {
    let command = try Command(Service.program, arguments, mergesErrors: true)
    try #require(command.status == 0, "\(arguments.joined(separator: " ")): \(command.output)")
  }

  /// As a static member of its groups: the next one takes its place without waiting for a session to end.
  private func processor(_ name: String, idle_ms: Int) throws -> Service {
    try Service(
      ["run"] + deployment.arguments
        + ["--set", "kafka.instance_id=only", "--set", "match.idle_ms=\(idle_ms)"], log: deployment.file(name))
  }

  private func traversals() throws -> [TraversalEvidence] {
    try deployment.records(of: .evidence).compactMap { record in
      guard case .traversal(let evidence) = try TileLogCodec.decode(record.value ?? []) else { return nil }
      return evidence
    }
  }

  @Test func nothingCountsTwiceAndNothingIsMissing() throws {
    try program(["map", "import", "--city", "--blocks", "1", "--out", deployment.configuration.storage.map])
    // A drive's last traversal ends when nothing has come for a while: with so long a while all are open at the kill.
    let first = try processor("first.log", idle_ms: 600_000)
    try eventually("the topics") {
      try first.checkRunning()
      return try deployment.records(of: .tiles).isEmpty ? nil : ()
    }
    try program(
      ["simulate", "--to-kafka", "--map", deployment.configuration.storage.map] + Fleet.arguments
        + deployment.arguments)
    try eventually("evidence of traversals that ended") {
      try first.checkRunning()
      return try traversals().isEmpty ? nil : ()
    }
    try first.killNow()
    #expect(try !deployment.isSettled(), "traversals were under way")

    let second = try processor("second.log", idle_ms: 2000)
    try eventually("the end of the way") {
      try second.checkRunning()
      return try deployment.isSettled() ? () : nil
    }
    #expect(try second.stop() == 0)

    let said = try traversals()
    let counted = Set(said.map(\.id)).count
    let counts = try foldCounts()
    #expect(counts.reduce(0) { $0 + $1.traversals } == counted)
    #expect(counts.reduce(0) { $0 + $1.repeated } == said.count - counted)
    let driven = try deployment.records(of: .observations).map { record in
      let frame = try FrameCodec.decode(record.value ?? [])
      return Trip(vehicle: frame.vehicle, drive: frame.drive)
    }
    #expect(Set(said.map { Trip(vehicle: $0.id.vehicle, drive: $0.id.drive) }) == Set(driven))
    #expect(try deployment.records(of: .evidenceDeadLetter).isEmpty)

    let application = deployment.configuration.kafka.applicationId
    let changes = try Repeats.dropped(from: deployment.records(of: .changes))
    #expect(!changes.isEmpty)
    try Gapless.expect(changes, type: .changeEvent, application: application)
    try Gapless.expect(
      Repeats.dropped(from: deployment.records(of: .tiles)), type: .tileVersion, application: application)
  }

  /// What each partition's fold has met, from its file.
  private func foldCounts() throws -> [FoldCounts] {
    let files = try FileManager.default.contentsOfDirectory(atPath: deployment.configuration.storage.state)
    return try files.filter { $0.hasPrefix("evidence-") && $0.hasSuffix(".sqlite") }.map { name in
      let partition = try #require(name.split(whereSeparator: { "-.".contains($0) }).dropFirst().first)
      let store = try PartitionStore(
        path: "\(deployment.configuration.storage.state)/\(name)",
        name: "\(deployment.configuration.kafka.applicationId)/\(deployment.cluster.names[.evidence])/\(partition)")
      return try TilePartition(try #require(try store.meta("partition"))).counts
    }
  }
}
