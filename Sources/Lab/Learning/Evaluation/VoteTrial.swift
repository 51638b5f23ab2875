import Contracts
import Evidence
import MapModel
import Observations
import Simulation
import Topology

/// One tile of a scenario from its first day to its last: its traversals go as records through the TILE task, as from a topic of their own,
/// and what the task publishes is held against what is true.
public struct VoteTrial: Sendable {
  private var traffic: VoteTraffic
  private let task: TileTask
  private var partition = TilePartition()
  private var tiles: [TileID: TileState] = [:]
  private var offset: Int64 = 0
  private var mapped: MappedSites
  private var standings: [SiteStanding]
  private var tally: EvaluationTally
  private var zone: ZoneFollowing
  /// What published and held changes were worth.
  private var verdicts: [String: EventVerdict] = [:]
  /// What the task reported on sensors and nobody has taken yet.
  private var health: [SensorReport] = []
  /// Changes named by each alert that speaks of a group.
  private var grouped: [String: Int] = [:]
  /// Records that each traversal is folded as: more than one counts what it has seen as if it had been seen by so many.
  private let copies: Int
  private let model: LearnedSensorModel?
  /// Hears the log where a model is learned from it.
  private(set) var learner: SensorModelLearner?

  /// A trial of a tile of a scenario under a policy.
  /// - Parameters:
  ///   - model: What votes are worth, as learned from another log; the log begins with its activation.
  ///   - copies: Records that each traversal is folded as.
  ///   - learner: Hears the log, if given.
  public init(
    _ scenario: VoteScenario, seed: UInt64, tile: Int, policy: Policy, model: LearnedSensorModel? = nil,
    copies: Int = 1,
    learner: SensorModelLearner? = nil
  ) {
    self.copies = copies
    self.model = model
    self.learner = learner
    let world = VoteWorld(scenario, seed: seed, tile: tile)
    traffic = VoteTraffic(world)
    // A partition of its own, so that the fleet tells the tiles' reports apart.
    task = TileTask(
      TileTask.Configuration(partitionCount: Int32(scenario.tiles), policy: policy), partition: Int32(tile))
    mapped = traffic.mapped
    standings = world.sites.map { _ in SiteStanding() }
    tally = EvaluationTally(days: scenario.runDays)
    zone = ZoneFollowing(world.zone)
  }

  private var world: VoteWorld { traffic.world }
  private var scenario: VoteScenario { traffic.world.scenario }
  /// The measured day; negative during the history.
  private var runDay: Int { traffic.day - scenario.historyDays }

  /// Runs all days.
  /// - Throws: `FoldRefusal` where the task stops, and what decoding its words throws.
  public mutating func run() throws -> EvaluationTally {
    try begin()
    for _ in 0..<scenario.days { try runNextDay() }
    return end()
  }

  /// The tile.
  var tile: TileID { world.map.id }

  /// Opens the log.
  mutating func begin() throws {
    let map = world.map
    tiles[map.id] = TileState(base: map)
    learner?.know(map)
    for record in TileTask.opening(policy: task.configuration.policy, maps: [map]) {
      _ = try fold(record, time_ns: 0)
    }
    if let model { _ = try fold(.modelActivation(ModelActivation(model, named: "learned")), time_ns: 0) }
  }

  /// Runs a day.
  mutating func runNextDay() throws {
    traffic.nextDay()
    mapped = traffic.mapped
    beginDay()
    for _ in 0..<traffic.passes {
      let evidence = traffic.next()
      count(evidence)
      for copy in 0..<copies {
        var record = evidence
        if copy > 0 { record.id.drive = DriveID("\(evidence.id.drive.text)-\(copy)") }
        let outputs = try fold(.traversal(record), time_ns: evidence.lastTime_ns)
        if !outputs.isEmpty { try judge(outputs) }
      }
    }
    if runDay >= 0 { weighEvidence() }
  }

  /// Takes a verdict of the fleet.
  mutating func take(_ verdict: Verdict) throws {
    let outputs = try fold(.verdict(verdict), time_ns: verdict.time_ns)
    if !outputs.isEmpty { try judge(outputs) }
  }

  /// What the task has reported on sensors since it was asked last.
  mutating func takeHealth() -> [SensorReport] {
    defer { health = [] }
    return health
  }

  /// What was measured.
  mutating func end() -> EvaluationTally {
    endRun()
    tally.quarantined = Int(partition.counts.quarantined)
    tally.replayedAway = Int(partition.counts.replayedAway)
    tally.reverted = Int(partition.counts.reverted)
    tally.wrongAtEnd = world.sites.indices.count { standings[$0].phase != .pending && mapped.agreement[$0] < 1 }
    return tally
  }

