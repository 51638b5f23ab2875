import Evidence
import MapModel
import Reconstruction

/// What one record does to one tile, and what is said about it.
struct TileSteps {
  var state: TileState
  var partition: TilePartition
  var outbox: TileOutbox
  var published: [TileVersion] = []
  private(set) var policy: Policy
  private(set) var offset: Int64 = 0
  private(set) var cause = TileOutbox.Cause(time_ns: 0, traceparent: nil)
  /// Changes this record has raised so far.
  var raised: UInt32 = 0

  init(state: TileState, partition: TilePartition, outbox: TileOutbox, policy: Policy) {
    self.state = state
    self.partition = partition
    self.outbox = outbox
    self.policy = policy
  }

  /// Turns to another record.
  mutating func begin(offset: Int64, cause: TileOutbox.Cause, _ policy: Policy) {
    self.offset = offset
    self.cause = cause
    self.policy = policy
    raised = 0
  }

  var tile: TileID { state.tile.id }

  /// A name for a change this record raises.
  mutating func name() -> ChangeName {
    raised += 1
    return ChangeName(offset: offset, number: raised)
  }

  mutating func say(_ change: ChangeEvent) { outbox.say(change, cause, &partition) }
  mutating func say(_ alert: Alert) { outbox.say(alert, cause, &partition) }

  /// Folds a traversal: evidence, decisions, and the next version of the tile if any of them is for the map.
  /// - Parameter bytes: The record, as it is to be kept.
  mutating func fold(_ evidence: TraversalEvidence, weights: EvidenceWeights, bytes: () -> [UInt8]) {
    guard
      state.evidence.marks.admit(
        evidence, lateness_ns: policy.lateness_s * 1_000_000_000, now_ns: partition.eventTime_ns)
    else {
      partition.counts.repeated += 1
      return
    }
    state.isChanged = true
    partition.time.note(vehicle: Visit(evidence).vehicle, time_ns: evidence.lastTime_ns)
    partition.counts.traversals += 1
    partition.counts.votes += UInt64(evidence.votes.count)
    if policy.replay_days > 0 {
      let isFirst = state.archive.beginsSpan(at: evidence.lastTime_ns, days: policy.replay_days)
      state.archive.note(
        evidence, bytes: bytes(), offset: offset, version: state.tile.version,
        checkpoint: isFirst ? EvidenceCheckpoint.bytes(state.evidence) : nil)
    }
    let touched = state.evidence.fold(evidence, tile: state.tile, weights: weights)
    partition.counts.staleVotes += UInt64(touched.staleVotes)
    partition.counts.zoneVotes += UInt64(touched.zoneVotes)
    retractHeld()
    verify(evidence, weights: weights)
    let proposals = takeBack(
      charged(
        state.evidence.proposals(after: touched, tile: state.tile, held: state.heldPieces, policy: policy)))
    if !proposals.isEmpty {
      let named = proposals.map { NamedChange(name: adopt($0) ?? name(), proposal: $0) }
      partition.counts.confirmed += UInt64(named.count)
      rebuild(named)
    }
    dropSuspects()
    raiseSuspects(after: touched)
    growZones()
    endZones()
  }

  /// Follows a neighbour's border vertex, unless a later word of that neighbour was followed before.
  mutating func follow(_ edit: BorderEdit) {
    guard state.admitBorder(owner: edit.owner, version: edit.ownerVersion) else { return }
    state.isChanged = true
    var rebuild = TileRebuild(state.tile)
    guard rebuild.follow(edit), let version = rebuild.version(time_ns: cause.time_ns) else { return }
    let gaps = state.evidence.gaps
    publish(version, spoken: [])
    state.evidence.keep(gaps, of: edit.piece.element)
  }

  /// Takes a storm's beginning or end; when none is left, what waited for that is tried again.
  mutating func storm(_ verdict: Verdict) {
    let storm = "\(verdict.cause.map { "\($0.name) of" } ?? "storm:") \(verdict.subject)"
    switch verdict.kind {
    case .quarantine: return
    case .storm:
      guard !state.storms.contains(storm) else { return }
      state.storms = (state.storms + [storm]).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    case .release:
      guard state.storms.contains(storm) else { return }
      state.storms.removeAll { $0 == storm }
      if state.storms.isEmpty {
        let waiting = state.held.filter(\.isStorm)
        state.held.removeAll(where: \.isStorm)
        for change in waiting {
          state.evidence.candidates.hold(change.proposal.clusters, false)
        }
        if !waiting.isEmpty {
          rebuild(waiting.map { NamedChange(name: $0.name, proposal: $0.proposal, splitFrom: $0.splitFrom) })
        }
      }
    }
    state.isChanged = true
  }

  /// Applies changes to the tile, tells what became of each, and publishes the next version.
  mutating func rebuild(_ changes: [NamedChange], isApproved: Bool = false) {
    var rebuild = TileRebuild(state.tile)
    var applied: [(change: NamedChange, event: ChangeEvent, result: EditResult)] = []
    for change in changes {
      if let storm = state.storms.first, !isApproved {
        hold(change, reason: storm, isStorm: true)
        continue
      }
      switch rebuild.apply(change.proposal, name: change.name, isApproved: isApproved) {
      case .held(let failure): hold(change, reason: failure.description, isStorm: false)
      case .applied(let result):
        var event = event(change)
        event.fill(result)
        event.status = .confirmed
        say(event)
        applied.append((change, event, result))
      }
    }
    guard let version = rebuild.version(time_ns: cause.time_ns) else {
      for (change, event, _) in applied {
        var event = event
        event.status = .retracted
        event.reason = "the map holds it already"
        end(change.name, event)
      }
      return
    }
    var told = applied.map { (name: $0.change.name, event: $0.event) }
    for index in told.indices {
      told[index].event.status = .applied
      told[index].event.appliedVersion = version.tile.version
    }
    group(&told)
    for ((name, event), result) in zip(told, applied.map(\.result)) {
      say(event)
      warnOfSize(event)
      state.book.apply(AppliedChange(name: name, event: event, undo: result.undo, offset: offset))
    }
    tellGroups(of: applied.map(\.change.name))
    publish(version, spoken: applied.flatMap(\.change.proposal.clusters))
    for (_, _, result) in applied {
      for edit in result.borderEdits { outbox.say(edit, cause, &partition) }
    }
  }

  mutating func publish(_ version: TileVersion, spoken: [UInt32]) {
    state.keepGeometry()
    state.tile = version.tile
    state.evidence.carry(over: version.tile, changed: version.patch?.upserted ?? [], spoken: spoken, policy: policy)
    state.isGeometryChanged = true
    state.isChanged = true
    partition.counts.versions += 1
    outbox.say(version, cause, &partition)
    published.append(version)
    followHeld()
  }

  /// What every record that touches a tile ends with.
  mutating func finish() {
    if state.evidence.zones.isEmpty { partition.watched.remove(tile) } else { partition.watched.insert(tile) }
  }
}
