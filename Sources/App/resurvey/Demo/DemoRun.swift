import Contracts
import Evidence
import Foundation
import Kafka
import MapModel
import Observations
import Runtime
import Settings
import Simulation
import Storage
import Topology

/// One run of the demo: a broker, both stages and a simulated fleet in this process, joined by Kafka's protocol alone.
struct DemoRun {
  /// What came of it.
  struct Result {
    var changes: [ChangeEvent]
    var tiles: [MapTile]
    var counts: DemoProgress.Snapshot
    var framesSent: Int
    var wall_s: Double
  }

  let simulator: Simulator
  let tiles: [MapTile]
  let folder: URL
  let configuration: ResurveyConfiguration
  let stop: StopSignal

  /// Most bytes of a partition that MATCH may be behind: the embedded broker keeps 5 MiB.
  private static let inFlight_bytes = 3 << 20
  private static let partitions: Int32 = 4

  /// Runs it.
  /// - Parameter show: told how far it is, often.
  func run(_ show: @escaping (String) -> Void) throws -> Result {
    let start = ContinuousClock.now
    let broker = try EmbeddedBroker(log: { _ in })
    var configuration = configuration
    configuration.kafka.brokers = [broker.bootstrap]
    configuration.kafka.embedded = true
    configuration.storage.map = folder.appendingPathComponent("map.sqlite").path
    configuration.storage.state = folder.appendingPathComponent("state").path
    configuration.match.idle_ms = 1500
    configuration.limits.batchRecords = 500
    let cluster = Cluster(configuration, log: { _ in })
    try broker.createTopics(cluster.names, partitions: Self.partitions)
    try TileStore(path: configuration.storage.map).put(tiles)

    let progress = DemoProgress()
    let processor = StreamProcessor(
      cluster, configuration, policy: try configuration.decisionPolicy(),
      matching: try configuration.driveMatching()
    ) {
      progress.note($0)
    }
    let stages = StageThread("stages", stop: stop) { [stop] in try processor.run(until: stop) }
    let reader = try TopicReader(cluster, .changes)
    defer { reader.close() }
    let total = simulator.frameCount
    func look(_ sent: Int) -> Bool {
      let now = progress.snapshot
      show(
        "\(sent)/\(total) frames sent, \(now.match.records) matched, \(now.traversals) traversals, "
          + "\(now.confirmed) changes, \(now.versions) new tile versions")
      return !stop.isRaised
    }
    while !progress.snapshot.isMapReady, look(0) { Thread.sleep(forTimeInterval: 0.02) }
    let sent = try send(cluster, processor, look)
    try drain(cluster, processor, progress, look, sent)
    let changes = try readAll(reader)
    stop.raise()
    try stages.join()
    let maps = try TileStore(path: configuration.storage.map)
    let wall = ContinuousClock.now - start
    return Result(
      changes: changes, tiles: try maps.currentTiles(), counts: progress.snapshot, framesSent: sent,
      wall_s: Double(wall.components.seconds) + Double(wall.components.attoseconds) / 1e18)
  }

  /// Every change event: reads until nothing has come for a while, since the embedded broker wakes no waiting fetch.
  private func readAll(_ reader: TopicReader) throws -> [ChangeEvent] {
    var reading = ChangeReading()
    var quiet = 0
    while quiet < 3 {
      let records = try reader.poll(timeout_ms: 200).records
      for record in records { try reading.take(record) }
      quiet = records.isEmpty ? quiet + 1 : 0
    }
    return reading.events
  }

  private func send(_ cluster: Cluster, _ processor: StreamProcessor, _ look: (Int) -> Bool) throws -> Int {
    let producer = try FrameProducer(cluster, limit_bytes: Self.inFlight_bytes) { processor.observations.snapshot }
    var sent = 0
    for arriving in simulator {
      guard
        try producer.send(
          vehicle: arriving.frame.vehicle.text, frame: FrameCodec.encode(arriving.frame),
          timestamp_ms: arriving.arrival_ns / 1_000_000, whileWaiting: { look(sent) })
      else { break }
      sent += 1
      if sent % 100 == 0, !look(sent) { break }
    }
    guard producer.finish(), producer.failed.count == 0 else {
      throw CommandError(
        .unavailable,
        "\(producer.failed.count) frames did not arrive: \(producer.failed.last.map { "\($0)" } ?? "time ran out")")
    }
    return sent
  }

  /// Waits until every frame has gone the whole way.
  private func drain(
    _ cluster: Cluster, _ processor: StreamProcessor, _ progress: DemoProgress, _ look: (Int) -> Bool, _ sent: Int
  ) throws {
    let admin = try KafkaAdmin(cluster.kafka)
    let evidence = (0..<Self.partitions).map { TopicPartition(cluster.names[.evidence], $0) }
    while look(sent) {
      Thread.sleep(forTimeInterval: 0.1)
      guard progress.snapshot.isMatchIdle, progress.snapshot.match.records >= sent else { continue }
      let marks = try admin.watermarks(of: evidence)
      let folded = processor.evidence.snapshot
      if marks.allSatisfy({ folded[$0.key.partition, default: 0] >= $0.value.high }) { return }
    }
  }
}