  private mutating func fold(_ record: TileLogRecord, time_ns: Int64) throws -> [TaskOutput] {
    learner?.add(record)
    let incoming = IncomingRecord(
      topic: .evidence, partition: task.partition, offset: offset, timestamp_ms: time_ns / 1_000_000,
      key: record.tile.map { Array($0.description.utf8) }, value: TileLogCodec.encode(record))
    offset += 1
    let step = try task.step(TileBatch([incoming]), partition: &partition, tiles: &tiles)
    return step.outputs
  }

  private mutating func beginDay() {
    for (index, site) in world.sites.enumerated() where site.change?.day == traffic.day {
      // What the map has wrong of a thing already can not be told from what becomes of it now.
      standings[index].phase = standings[index].isDisturbed ? .spoilt : .pending
      if standings[index].phase == .spoilt { tally.spoilt += 1 }
    }
    guard runDay >= 0 else { return }
    for index in world.sites.indices where world.sites[index].isOnFirstMap && isQuiet(index) { tally.elementDays += 1 }
  }

  /// True where nothing has changed that the map does not hold, and the map is right.
  private func isQuiet(_ site: Int) -> Bool { standings[site].phase != .pending && mapped.agreement[site] == 1 }

  private mutating func count(_ evidence: TraversalEvidence) {
    tally.traversals += 1
    tally.votes += evidence.votes.count
    guard runDay >= 0 else { return }
    tally.driven_m += Int(evidence.distance_m)
    if evidence.commonOffset != nil { tally.commonOffsets += 1 }
    for index in world.sites.indices where traffic.isInformative[index] {
      if standings[index].phase == .pending {
        standings[index].informative += 1
      } else if mapped.agreement[index] == 1 {
        if world.sites[index].isOnFirstMap { tally.elementTraversals += 1 } else { tally.spotTraversals += 1 }
      }
    }
  }

  /// What became of changes for which the days did not suffice.
  private mutating func endRun() {
    tally.zones = zone.tally
    for index in world.sites.indices where standings[index].phase == .pending {
      tally.changes.append(change(index, delay: nil))
    }
  }

  private func change(_ index: Int, delay: Int?) -> MeasuredChange {
    let site = world.sites[index]
    let blocked = scenario.occlusion.share
    // A look that is blocked and known to be is no vote at all; of a thing not on the map no blocked look is known.
    let isAddition = site.change?.kind == .added
    let lost = isAddition ? blocked : blocked * (1 - scenario.occlusion.knownShare)
    let possible = isAddition ? 1 : 1 - blocked * scenario.occlusion.knownShare
    return MeasuredChange(
      tile: world.map.id, site: index, kind: site.change?.kind ?? .removed, elementClass: site.elementClass,
      detection: site.detection * (1 - lost / possible), falseAlarm: scenario.falseAlarm * (1 - lost / possible),
      passes: standings[index].informative, delay: delay, moved_cm: site.change?.kind == .moved ? site.moved_cm : 0,
      isReplaced: standings[index].isReplaced)
  }

  private mutating func judge(_ outputs: [TaskOutput]) throws {
    var published = false
    var events: [ChangeEvent] = []
    var alerts: [Alert] = []
    defer { count(alerts) }
    for output in outputs {
      guard let value = output.record.value else { continue }
      switch output.record.topic {
      case .changes:
        let event = try ChangeEventCodec.decode(value)
        if event.status == .held {
          tally.held += 1
          let isSo = pending(siteOf(event), event.kind)
          verdicts[event.change] = isSo ? .right : .wrong
        }
        if event.status == .applied, let cause = event.cause {
          tally.named[cause, default: NamedTally()].published += 1
        }
        if event.status == .applied || event.restoredVersion > 0 { events.append(event) }
        if event.kind == .temporary { zone.take(event, day: traffic.day) }
      case .tiles: published = true
      case .health: health.append(SensorReport(time_ns: output.time_ns, value: value))
      case .alerts:
        alerts.append(try AlertCodec.decode(value))
        note(alerts[alerts.count - 1])
      default: break
      }
    }
    guard published, let tile = tiles[world.map.id]?.tile else { return }
    let before = mapped
    traffic.follow(tile)
    learner?.know(tile)
    mapped = traffic.mapped
    for event in events { judge(event, before: before) }
  }

  /// A group's alert is revised with every change that joins it.
  private mutating func note(_ alert: Alert) {
    guard let cause = alert.cause else { return }
    if grouped[alert.alert] == nil { tally.named[cause, default: NamedTally()].groups += 1 }
    tally.named[cause, default: NamedTally()].members += alert.changes.count - (grouped[alert.alert] ?? 0)
    grouped[alert.alert] = alert.changes.count
  }

  private func siteOf(_ event: ChangeEvent) -> Int? {
    event.pieceBefore.flatMap { world.site(of: $0.element) }
      ?? MappedSites.site(of: event.after.isEmpty ? event.before : event.after, event.elementClass, in: world)
  }

