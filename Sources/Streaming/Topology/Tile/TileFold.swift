import Contracts
import Evidence
import MapModel
import Observations
import Reconstruction

/// The fold at work on a batch.
struct TileFold {
  private let task: TileTask
  var partition: TilePartition
  private var tiles: [TileID: Slot]
  var outbox: TileOutbox
  var published: [TileVersion] = []
  private var weights: EvidenceWeights
  private let decoder = TileLogDecoder()
  /// The steps of one record after another; between them of no tile.
  private var steps: TileSteps

  /// A tile's place, so that its state is neither copied nor moved where somebody looks at it: it has some twenty references.
  private final class Slot {
    var state: TileState
    init(_ state: TileState) { self.state = state }
  }

  init(_ task: TileTask, partition: TilePartition, tiles: [TileID: TileState]) {
    self.task = task
    self.partition = partition
    self.tiles = tiles.mapValues { Slot($0) }
    outbox = TileOutbox(configuration: task.configuration, partition: task.partition)
    weights = partition.weights(partition.policy ?? task.configuration.policy)
    steps = TileSteps(
      state: TileState(base: MapTile(id: TileID(quadkey: 0), version: 0, elements: [])), partition: TilePartition(),
      outbox: outbox, policy: task.configuration.policy)
  }

  static func check(_ version: UInt32) throws(FoldRefusal) {
    guard version == TileTask.foldVersion else {
      throw .foldVersion(log: version, process: TileTask.foldVersion)
    }
  }

  static func check(_ policy: Policy, _ configuration: TileTask.Configuration) throws(FoldRefusal) {
    guard let name = policy.firstDifference(from: configuration.policy) else { return }
    func value(_ policy: Policy) -> Int64 { policy.record.entries.first { $0.name == name }?.value ?? 0 }
    throw .policy(name: name, log: value(policy), process: value(configuration.policy))
  }

  /// The states of the tiles, once all is folded; the fold is at its end with that.
  mutating func takeTiles() -> [TileID: TileState] {
    defer { tiles = [:] }
    return tiles.mapValues(\.state)
  }

  mutating func fold(_ opened: TileBatch.Opened) throws(FoldRefusal) {
    let record = opened.record
    guard record.offset >= partition.nextOffset else {
      throw .position(expected: partition.nextOffset, found: record.offset)
    }
    partition.nextOffset = record.offset + 1
    partition.counts.records += 1
    switch opened.content ?? TileBatch.open(record, decoder) {
    case .failure(let rejection): refuse(record, rejection)
    case .success(let content):
      do throws(Refusal) {
        try fold(content, of: record)
      } catch {
        switch error {
        case .record(let rejection): refuse(record, rejection)
        case .process(let refusal): throw refusal
        }
      }
    }
  }

  /// A record that is refused, or a process that may not go on.
  private enum Refusal: Error {
    case record(Rejection)
    case process(FoldRefusal)
  }

  private mutating func refuse(_ record: IncomingRecord, _ rejection: Rejection) {
    partition.counts.deadLetters += 1
    outbox.refuse(record, rejection, &partition)
  }

