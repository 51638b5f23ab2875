import Contracts
import Evidence
import Foundation
import Kafka
import MapModel
import Reconstruction
import Runtime
import Settings
import Storage
import TestSupport
import Testing

/// The whole way as an operator runs it: a real broker, the processor and the fleet in processes of their own, and readers that know
/// nothing but the contracts.
@Suite(.onOwnThread, .enabled(if: RealBroker.isPresent, "\(RealBroker.absence ?? "")"))
struct RealBrokerFlowTests {
  let deployment: Deployment

  init() throws {
    deployment = try Deployment(brokers: try RealBroker.shared().bootstrap, isEmbedded: false)
  }

  private func program(_ arguments: [String]) throws {
    let command = try Command(Service.program, arguments, mergesErrors: true)
    try #require(command.status == 0, "\(arguments.joined(separator: " ")): \(command.output)")
  }

  @Test func changesComeOutOnceAlsoOverARestart() throws {
    let brokers = deployment.configuration.kafka.brokers[0]
    try program(["map", "import", "--city", "--blocks", "1", "--out", deployment.configuration.storage.map])
    let base = Set(try TileStore(path: deployment.configuration.storage.map, access: .readOnly).currentIDs())
    try #require(!base.isEmpty)

    let first = try Service(["run"] + deployment.arguments, log: deployment.file("first.log"))
    try eventually("base versions") {
      try first.checkRunning()
      return try deployment.records(of: .tiles).count == base.count ? () : nil
    }
    try program(
      ["simulate", "--to-kafka", "--map", deployment.configuration.storage.map] + Fleet.arguments
        + deployment.arguments)
    try eventually("the end of the way") {
      try first.checkRunning()
      return try deployment.isSettled() ? () : nil
    }
    #expect(try deployment.records(of: .evidenceDeadLetter).isEmpty)
    let changes = try deployment.records(of: .changes)
    let tiles = try deployment.records(of: .tiles)
    try expectChanges(changes, tiles, base: base)
    try expectWhatPythonReads(brokers, base: base)
    try expectWhatKcatReads(brokers, changes)

    #expect(try first.stop() == 0)
    let second = try Service(["run"] + deployment.arguments, log: deployment.file("second.log"))
    // A record that must be refused shows that MATCH is at work again.
    let refused = try deployment.records(of: .observationsDeadLetter).count
    let producer = try KafkaProducer(deployment.cluster.kafka)
    let garbage = Kafka.OutgoingRecord(
      topic: deployment.cluster.names[.observations], key: Array("v".utf8), value: Array("no frame".utf8))
    try producer.send(garbage, token: 1)
    #expect(producer.close(timeout_ms: 30_000).count == 1)
    try eventually("both stages at work again") {
      try second.checkRunning()
      let isBack = try second.log.components(separatedBy: "assigned").count > 2
      let letters = try deployment.records(of: .observationsDeadLetter).count
      return try isBack && letters > refused && deployment.isSettled() ? () : nil
    }
    #expect(try second.stop() == 0)
    #expect(try deployment.records(of: .changes) == changes)
    #expect(try deployment.records(of: .tiles) == tiles)
  }

  private func expectChanges(_ changes: [IncomingRecord], _ tiles: [IncomingRecord], base: Set<TileID>) throws {
    let events = try changes.map { try ChangeEventCodec.decode($0.value ?? []) }
    let applied = events.filter { $0.status == .applied }
    #expect(!applied.isEmpty, "no change was applied among \(events.map(\.status.name))")
    // Old versions get a tombstone.
    let versions = try tiles.compactMap(\.value).map { try TileVersionCodec.decode($0).tile }
    #expect(Set(versions.filter { $0.version == 1 }.map(\.id)) == base)
    for event in applied {
      #expect(versions.contains { $0.id == event.tile && $0.version == event.appliedVersion })
      #expect(event.appliedVersion > 1)
    }
    try Gapless.expect(changes, type: .changeEvent, application: deployment.configuration.kafka.applicationId)
    try Gapless.expect(tiles, type: .tileVersion, application: deployment.configuration.kafka.applicationId)
  }

  private func expectWhatPythonReads(_ brokers: String, base: Set<TileID>) throws {
    guard let python = ChangesScript.python else {
      Skipped.tell("read_changes.py needs protoc and a Python with confluent-kafka (sh Config/setup.sh --test)")
      return
    }
    let names = deployment.cluster.names
    let lines = try ChangesScript.lines(python, brokers: brokers, topics: [names[.changes], names[.tiles]])
    let applied = lines.map(\.data).filter { $0.status == "STATUS_APPLIED" }
    #expect(!applied.isEmpty)
    let versions = lines.compactMap(\.data.tile)
    #expect(Set(versions.filter { $0.version == "1" }.map(\.tileId)) == Set(base.map(\.quadkey)))
    for change in applied {
      #expect(versions.contains { $0.tileId == change.tileId && $0.version == change.appliedVersion })
    }
  }

  private func expectWhatKcatReads(_ brokers: String, _ changes: [IncomingRecord]) throws {
    guard let kcat = Command.find("kcat") else {
      Skipped.tell("kcat is not installed (Debian package kcat)")
      return
    }
    let topic = deployment.cluster.names[.changes]
    let command = try Command(kcat, ["-b", brokers, "-C", "-e", "-q", "-t", topic, "-f", "%p %o %k %h\n"])
    #expect(command.status == 0)
    let expected = try changes.map { record in
      let id = try CloudEventHeaders(record.headers).id
      let key = String(decoding: record.key ?? [], as: UTF8.self)
      return "\(record.partition) \(record.offset) \(key) ce_specversion=1.0,ce_id=\(id),"
    }
    let lines = command.output.split(separator: "\n")
    #expect(lines.count == expected.count)
    for start in expected { #expect(lines.contains { $0.hasPrefix(start) }, "\(start) is not among \(lines)") }
  }
}
