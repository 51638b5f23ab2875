import Contracts
import Foundation
import Kafka
import Settings
import Storage
import Topology

/// Runs FLEET: reads `fleet.health`, which has one partition, as a member of a group, and sends what the owner's outbox holds. One thread.
public final class FleetStage {
  private let cluster: Cluster
  private let configuration: ResurveyConfiguration
  private let task: FleetTask
  private let report: @Sendable (StageEvent) -> Void
  private let consumer: KafkaConsumer
  private let sender: OutboxSender
  private var owner: FleetOwner?

  /// A stage, not yet reading.
  /// - Parameter report: receives what happens, on this stage's thread.
  public init(
    _ cluster: Cluster, _ configuration: ResurveyConfiguration, task: FleetTask,
    report: @escaping @Sendable (StageEvent) -> Void
  ) throws(KafkaError) {
    self.cluster = cluster
    self.configuration = configuration
    self.task = task
    self.report = report
    consumer = try KafkaConsumer(cluster.kafka, group: cluster.group(configuration.kafka.fleetGroup))
    sender = try OutboxSender(cluster)
  }

  /// Works until `stop` is raised or something happens that only a restart can mend.
  public func run(until stop: StopSignal) throws {
    defer {
      consumer.close()
      sender.close()
    }
    try consumer.subscribe([cluster.names[.health]])
    while !stop.isRaised {
      let batch = try consumer.poll(
        max: configuration.limits.batchRecords, timeout_ms: Int32(configuration.limits.batch_ms))
      for event in batch.events { try handle(event, stop) }
      try process(batch.records)
    }
    try commitPosition()
  }

  private func handle(_ event: ConsumerEvent, _ stop: StopSignal) throws {
    switch event {
    case .assigned(let partitions):
      owner = nil
      // Of a group's members all but one have nothing to read.
      if let partition = partitions.first?.partition { try begin(partition, stop) }
    case .revoked(let partitions, let isLost):
      if !isLost { try commitPosition() }
      owner = nil
      report(.revoked(.fleet, partitions: partitions.map(\.partition), isLost: isLost))
    case .outOfRange(let partition, let offset):
      throw KafkaError.fatal(
        KafkaFault(
          operation: "read \(partition)", code: "OFFSET_OUT_OF_RANGE",
          reason: "the topic no longer holds offset \(offset); delete the stage's state to begin with what it holds"))
    case .commitFailed(let failure): report(.problem(.fleet, failure.error))
    case .problem(let error): report(.problem(.fleet, error))
    case .endOfPartition: break
    }
  }

  private func begin(_ partition: TopicPartition, _ stop: StopSignal) throws {
    let marks = try Patience { [report] in report(.problem(.fleet, $0)) }(until: stop) {
      try consumer.watermarks(of: [partition], timeout_ms: 10_000)
    }
    let folder = URL(fileURLWithPath: configuration.storage.state, isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let store = try PartitionStore(
      path: folder.appendingPathComponent("fleet.sqlite").path,
      name: "\(task.configuration.application)/\(cluster.names[.health])/\(partition.partition)")
    let owner = try FleetOwner(task, store: store)
    owner.begin(at: marks[partition]?.low ?? 0)
    self.owner = owner
    try sender.send(of: [store])
    try consumer.start(at: [partition: owner.nextOffset])
    report(.assigned(.fleet, starts: [partition.partition: owner.nextOffset]))
  }

  private func process(_ records: [KafkaRecord]) throws {
    let incoming = records.compactMap { cluster.names.incoming($0) }
    guard let owner, !incoming.isEmpty else { return }
    let before = owner.counts
    try owner.fold(incoming)
    try sender.send(of: [owner.store])
    report(.compared(before: before, after: owner.counts))
    try commitPosition()
  }

  private func commitPosition() throws {
    guard let owner else { return }
    do throws(KafkaError) {
      try consumer.commitWithoutWaiting([TopicPartition(cluster.names[.health], 0): owner.nextOffset])
    } catch {
      report(.problem(.fleet, error))
    }
  }
}
