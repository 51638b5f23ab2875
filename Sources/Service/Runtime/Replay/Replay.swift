import Contracts
import Evidence
import Foundation
import Localization
import MapModel
import Observations
import Reconstruction
import Storage
import Topology

/// All tasks without a broker: frames in, evidence from one to the other in memory, state in the same files a partition has. A batch of
/// frames goes the whole way before the next, so that a new tile version becomes visible at a defined place of the input.
public final class Replay {
  /// How a replay runs.
  public struct Options: Sendable {
    /// Partitions of every topic.
    public var partitions: Int32 = 4
    /// Frames that go the whole way together.
    public var batch = 256
    /// Thresholds of the decision.
    public var policy = Policy()
    /// Localization, matching and accumulation.
    public var matching = DriveMatcherConfiguration()
    /// The application's name.
    public var application = "resurvey"
    /// The activation of a learned sensor model that the log begins with, if any.
    public var activation: ModelActivation?

    /// The defaults.
    public init() {}
  }

  /// What came out since it was last taken.
  public struct Output: Sendable {
    /// One entry a frame that has a pose.
    public var poses: [FramePose] = []
    /// Evidence records in order, as they stand in the tile log.
    public var evidence: [[UInt8]] = []
    /// Change events in order.
    public var changes: [ChangeEvent] = []
    /// Alerts in order.
    public var alerts: [Alert] = []
    /// Tile versions in order.
    public var versions: [TileVersion] = []
    /// Records that were refused, in order.
    public var deadLetters: [DeadLetter] = []
  }

  private let options: Options
  private var tasks: [Int32: MatchTask] = [:]
  private var owners: [Int32: TilePartitionOwner] = [:]
  private let fleet: FleetOwner
  private var map: MapView
  private var log = ReplayLog()
  private var waiting: [Int32: [IncomingRecord]] = [:]
  private var waitingCount = 0
  private var output = Output()
  /// What MATCH did so far.
  public private(set) var counts = MatchCounts()
  /// Time spent so far.
  public private(set) var times = ReplayTimes()