  /// True where a change of a kind has come to a site and the map does not hold it yet.
  private func pending(_ site: Int?, _ kind: ChangeEvent.Kind) -> Bool {
    guard let site else { return false }
    return standings[site].phase == .pending && world.sites[site].change?.kind == kind
  }

  /// Holds the day's last evidence against what is true.
  private mutating func weighEvidence() {
    guard let evidence = tiles[world.map.id]?.evidence else { return }
    for place in evidence.ledger.places {
      guard let site = world.site(of: place.piece.element) else { continue }
      let ledgers = evidence.ledger.entries[place.entries]
      let elementClass = world.sites[site].elementClass
      func weigh(_ kind: ChangeEvent.Kind, _ score: (ElementLedger) -> Int64) {
        tally.evidence[ChangeKey(kind: kind, elementClass: elementClass), default: ScoreTally()].add(
          ledgers.map(score).max() ?? 0, isSo: pending(site, kind))
      }
      weigh(.removed) { $0.removal.gathered_mnat }
      weigh(.moved) { $0.move.score_mnat }
      weigh(.attributeChanged) { $0.attribute.score_mnat }
    }
    // Of what is not on the map, the best supported cluster of a place speaks for it; a place without any says nothing.
    var best: [Int: Int64] = [:]
    for cluster in evidence.candidates.clusters {
      guard let site = MappedSites.site(of: cluster.points, cluster.elementClass, in: world) else { continue }
      best[site] = max(best[site] ?? 0, cluster.score_mnat)
    }
    for (index, site) in world.sites.enumerated() where !site.isOnFirstMap {
      tally.evidence[ChangeKey(kind: .added, elementClass: site.elementClass), default: ScoreTally()].add(
        best[index] ?? 0, isSo: pending(index, .added))
    }
  }

  /// An alert is false where all the changes it names are wrong.
  private mutating func count(_ alerts: [Alert]) {
    guard runDay >= 0 else { return }
    for alert in alerts where alert.revision == 1 {
      tally.alerts += 1
      let known = alert.changes.compactMap { verdicts[$0] }
      if !known.isEmpty && known.allSatisfy({ $0 == .wrong }) { tally.falseAlerts[runDay] += 1 }
    }
  }

  private mutating func judge(_ event: ChangeEvent, before: MappedSites) {
    guard let site = siteOf(event) else { return note(.wrong, event) }
    // What only passes through is no change of the map, however right a map that holds it looks today.
    if world.sites[site].passing != nil, event.kind == .added { return note(.wrong, event) }
    let isBetter = mapped.agreement[site] > before.agreement[site]
    guard standings[site].phase == .pending else {
      standings[site].isDisturbed = mapped.agreement[site] < 1
      // What mends the map after a wrong change, or puts a thing nearer to where it stands, is neither found nor wrong.
      let isNearer = event.kind == .moved && mapped.offset_cm[site] < before.offset_cm[site]
      return note(isBetter || isNearer ? .mended : .wrong, event)
    }
    guard isBetter, event.kind == world.sites[site].change?.kind else {
      if world.sites[site].change?.kind == .moved, event.kind != .moved { standings[site].isReplaced = true }
      return note(.otherwise, event)
    }
    note(.right, event)
    guard mapped.agreement[site] >= 0.5 else { return }
    tally.changes.append(change(site, delay: standings[site].informative))
    standings[site].phase = .found
  }

  private mutating func note(_ verdict: EventVerdict, _ event: ChangeEvent) {
    verdicts[event.change] = verdict
    guard runDay >= 0 else {
      if verdict == .wrong { tally.wrongInHistory += 1 }
      return
    }
    tally.verdicts[ChangeKey(kind: event.kind, elementClass: event.elementClass), default: VerdictCounts()].add(verdict)
    tally.published[ChangeKey(kind: event.kind, elementClass: event.elementClass), default: ScoreTally()].add(
      event.evidence_mnat, isSo: verdict == .right || verdict == .mended)
    guard verdict == .wrong else { return }
    if event.kind == .added { tally.wrongAdditions[runDay] += 1 } else { tally.wrongEdits[runDay] += 1 }
  }
}

/// A report of the TILE task on sensors.
struct SensorReport: Sendable {
  let time_ns: Int64
  let value: [UInt8]
}

/// How a site stands.
private struct SiteStanding: Sendable {
  enum Phase { case steady, pending, found, spoilt }

  var phase = Phase.steady
  /// Traversals since the change that said anything of it.
  var informative = 0
  /// True of a move that was told as a removal or an addition.
  var isReplaced = false
  /// True while the map has it wrong by the task's own doing.
  var isDisturbed = false
}
