import Contracts
import Evidence
import Foundation
import Kafka
import Runtime
import MapModel
import Observations
import TestSupport
import Testing

@Suite(.onOwnThread) struct TopicCommandTests {
  private func broker() throws -> EmbeddedBroker {
    let broker = try EmbeddedBroker(log: { _ in })
    try broker.createTopics(TopicNames(), partitions: 2)
    return broker
  }

  private func send(_ records: [Kafka.OutgoingRecord], to broker: EmbeddedBroker) throws {
    let producer = try KafkaProducer(broker.configuration(log: { _ in }))
    for (token, record) in records.enumerated() { try producer.send(record, token: UInt64(token)) }
    #expect(producer.flush(timeout_ms: 10_000).count == records.count)
    _ = producer.close(timeout_ms: 1000)
  }

  @Test func producedFramesAreTappedAsTheyWere() throws {
    let program = try Program()
    let broker = try broker()
    #expect(
      try program.run(
        "simulate", "--city", "--blocks", "2", "--vehicles", "2", "--days", "1", "--drives", "2", "--length-m", "150",
        "--out", program.file("frames.jsonl")
      ).status == 0)
    let lines = try program.text("frames.jsonl").split(separator: "\n").map(String.init)
    try program.write((lines + ["not a frame"]).joined(separator: "\n"), to: "with-fault.jsonl")

    let sent = try program.run(
      "produce", program.file("with-fault.jsonl"), "--brokers", broker.bootstrap, mergesErrors: true)
    #expect(sent.status == 0, "\(sent.output)")
    #expect(sent.output.contains("line \(lines.count + 1): malformed_json"))
    #expect(sent.output.contains("fleet.observations: \(lines.count) frames"))

    let tapped = try program.run(
      "tap", "observations", "--from", "earliest", "--until-end", "--json", "--brokers", broker.bootstrap)
    let values = tapped.output.split(separator: "\n").map { line -> String in
      let parts = line.split(separator: "\"value\":", maxSplits: 1)
      return parts.count == 2 ? String(parts[1].dropLast()) : ""
    }
    #expect(values.sorted() == lines.sorted())

