import Contracts
import Evidence
import Foundation
import Kafka
import MapModel
import Runtime
import Settings
import Storage
import Topology

/// One measurement of the TILE stage: map, log, opening, backlog, and the fold over it.
final class TileBench {
  let cluster: Cluster
  let configuration: ResurveyConfiguration
  private let policy: Policy
  private let workload: TileWorkload
  private let catalogue: TopicCatalogue
  private var progress = ProgressLine()
  private var report = TileBenchReport()
  private var partitions: Int32 = 0
  /// Records written to the log.
  private var sent: Int64 = 0

  /// Tiles and records made at a time.
  private static let chunk = 64

  init(
    cluster: Cluster, configuration: ResurveyConfiguration, policy: Policy, workload: TileWorkload, partitions: Int32
  ) {
    self.cluster = cluster
    self.configuration = configuration
    self.policy = policy
    self.workload = workload
    var catalogue = TopicCatalogue().renamed(by: configuration.topics)
    catalogue.evidence.partitions = partitions
    catalogue.changes.partitions = partitions
    catalogue.tiles.partitions = partitions
    catalogue.alerts.partitions = partitions
    self.catalogue = catalogue
  }

  /// The topics it makes.
  var topics: [String] { catalogue.named.map(\.topic.name) }
  /// The map with its side files.
  var mapFiles: [String] { ["", "-wal", "-shm"].map { configuration.storage.map + $0 } }

  func run() throws -> TileBenchReport {
    report.tiles = workload.tiles
    report.elementsPerTile = workload.elements
    report.records = workload.records
    report.votesPerRecord = workload.votes
    partitions = try TopicSetup.ensure(cluster, catalogue)
    report.partitions = Int(partitions)
    var hashes: [[UInt32]] = []
    report.map_s = try time_s { hashes = try makeMap() }
    report.open_s = try fold("opening tiles").wall_s
    report.produce_s = try time_s { try produce(hashes) }
    let run = try fold("folding")
    progress.clear()
    note(run)
    try noteSizes()
    return report
  }

  private func time_s(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    return try clock.measure(body) / .seconds(1)
  }

  /// Stores the map and begins every partition's log with fold version, policy and base maps.
  private func makeMap() throws -> [[UInt32]] {
    let store = try TileStore(path: configuration.storage.map)
    let producer = try KafkaProducer(cluster.kafka)
    for partition in 0..<partitions {
      for record in LogOpening.records(partition: partition, of: partitions, policy: policy, maps: []) {
        try producer.send(cluster.names.outgoing(record), token: 1)
        sent += 1
      }
    }
    // Alone, as `LogOpening` does: see there.
    try check(producer.flush(timeout_ms: 120_000))
    var hashes: [[UInt32]] = []
    for first in stride(from: 0, to: workload.tiles, by: Self.chunk) {
      let tiles = (first..<min(first + Self.chunk, workload.tiles)).map { workload.tile($0) }
      try store.put(tiles)
      for tile in tiles {
        hashes.append(tile.elements.map(\.evidenceHash))
        try send(
          .baseMap(BaseMap(tile: tile.id, version: tile.version, contentHash: tile.contentHash)), tile.id, producer)
      }
      progress.show("\(hashes.count) of \(workload.tiles) tiles made")
    }
    try finish(producer)
    return hashes
  }

  private func produce(_ hashes: [[UInt32]]) throws {
    let producer = try KafkaProducer(cluster.kafka)
    var bytes = 0
    for number in 0..<workload.records {
      let drawn = workload.draw(number)
      bytes += try send(
        .traversal(workload.traversal(number, drawn, hashes: hashes[drawn.tile])), workload.id(ofTile: drawn.tile),
        producer)
      progress.show("\(number + 1) of \(workload.records) traversals written")
      if number.isMultiple(of: Self.chunk) { try check(producer.poll()) }
    }
    try finish(producer)
    report.bytesPerRecord = Double(bytes) / Double(workload.records)
  }