  private mutating func fold(_ content: TileLogRecord, of record: IncomingRecord) throws(Refusal) {
    switch content {
    case .foldVersion(let version):
      do { try Self.check(version.version) } catch { throw .process(error) }
      partition.foldVersion = version.version
      return
    case .policy(let policyRecord):
      let policy: Policy
      do { policy = try Policy(policyRecord) } catch { throw .process(.unreadablePolicy(error)) }
      do { try Self.check(policy, task.configuration) } catch { throw .process(error) }
      partition.policy = policy
      weights = partition.weights(policy)
      return
    default: break
    }
    guard partition.foldVersion != nil, let policy = partition.policy else {
      throw .record(
        Rejection(.outOfOrder, limit: "after the fold version and the policy that the log has to begin with"))
    }
    switch content {
    case .foldVersion, .policy: return
    case .modelActivation(let activation):
      guard let learned = activation.learned else {
        partition.models.insert(activation.model)
        return
      }
      partition.learned = learned.classes.isEmpty ? nil : learned
      weights = partition.weights(policy)
    case .tick(let tick):
      partition.time.tick(tick.time_ns)
      for tile in partition.watched.sorted() {
        try inTile(tile, record, time_ns: tick.time_ns, policy) { (steps: inout TileSteps) in steps.endZones() }
      }
      reportHealth(of: record)
    case .baseMap(let map): try open(map, record)
    case .traversal(let evidence):
      try replayAway(evidence.id.tile, record, policy)
      let before = partition.counts
      let isAdmitted = try admit(evidence, policy)
      var evidence = evidence
      let common = tiles[evidence.id.tile].map {
        TraversalCommonMode(judging: &evidence, tile: $0.state.tile)
      }
      let isAsRead = common.map { !$0.hasChangedVotes } ?? true
      if isAdmitted { try fold(evidence, isAsRead: isAsRead, of: record, policy) }
      if partition.counts.repeated == before.repeated {
        note(evidence, common, changes: partition.counts.confirmed - before.confirmed, of: record)
      }
    case .review(let review):
      var refusal: Rejection?
      try inTile(review.tile, record, time_ns: review.time_ns, policy) { (steps: inout TileSteps) in
        refusal = steps.review(review)
      }
      if let refusal { throw .record(refusal) }
    case .borderEdit(let edit):
      let time_ns = record.timestamp_ms * 1_000_000
      try inTile(edit.tile, record, time_ns: time_ns, policy) { (steps: inout TileSteps) in steps.follow(edit) }
    case .verdict(let verdict): try fold(verdict, of: record, policy)
    }
  }

  private mutating func fold(_ verdict: Verdict, of record: IncomingRecord, _ policy: Policy) throws(Refusal) {
    switch verdict.kind {
    case .quarantine:
      if partition.quarantined.insert(verdict.subject).inserted { partition.untold.insert(verdict.subject) }
      partition.quarantineOffset = record.offset
    case .release:
      partition.quarantined.remove(verdict.subject)
      partition.untold.remove(verdict.subject)
    case .storm: break
    }
    guard verdict.kind != .quarantine, let tile = verdict.tile else { return }
    try inTile(tile, record, time_ns: verdict.time_ns, policy) { (steps: inout TileSteps) in steps.storm(verdict) }
  }

  /// Runs steps on an open tile and keeps what they say.
  private mutating func inTile(
    _ id: TileID, _ record: IncomingRecord, time_ns: Int64, _ policy: Policy, _ body: (inout TileSteps) -> Void
  ) throws(Refusal) {
    guard let slot = tiles[id], slot.state.isOpen else { throw Self.unopened(id) }
    steps.begin(
      offset: record.offset, cause: TileOutbox.Cause(time_ns: time_ns, traceparent: record.traceparent), policy)
    // Lent out and taken back, so that nothing of them is copied.
    lend(slot)
    body(&steps)
    steps.finish()
    lend(slot)
  }

  /// Puts what the steps work on in the place of what they have.
  private mutating func lend(_ slot: Slot) {
    swap(&slot.state, &steps.state)
    swap(&partition, &steps.partition)
    swap(&outbox, &steps.outbox)
    swap(&published, &steps.published)
  }

  private static func unopened(_ id: TileID) -> Refusal {
    .record(Rejection(.unknownValue, field: "tile_id", value: "\(id)", limit: "a tile the log has a base map of"))
  }