  /// A replay on a map.
  /// - Parameter folder: where the partition files go; it must not hold those of another run.
  public init(map tiles: [MapTile], folder: URL, options: Options = Options()) throws {
    self.options = options
    map = MapView(tiles: tiles)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let task = TileTask.Configuration(
      application: options.application, partitionCount: options.partitions, policy: options.policy)
    var matching = MatchTaskConfiguration()
    matching.application = options.application
    matching.matching = options.matching
    fleet = try FleetOwner(
      FleetTask(FleetTask.Configuration(application: options.application, partitionCount: options.partitions)),
      store: try PartitionStore(path: folder.appendingPathComponent("fleet.sqlite").path, name: "replay/fleet"))
    let base = Dictionary(tiles.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for partition in 0..<options.partitions {
      tasks[partition] = MatchTask(partition: partition, configuration: matching, wantsPoses: true)
      let store = try PartitionStore(
        path: folder.appendingPathComponent("evidence-\(partition).sqlite").path, name: "replay/\(partition)")
      let owner = try TilePartitionOwner(TileTask(task, partition: partition), store: store) { record in
        base[record.tile].flatMap { $0.version == record.version ? $0 : nil }
      }
      owners[partition] = owner
      let opening = LogOpening.records(
        partition: partition, of: options.partitions, policy: options.policy, maps: tiles)
      for record in opening { log.append(log.number(record, partition: partition, timestamp_ms: 0)) }
    }
    var activations: [[UInt8]] = []
    if let activation = options.activation {
      for partition in 0..<options.partitions {
        let record = ModelActivating.record(activation, partition: partition)
        activations.append(record.value ?? [])
        log.append(log.number(record, partition: partition, timestamp_ms: 0))
      }
    }
    try fold()
    output = Output()
    // The opening follows from map and policy; what was activated stands in the log alone.
    output.evidence = activations
    times = ReplayTimes()
  }

  /// Takes a frame's bytes in.
  /// - Parameter timestamp_ms: when the log would have taken it, ms since 1970.
  public func feed(_ frame: [UInt8], vehicle: String, timestamp_ms: Int64) throws {
    let key = Array(vehicle.utf8)
    let record = OutgoingRecord(topic: .observations, key: key, value: frame)
    let partition = Murmur2.partition(of: key, count: options.partitions)
    waiting[partition, default: []].append(log.number(record, partition: partition, timestamp_ms: timestamp_ms))
    waitingCount += 1
    if waitingCount >= options.batch { try flush() }
  }

  /// Ends every traversal and folds what is left.
  public func finish() throws {
    try flush()
    for partition in tasks.keys.sorted() { try run(partition) { task, map in task.finish(map: map) } }
  }

  /// Takes what came out.
  public func takeOutput() -> Output {
    defer { output = Output() }
    return output
  }

  /// The current map.
  public var tiles: [MapTile] { map.ids.compactMap { map[$0] } }

  /// What FLEET did so far.
  public var fleetCounts: FleetCounts { fleet.counts }

  /// What TILE did so far, by partition.
  public var foldCounts: [FoldCounts] { owners.sorted { $0.key < $1.key }.map(\.value.counts) }

  private func flush() throws {
    let batches = waiting
    waiting = [:]
    waitingCount = 0
    for (partition, records) in batches.sorted(by: { $0.key < $1.key }) {
      try run(partition) { task, map in task.step(records, map: map) }
    }
  }

  private func run(_ partition: Int32, _ body: (inout MatchTask, MapView) -> MatchStep) throws {
    guard var task = tasks.removeValue(forKey: partition) else { return }
    let step = times.measure(\.match_s) { body(&task, map) }
    task.acknowledge(step.outputs.map(\.token))
    tasks[partition] = task
    counts += step.counts
    output.poses += step.poses
    for out in step.outputs {
      let target = Murmur2.partition(of: out.record.key, count: options.partitions)
      let record = log.number(out.record, partition: target, timestamp_ms: 0)
      if out.record.topic == .evidence {
        log.append(record)
        output.evidence.append(out.record.value ?? [])
      } else {
        output.deadLetters.append(try DeadLetter(from: record))
      }
    }
    try fold()
  }

  /// Folds what stands in the tile log, until nothing more follows from it.
  private func fold() throws {
    while let (partition, records) = log.next() {
      guard let owner = owners[partition] else { continue }
      let published = try times.measure(\.tile_s) { try owner.fold(records) }
      for version in published { map.publish(version.tile) }
      output.versions += published
      let health = try carry(from: owner.store)
      guard !health.isEmpty else { continue }
      try fleet.fold(health)
      _ = try carry(from: fleet.store)
    }
  }

  /// Takes what an outbox holds to where it belongs.
  /// - Returns: what it holds for FLEET.
  private func carry(from store: PartitionStore) throws -> [IncomingRecord] {
    var health: [IncomingRecord] = []
    while true {
      let pending = try store.pendingOutbox(limit: 1000)
      guard !pending.isEmpty else { return health }
      for stored in pending {
        guard let record = stored.outgoing else { continue }
        let entry = log.number(record, partition: record.partition ?? 0, timestamp_ms: stored.time_ns / 1_000_000)
        // The tile log does not follow from frames alone: border edits and FLEET's words stand in it too.
        if record.topic == .evidence { output.evidence.append(record.value ?? []) }
        try take(entry, &health)
      }
      try store.markSent(pending)
    }
  }

  private func take(_ record: IncomingRecord, _ health: inout [IncomingRecord]) throws {
    guard let value = record.value else { return }
    switch record.topic {
    case .changes: output.changes.append(try ChangeEventCodec.decode(value))
    case .alerts: output.alerts.append(try AlertCodec.decode(value))
    case .evidence: log.append(record)
    case .evidenceDeadLetter: output.deadLetters.append(try DeadLetter(from: record))
    case .health: health.append(record)
    case .tiles, .observations, .observationsDeadLetter: break
    }
  }
}