  @discardableResult
  private func send(_ record: TileLogRecord, _ tile: TileID, _ producer: KafkaProducer) throws -> Int {
    let key = Array(tile.description.utf8)
    let value = TileLogCodec.encode(record)
    try producer.send(
      cluster.names.outgoing(
        Contracts.OutgoingRecord(
          topic: .evidence, partition: Murmur2.partition(of: key, count: partitions), key: key, value: value)),
      token: 1)
    sent += 1
    return value.count
  }

  private func finish(_ producer: KafkaProducer) throws {
    try check(producer.flush(timeout_ms: 120_000))
    guard producer.pending == 0 else {
      throw CommandError(.unavailable, "\(cluster.names[.evidence]): the broker did not take all records in 120 s")
    }
    try check(producer.close(timeout_ms: 1000))
  }

  private func check(_ deliveries: [Delivery]) throws {
    for delivery in deliveries { if case .failure(let error) = delivery.result { throw error } }
  }

  /// Runs the stage until all that stands in the log is committed.
  private func fold(_ what: String) throws -> TileBenchRun.Outcome {
    let topic = cluster.names[.evidence]
    let ends = try KafkaAdmin(cluster.kafka).watermarks(of: (0..<partitions).map { TopicPartition(topic, $0) })
    let written = ends.values.reduce(0) { $0 + $1.high }
    guard written == sent else {
      throw CommandError(.unavailable, "\(topic): \(sent) records were written, the broker tells of \(written)")
    }
    let run = TileBenchRun(ends: Dictionary(uniqueKeysWithValues: ends.map { ($0.key.partition, $0.value.high) }))
    let task = TileTask.Configuration(
      application: configuration.kafka.applicationId, partitionCount: partitions, policy: policy, evidenceTopic: topic)
    let cluster = cluster
    let configuration = configuration
    let thread = StageThread("tile", stop: run.stop) {
      try TileStage(
        cluster, configuration, task: task, maps: try TileStore(path: configuration.storage.map),
        report: { run.note($0) }
      ).run(until: run.stop)
    }
    while !run.stop.isRaised {
      Thread.sleep(forTimeInterval: 0.1)
      progress.show("\(what): \(run.left) records left")
    }
    try thread.join()
    guard let outcome = run.outcome else {
      throw CommandError(.failure, "the stage ended before all was committed")
    }
    return outcome
  }

  private func note(_ run: TileBenchRun.Outcome) {
    report.wall_s = run.wall_s
    report.cpu_s = run.cpu_s
    report.votesPerSecond = Double(workload.allVotes) / run.wall_s
    report.votesPerCPUSecond = Double(workload.allVotes) / run.cpu_s
    report.commits = run.commits
    for counts in run.counts {
      report.traversals += counts.traversals
      report.votes += counts.votes
      report.staleVotes += counts.staleVotes
      report.repeated += counts.repeated
      report.confirmed += counts.confirmed
      report.suspected += counts.suspected
      report.versions += counts.versions
    }
    report.resident_MB = Self.resident_MB
  }

  private func noteSizes() throws {
    var (ledgers, files, entries) = (0, 0, 0)
    for partition in 0..<partitions {
      let store = try PartitionStore(
        path: configuration.storage.state + "/evidence-\(partition).sqlite",
        name: "\(configuration.kafka.applicationId)/\(cluster.names[.evidence])/\(partition)")
      let size = try store.size()
      ledgers += size.ledger_bytes
      entries += size.blocks * TileLedger.blockLength
      files += size.file_bytes - size.geometry_bytes
    }
    let elements = workload.tiles * workload.elements
    report.ledgerBytesPerElement = Double(ledgers) / Double(max(min(entries, elements), 1))
    report.fileBytesPerElement = Double(files) / Double(elements)
  }

  private static var resident_MB: Double {
    var usage = rusage()
    // The system writes one value of ours.
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1000
  }
}