    let strict = try program.run(
      "produce", program.file("with-fault.jsonl"), "--strict", "--brokers", broker.bootstrap, mergesErrors: true)
    #expect(strict.status == 65)
    withExtendedLifetime(broker) {}
  }

  @Test func simulatedFramesReachTheBroker() throws {
    let program = try Program()
    let broker = try broker()
    let command = try program.run(
      "simulate", "--city", "--blocks", "2", "--vehicles", "2", "--days", "1", "--drives", "2", "--length-m", "150",
      "--to-kafka", "--brokers", broker.bootstrap)
    #expect(command.status == 0)
    let tapped = try program.run(
      "tap", "fleet.observations", "--from", "earliest", "--count", "3", "--brokers", broker.bootstrap)
    #expect(tapped.output.split(separator: "\n").count == 6)
    withExtendedLifetime(broker) {}
  }

  @Test func sendingWaitsForAReaderThatIsNotThere() throws {
    let program = try Program()
    let broker = try broker()
    let address = broker.bootstrap
    #expect(
      try program.run(
        "simulate", "--city", "--blocks", "2", "--vehicles", "1", "--days", "1", "--drives", "1", "--length-m", "150",
        "--out", program.file("frames.jsonl")
      ).status == 0)
    // The pipe closes with the first such line, which ends the sender; one that does not wait comes to its end without it.
    let bash = try #require(Command.find("bash"))
    let command = try program.run(
      under: [bash, "-c", #""$0" "$@" 2>&1 | grep -m1 waiting"#],
      "produce", program.file("frames.jsonl"), "--pace-bytes", "10000", "--brokers", address)
    #expect(command.output.contains("waiting for group resurvey-match"), "\(command.output)")
    withExtendedLifetime(broker) {}
  }

  @Test func aDeadLetterShowsWhyAndWhere() throws {
    let program = try Program()
    let broker = try broker()
    let refused = IncomingRecord(
      topic: .observations, partition: 1, offset: 7, timestamp_ms: 1_772_409_600_000, key: Array("v1".utf8),
      value: [0xff])
    let letter = DeadLetter(
      refused, Rejection(.outOfRange, field: "gnss.latitude_deg", value: "98", limit: "within ±90"))
    try send(
      [
        Kafka.OutgoingRecord(
          topic: Topic.observationsDeadLetter.rawValue, key: Array("v1".utf8), value: [0xff],
          headers: letter.headers.map { KafkaHeader(name: $0.name, value: $0.value) })
      ], to: broker)
    let tapped = try program.run(
      "tap", "observations-dead-letter", "--from", "earliest", "--until-end", "--brokers", broker.bootstrap)
    #expect(
      tapped.output.contains(
        "key=v1 time=")
        && tapped.output.contains(
          "REFUSED out_of_range gnss.latitude_deg = 98 (must be within ±90), was fleet.observations/1/7"),
      "\(tapped.output)")
    withExtendedLifetime(broker) {}
  }

  @Test func changesShowsTheLastWordOnEachOnce() throws {
    let program = try Program()
    let broker = try broker()
    var event = ChangeEvent(
      change: "c1", kind: .removed, status: .confirmed, tile: TileID(quadkey: 1_000_000), elementClass: .pole,
      shapeKind: .point)
    event.pieceBefore = PieceID(ElementID(4711))
    event.before = [TilePoint(x_cm: 100, y_cm: 200)]
    event.evidence_mnat = 12_500
    event.firstSeen_ns = 1_772_409_600_000_000_000
    event.lastSeen_ns = event.firstSeen_ns
    func record(_ event: ChangeEvent, sequence: UInt64) -> Kafka.OutgoingRecord {
      let headers = CloudEventHeaders(
        id: "resurvey/0/\(sequence)", source: "/resurvey", type: .changeEvent, time_ns: event.lastSeen_ns,
        sequence: sequence)
      return Kafka.OutgoingRecord(
        topic: Topic.changes.rawValue, partition: 0, key: Array("1000000".utf8), value: ChangeEventCodec.encode(event),
        headers: headers.recordHeaders.map { KafkaHeader(name: $0.name, value: $0.value) })
    }
    let confirmed = record(event, sequence: 1)
    event.status = .applied
    event.appliedVersion = 2
    try send([confirmed, record(event, sequence: 2), confirmed], to: broker)

    let table = try program.run(
      "changes", "--brokers", broker.bootstrap, "--geojson", program.file("changes.geojson"))
    #expect(table.output.contains("removed"))
    #expect(table.output.contains("confirmed > applied "))
    #expect(table.output.contains("1 changes of 2 events; 1 records came again"), "\(table.output)")
    #expect(try program.text("changes.geojson").contains("\"c1\""))
    let json = try program.run("changes", "--brokers", broker.bootstrap, "--json")
    let list = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(list.count == 1)
    #expect(list.first?["evidence_nat"] as? Double == 12.5)
    #expect(list.first?["applied_version"] as? Int == 2)
    let life = try #require(list.first?["life"] as? [[String: Any]])
    #expect(life.compactMap { $0["status"] as? String } == ["confirmed", "applied"])
    #expect(life.last?["tile_version"] as? Int == 2)
    withExtendedLifetime(broker) {}
  }

  @Test func aReviewStandsInTheTileLogUnderItsTile() throws {
    let program = try Program()
    let broker = try broker()
    let sent = try program.run(
      "review", "1000000-17-1", "reject", "--comment", "shadow", "--reviewer", "r", "--seen", "applied", "--json",
      "--brokers", broker.bootstrap)
    #expect(sent.status == 0, "\(sent.output)")
    let tapped = try program.run(
      "tap", "evidence", "--from", "earliest", "--until-end", "--json", "--brokers", broker.bootstrap)
    #expect(tapped.output.contains(#""key":"1000000""#), "\(tapped.output)")
    #expect(tapped.output.contains(sent.output.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(sent.output.contains("DECISION_REJECT") && sent.output.contains("STATUS_APPLIED"))
    for (change, decision, words) in [
      ("17", "approve", "no change id"), ("1-2-3", "maybe", "maybe"), ("1-2-3", "comment", "--comment"),
    ] {
      let wrong = try program.run("review", change, decision, mergesErrors: true)
      #expect(wrong.status == 64 && wrong.output.contains(words), "\(wrong.output)")
    }
    withExtendedLifetime(broker) {}
  }

  @Test func unknownTopicsAndAbsentBrokersAreNamed() throws {
    let program = try Program()
    let unknown = try program.run("tap", "chnges", mergesErrors: true)
    #expect(unknown.status == 64)
    #expect(unknown.output.contains("changes (map.changes)"))
    let port = try FreePort.pair()
    let absent = try program.run("changes", "--brokers", "127.0.0.1:\(port)", mergesErrors: true)
    #expect(absent.status == 69, "\(absent.output)")
  }
}
