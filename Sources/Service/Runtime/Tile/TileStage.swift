import Contracts
import Evidence
import Foundation
import Kafka
import MapModel
import Reconstruction
import Settings
import Storage
import Topology

/// Runs TILE: reads `map.evidence` as a member of a group, one owner a partition, and sends what the owners' outboxes hold. One
/// thread, but that partitions are folded side by side.
public final class TileStage {
  private let cluster: Cluster
  private let configuration: ResurveyConfiguration
  private let task: TileTask.Configuration
  private let maps: TileStore
  private let progress: ReadProgress?
  private let report: @Sendable (StageEvent) -> Void
  private let consumer: KafkaConsumer
  private let sender: OutboxSender
  private var owners: [Int32: TilePartitionOwner] = [:]

  /// A stage, not yet reading.
  /// - Parameters:
  ///   - maps: the store that holds the map versions the log's base-map records name; new versions are put there too.
  ///   - progress: told the next offset of each partition.
  ///   - report: receives what happens, on this stage's thread.
  public init(
    _ cluster: Cluster, _ configuration: ResurveyConfiguration, task: TileTask.Configuration, maps: TileStore,
    progress: ReadProgress? = nil, report: @escaping @Sendable (StageEvent) -> Void
  ) throws(KafkaError) {
    self.cluster = cluster
    self.configuration = configuration
    self.task = task
    self.maps = maps
    self.progress = progress
    self.report = report
    var kafka = cluster.kafka
    kafka.fetchAhead_kB = configuration.limits.tileFetch_kb
    consumer = try KafkaConsumer(kafka, group: cluster.group(configuration.kafka.tileGroup))
    sender = try OutboxSender(cluster)
  }

  /// Works until `stop` is raised or something happens that only a restart can mend.
  public func run(until stop: StopSignal) throws {
    defer {
      consumer.close()
      sender.close()
    }
    try consumer.subscribe([cluster.names[.evidence]])
    while !stop.isRaised {
      let batch = try gather(until: stop)
      for event in batch.events { try handle(event, stop) }
      try process(batch.records)
    }
    try commitPositions()
  }

  /// A batch: what comes until it is full, its time is up or anything else happens, such as the end of a partition. Far behind that end
  /// batches are full, and many records of a block of ledgers are written as one.
  private func gather(until stop: StopSignal) throws(KafkaError) -> ConsumerBatch {
    let most = configuration.limits.tileBatchRecords
    let end = ContinuousClock.now + .milliseconds(configuration.limits.batch_ms)
    var batch = try consumer.poll(max: most, timeout_ms: Int32(configuration.limits.batch_ms))
    while !batch.records.isEmpty, batch.events.isEmpty, batch.records.count < most, !stop.isRaised,
      ContinuousClock.now < end
    {
      let more = try consumer.poll(max: most - batch.records.count, timeout_ms: 5)
      batch.records += more.records
      batch.events += more.events
    }
    return batch
  }

  private func handle(_ event: ConsumerEvent, _ stop: StopSignal) throws {
    switch event {
    case .assigned(let partitions): try begin(partitions.map(\.partition), stop)
    case .revoked(let partitions, let isLost):
      if !isLost { try commitPositions() }
      owners = [:]
      report(.revoked(.tile, partitions: partitions.map(\.partition), isLost: isLost))
    case .outOfRange(let partition, let offset):
      throw KafkaError.fatal(
        KafkaFault(
          operation: "read \(partition)", code: "OFFSET_OUT_OF_RANGE",
          reason: "the tile log no longer holds offset \(offset); start from a snapshot that is newer than the gap"))
    case .commitFailed(let failure): report(.problem(.tile, failure.error))
    case .problem(let error): report(.problem(.tile, error))
    case .endOfPartition: break
    }
  }

  /// Opens the file of each partition and goes on where it stands: the group's commits only show the lag.
  private func begin(_ partitions: [TopicPartition], _ stop: StopSignal) throws {
    owners = [:]
    let marks = try Patience { [report] in report(.problem(.tile, $0)) }(until: stop) {
      try consumer.watermarks(of: partitions, timeout_ms: 10_000)
    }
    var starts: [TopicPartition: Int64] = [:]
    for partition in partitions {
      let owner = try open(partition.partition)
      let low = marks[partition]?.low ?? 0
      guard owner.begin(at: low) else {
        throw KafkaError.fatal(
          KafkaFault(
            operation: "read \(partition)", code: "GAP",
            reason:
              "the state stands at offset \(owner.nextOffset), the log begins at \(low); start from a newer snapshot"))
      }
      if let high = marks[partition]?.high, owner.nextOffset > high {
        throw KafkaError.fatal(
          KafkaFault(
            operation: "read \(partition)", code: "AHEAD",
            reason:
              "the state stands at offset \(owner.nextOffset), the log ends at \(high): the state is of another log"))
      }
      starts[partition] = owner.nextOffset
      owners[partition.partition] = owner
    }
    try sender.send(of: owners.sorted { $0.key < $1.key }.map(\.value.store))
    try consumer.start(at: starts)
    report(.assigned(.tile, starts: Dictionary(uniqueKeysWithValues: starts.map { ($0.key.partition, $0.value) })))
  }

  private func open(_ partition: Int32) throws -> TilePartitionOwner {
    let folder = URL(fileURLWithPath: configuration.storage.state, isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let store = try PartitionStore(
      path: folder.appendingPathComponent("evidence-\(partition).sqlite").path,
      name: "\(task.application)/\(cluster.names[.evidence])/\(partition)")
    // A connection of its own: partitions are folded side by side.
    let maps = try TileStore(path: maps.path, access: .readOnly)
    return try TilePartitionOwner(TileTask(task, partition: partition), store: store) { base in
      try maps.tile(base.tile, version: base.version)
    }
  }

  private func process(_ records: [KafkaRecord]) throws {
    var byPartition: [Int32: [IncomingRecord]] = [:]
    for record in records {
      guard let incoming = cluster.names.incoming(record) else { continue }
      byPartition[record.partition, default: []].append(incoming)
    }
    let folds = byPartition.sorted { $0.key < $1.key }.compactMap { partition, batch in
      owners[partition].map { PartitionFold(partition: partition, owner: $0, records: batch) }
    }
    // A version is in the map before anybody is told of it.
    for published in try PartitionFold.run(folds) where !published.isEmpty {
      try maps.put(published.map { ($0.tile, $0.contentHash) })
    }
    try sender.send(of: folds.map(\.owner.store))
    for fold in folds {
      progress?.advance(fold.partition, to: fold.owner.nextOffset)
      report(.folded(partition: fold.partition, before: fold.before, after: fold.owner.counts))
    }
    if !byPartition.isEmpty { try commitPositions() }
  }

  private func commitPositions() throws {
    let offsets = owners.reduce(into: [TopicPartition: Int64]()) {
      $0[TopicPartition(cluster.names[.evidence], $1.key)] = $1.value.nextOffset
    }
    guard !offsets.isEmpty else { return }
    do throws(KafkaError) {
      try consumer.commitWithoutWaiting(offsets)
    } catch {
      report(.problem(.tile, error))
    }
  }
}