  private mutating func open(_ map: BaseMap, _ record: IncomingRecord) throws(Refusal) {
    guard let slot = tiles[map.tile] else {
      throw .process(.baseMap(tile: map.tile, version: map.version, log: Self.hex(map.contentHash), process: nil))
    }
    let state = slot.state
    if state.isOpen {
      guard map.version == state.baseVersion && map.contentHash == state.baseHash else {
        throw .record(
          Rejection(
            .outOfOrder, field: "base_map", value: "version \(map.version)",
            limit: "the first of its tile, or the same as the first: version \(state.baseVersion)"))
      }
      return
    }
    guard state.tile.version == map.version, state.baseHash == map.contentHash else {
      throw .process(
        .baseMap(
          tile: map.tile, version: map.version, log: Self.hex(map.contentHash),
          process: "version \(state.tile.version) with content \(Self.hex(state.baseHash))"))
    }
    slot.state.isOpen = true
    slot.state.isChanged = true
    slot.state.isGeometryChanged = true
    let version = TileVersion(
      tile: state.tile, contentHash: state.baseHash, patch: nil, time_ns: record.timestamp_ms * 1_000_000)
    // Whoever reads the versions can begin with nothing: the first one is told too.
    outbox.say(
      version, TileOutbox.Cause(time_ns: version.time_ns, traceparent: record.traceparent), &partition)
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.prefix(8).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  /// True where a traversal's evidence may be weighed.
  private mutating func admit(_ evidence: TraversalEvidence, _ policy: Policy) throws(Refusal) -> Bool {
    if !partition.models.isEmpty && !partition.models.contains(evidence.model) {
      throw .record(
        Rejection(.unknownValue, field: "traversal.model_id", value: evidence.model, limit: "an activated model"))
    }
    let now = partition.time.now_ns
    if now > .min, evidence.lastTime_ns < now - policy.lateness_s * 1_000_000_000 {
      throw .record(
        Rejection(
          .tooLate, field: "traversal.last_time_ns", value: "\(evidence.lastTime_ns)",
          limit: "at most \(policy.lateness_s) s before event time \(now)"))
    }
    if partition.quarantined.contains(evidence.calibration) || partition.quarantined.contains(evidence.software) {
      partition.counts.quarantined += 1
      return false
    }
    return true
  }

  /// - Parameter isAsRead: False where votes are no longer those of the record.
  private mutating func fold(
    _ evidence: TraversalEvidence, isAsRead: Bool, of record: IncomingRecord, _ policy: Policy
  ) throws(Refusal) {
    let weights = weights
    try inTile(evidence.id.tile, record, time_ns: evidence.lastTime_ns, policy) { (steps: inout TileSteps) in
      steps.fold(evidence, weights: weights) {
        isAsRead ? record.value ?? [] : TileLogCodec.encode(.traversal(evidence))
      }
    }
  }

  /// Takes out of a tile what quarantined sources have said, before the first traversal that follows the verdict: so that the work is spread
  /// over the traversals that come anyhow, and depends on the log alone.
  private mutating func replayAway(_ tile: TileID, _ record: IncomingRecord, _ policy: Policy) throws(Refusal) {
    // Nearly always: a state is dear to look at in passing.
    guard partition.quarantineOffset >= 0 else { return }
    guard let state = tiles[tile]?.state, state.archive.isBehind(partition.quarantineOffset), state.isOpen else {
      return
    }
    guard state.archive.bodies != nil else { throw .process(.notLoaded(tile: tile)) }
    let weights = weights
    let sources = partition.quarantined.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var corruption: LedgerCorruption?
    try inTile(tile, record, time_ns: record.timestamp_ms * 1_000_000, policy) { (steps: inout TileSteps) in
      do throws(LedgerCorruption) { try steps.replayAway(sources, weights: weights) } catch { corruption = error }
    }
    if let corruption { throw .process(.corruptArchive(tile: tile, reason: "\(corruption)")) }
  }

  /// Keeps what a traversal says about its sensors, counted or not, and reports when there is enough of it: by number or by span of
  /// event time, never by the cut of a batch.
  private mutating func note(
    _ evidence: TraversalEvidence, _ common: TraversalCommonMode?, changes: UInt64, of record: IncomingRecord
  ) {
    guard let tile = tiles[evidence.id.tile]?.state.tile else { return }
    var health = TraversalHealth(evidence, tile: tile, common: common)
    health.changes = UInt32(clamping: changes)
    partition.health.append(health)
    let span_ns = health.time_ns - (partition.health.first?.time_ns ?? health.time_ns)
    if partition.health.count >= SensorHealth.mostTraversals || span_ns >= Self.healthSpan_ns {
      reportHealth(of: record)
    }
  }

  /// Longest a traversal waits for its report while others follow, in event time.
  private static let healthSpan_ns: Int64 = 600_000_000_000

  private mutating func reportHealth(of record: IncomingRecord) {
    guard let last = partition.health.last else { return }
    let health = SensorHealth(
      partition: UInt32(task.partition), lastOffset: record.offset, traversals: partition.health)
    partition.health = []
    outbox.say(health, TileOutbox.Cause(time_ns: last.time_ns, traceparent: nil), &partition)
  }
}
