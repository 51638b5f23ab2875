import Contracts
import Kafka
import Localization
import Settings
import Topology

/// Runs MATCH: reads `fleet.observations` as a member of a group, feeds one task a partition, sends what comes out and commits what has
/// arrived. One thread.
public final class MatchStage {
  private let cluster: Cluster
  private let configuration: ResurveyConfiguration
  private let taskConfiguration: MatchTaskConfiguration
  private let report: @Sendable (StageEvent) -> Void
  private let progress: ReadProgress?

  private let consumer: KafkaConsumer
  private let producer: KafkaProducer
  private let follower: TileFollower
  private var tasks: [Int32: MatchTask] = [:]
  private var tokens: [UInt64: (partition: Int32, epoch: UInt64, token: UInt64)] = [:]
  private var nextToken: UInt64 = 1
  private var epoch: UInt64 = 0
  private var committed: [Int32: Int64] = [:]
  private var lastRecord = ContinuousClock.now
  private var lastCommit = ContinuousClock.now
  private var isIdle = true

  /// A stage, not yet reading.
  /// - Parameters:
  ///   - progress: told the next offset of each partition, for producers that wait for it.
  ///   - report: receives what happens, on this stage's thread.
  public init(
    _ cluster: Cluster, _ configuration: ResurveyConfiguration, task: MatchTaskConfiguration,
    progress: ReadProgress? = nil, report: @escaping @Sendable (StageEvent) -> Void
  ) throws(KafkaError) {
    self.cluster = cluster
    self.configuration = configuration
    taskConfiguration = task
    self.report = report
    self.progress = progress
    consumer = try KafkaConsumer(cluster.kafka, group: cluster.group(configuration.kafka.matchGroup))
    producer = try KafkaProducer(cluster.kafka)
    follower = try TileFollower(cluster)
  }

  /// Works until `stop` is raised or something happens that only a restart can mend. Traversals in progress are left to be read again.
  public func run(until stop: StopSignal) throws {
    defer {
      consumer.close()
      follower.close()
    }
    let tiles = try Patience { [report] in report(.problem(.match, $0)) }(until: stop) {
      try OpenedMap.tiles(cluster, until: stop)
    }
    try follower.catchUp(with: tiles, until: stop)
    report(.mapReady(tiles: follower.map.count))
    try consumer.subscribe([cluster.names[.observations]])
    while !stop.isRaised {
      try follower.poll()
      let batch = try consumer.poll(
        max: configuration.limits.batchRecords, timeout_ms: Int32(configuration.limits.batch_ms))
      for event in batch.events { try handle(event, stop) }
      if !batch.records.isEmpty { try process(batch.records) }
      try closeWhenIdle(batch.records.isEmpty)
      try collect(producer.poll())
      try commit(force: false)
    }
    try collect(producer.flush(timeout_ms: 10_000))
    try commit(force: true)
    _ = producer.close(timeout_ms: 1000)
  }

  private func handle(_ event: ConsumerEvent, _ stop: StopSignal) throws {
    switch event {
    case .assigned(let partitions):
      try begin(partitions, stop)
    case .revoked(let partitions, let isLost):
      // What was in progress is read again by the next owner, from what was committed.
      if !isLost {
        try collect(producer.flush(timeout_ms: 5000))
        try commit(force: true)
      }
      epoch += 1
      tasks = [:]
      committed = [:]
      report(.revoked(.match, partitions: partitions.map(\.partition), isLost: isLost))
    case .outOfRange(let partition, let offset):
      throw KafkaError.fatal(
        KafkaFault(
          operation: "read \(partition)", code: "OFFSET_OUT_OF_RANGE",
          reason: "offset \(offset) is no longer in the log; reset the group's offset knowingly"))
    case .commitFailed(let failure): report(.problem(.match, failure.error))
    case .problem(let error): report(.problem(.match, error))
    case .endOfPartition: break
    }
  }

  private func begin(_ partitions: [AssignedPartition], _ stop: StopSignal) throws {
    epoch += 1
    tasks = [:]
    committed = [:]
    let fresh = partitions.filter { $0.committed == nil }.map(\.partition)
    let from = configuration.from.startPoint
    var starts =
      fresh.isEmpty
      ? [:]
      : try Patience { [report] in report(.problem(.match, $0)) }(until: stop) {
        try consumer.offsets(at: from, of: fresh, timeout_ms: 10_000)
      }
    for assigned in partitions {
      if let offset = assigned.committed { starts[assigned.partition] = offset }
      tasks[assigned.partition.partition] = MatchTask(
        partition: assigned.partition.partition, configuration: taskConfiguration)
    }
    try consumer.start(at: starts)
    report(.assigned(.match, starts: Dictionary(uniqueKeysWithValues: starts.map { ($0.key.partition, $0.value) })))
  }

  private func process(_ records: [KafkaRecord]) throws(KafkaError) {
    isIdle = false
    lastRecord = .now
    var byPartition: [Int32: [IncomingRecord]] = [:]
    for record in records {
      guard let incoming = cluster.names.incoming(record) else { continue }
      byPartition[record.partition, default: []].append(incoming)
    }
    for partition in byPartition.keys.sorted() {
      guard var task = tasks.removeValue(forKey: partition), let batch = byPartition[partition] else { continue }
      let step = task.step(batch, map: follower.map)
      tasks[partition] = task
      try send(step, from: partition)
      if let last = batch.last { progress?.advance(partition, to: last.offset + 1) }
    }
  }

  private func closeWhenIdle(_ nothingCame: Bool) throws(KafkaError) {
    guard nothingCame, !isIdle, ContinuousClock.now - lastRecord > .milliseconds(configuration.match.idle_ms) else {
      return
    }
    isIdle = true
    for partition in tasks.keys.sorted() {
      guard var task = tasks.removeValue(forKey: partition) else { continue }
      let step = task.finish(map: follower.map)
      tasks[partition] = task
      try send(step, from: partition)
    }
    report(.idle(.match))
  }

  private func send(_ step: MatchStep, from partition: Int32) throws(KafkaError) {
    for output in step.outputs {
      tokens[nextToken] = (partition, epoch, output.token)
      try producer.send(cluster.names.outgoing(output.record), token: nextToken)
      nextToken += 1
    }
    report(.matched(partition: partition, step.counts))
    if let cameras = step.cameras { report(.cameras(partition: partition, cameras)) }
  }

  private func collect(_ deliveries: [Delivery]) throws(KafkaError) {
    var arrived: [Int32: [UInt64]] = [:]
    for delivery in deliveries {
      guard let origin = tokens.removeValue(forKey: delivery.token) else { continue }
      if case .failure(let error) = delivery.result { throw error }
      if origin.epoch == epoch { arrived[origin.partition, default: []].append(origin.token) }
    }
    for (partition, tokens) in arrived { tasks[partition]?.acknowledge(tokens) }
  }

  private func commit(force: Bool) throws(KafkaError) {
    guard force || ContinuousClock.now - lastCommit > .seconds(1) else { return }
    lastCommit = .now
    var offsets: [TopicPartition: Int64] = [:]
    for (partition, task) in tasks {
      guard let offset = task.committableOffset, committed[partition] != offset else { continue }
      offsets[TopicPartition(cluster.names[.observations], partition)] = offset
      committed[partition] = offset
    }
    guard !offsets.isEmpty else { return }
    do throws(KafkaError) {
      if force { try consumer.commit(offsets) } else { try consumer.commitWithoutWaiting(offsets) }
    } catch {
      // A commit that fails only means more is read again after a crash.
      report(.problem(.match, error))
    }
  }
}

extension StartPosition {
  /// The same place in Kafka's terms.
  public var startPoint: StartPoint {
    switch self {
    case .earliest: .earliest
    case .latest: .latest
    case .time(let unix_ms): .time_ms(unix_ms)
    }
  }
}
