import Contracts
import Evidence
import MapModel
import Observations

/// What sources at fault have said is taken out, by folding what is kept of the log again without them.
extension TileSteps {
  /// Folds a tile's kept evidence again without some sources, and takes back what rests on them.
  /// - Throws: where what is kept is not what the fold wrote.
  mutating func replayAway(_ sources: [String], weights: EvidenceWeights) throws(LedgerCorruption) {
    guard let (gone, others) = state.archive.split(by: sources) else { throw LedgerCorruption("archive.bodies") }
    state.archive.follow(offset)
    state.isChanged = true
    guard !gone.isEmpty else { return }
    let checkpoint = try state.oldestCheckpoint()
    var kept: [(offset: Int64, evidence: TraversalEvidence)] = []
    for entry in others {
      kept.append((entry.offset, try Self.traversal(entry.bytes)))
    }
    let reason = "rests on \(sources.joined(separator: ", ")), quarantined: without it the evidence does not suffice"
    for change in resting(on: gone, kept, since: checkpoint, weights).reversed() {
      if restore(change, .retracted, reason: reason) {
        partition.counts.reverted += 1
      } else {
        tellStuck(change, reason)
      }
    }
    refold(kept, since: checkpoint, weights)
    let horizon_ns = state.archive.spans.first?.time_ns ?? cause.time_ns
    state.archive.drop(gone)
    partition.counts.replayedTiles += 1
    partition.counts.replayedAway += UInt64(gone.count)
    for source in sources where partition.untold.remove(source) != nil { tellHorizon(source, horizon_ns) }
    retractHeld()
    dropSuspects()
  }

  private static func traversal(_ bytes: [UInt8]) throws(LedgerCorruption) -> TraversalEvidence {
    let record: TileLogRecord
    do { record = try TileLogCodec.decode(bytes) } catch { throw LedgerCorruption("archive.record") }
    guard case .traversal(let evidence) = record else { throw LedgerCorruption("archive.record") }
    return evidence
  }

  /// Applied changes that would not even be suspected without the traversals that go, in order of application: neither by what others had said
  /// by then, nor by what they have said since.
  private func resting(
    on gone: [Int64], _ kept: [(offset: Int64, evidence: TraversalEvidence)], since start: EvidenceCheckpoint,
    _ weights: EvidenceWeights
  ) -> [AppliedChange] {
    guard let first = state.archive.spans.first?.offset, let firstGone = gone.first else { return [] }
    let doubtful = state.book.applied.filter { $0.offset >= max(first, firstGone) }.sorted { $0.offset < $1.offset }
    guard !doubtful.isEmpty else { return [] }
    var evidence = start.evidence
    evidence.takeExtents(of: state.evidence)
    var next = kept.startIndex
    return doubtful.filter { change in
      while next < kept.endIndex, kept[next].offset <= change.offset {
        _ = evidence.fold(kept[next].evidence, tile: start.tile, weights: weights)
        next += 1
      }
      return !evidence.stillSays(change.event, tile: start.tile, policy: policy.standing)
        && !isBorneOut(change, by: kept, weights)
    }
  }

  /// Whether drives since say that a change is right, half as clearly as verifies it.
  private func isBorneOut(
    _ change: AppliedChange, by kept: [(offset: Int64, evidence: TraversalEvidence)], _ weights: EvidenceWeights
  ) -> Bool {
    let testimony = AppliedTestimony(change.event, made: change.made, weights: weights)
    let score = kept.reduce(Int64(0)) { score, record in
      guard record.offset > change.offset, let ratio = testimony.ratio_mnat(record.evidence, tile: state.tile) else {
        return score
      }
      return max(score + ratio, 0)
    }
    return score * 2 >= policy.verifiedThreshold_mnat
  }

  /// The evidence as it would be, had only these traversals spoken since a checkpoint.
  private mutating func refold(
    _ kept: [(offset: Int64, evidence: TraversalEvidence)], since start: EvidenceCheckpoint, _ weights: EvidenceWeights
  ) {
    let before = state.evidence
    state.evidence.ledger = TileLedger(state.tile, carrying: start.evidence.ledger)
    state.evidence.candidates = start.evidence.candidates
    state.evidence.candidates.number(after: before.candidates)
    for record in kept { _ = state.evidence.fold(record.evidence, tile: state.tile, weights: weights) }
    let changed = state.tile.elements.filter { start.tile[$0.piece]?.contentHash != $0.contentHash }
    state.evidence.candidates.removeExplained(by: changed, gate_cm: policy.clusterGate_cm)
    let gate_cm = policy.clusterGate_cm
    let now = state.evidence.candidates
    func followed(_ ids: [UInt32]) -> [UInt32] {
      Set(ids.compactMap { now.counterpart(of: $0, in: before.candidates, gate_cm: gate_cm) }).sorted()
    }
    for index in state.book.suspects.indices {
      guard case .clusters(let ids) = state.book.suspects[index].subject else { continue }
      state.book.suspects[index].subject = .clusters(followed(ids))
    }
    for index in state.held.indices {
      let ids = followed(state.held[index].proposal.clusters)
      state.held[index].proposal.clusters = ids
      state.evidence.candidates.hold(ids, true)
    }
    for index in state.evidence.zones.indices {
      state.evidence.zones[index].members = followed(before.zones[index].members)
      state.evidence.zones[index].lastSeen_ns = before.zones[index].lastSeen_ns
    }
  }

  /// Says how far back evidence is taken out: once a source and partition.
  private mutating func tellHorizon(_ source: String, _ horizon_ns: Int64) {
    say(
      Alert(
        alert: "replay-\(outbox.partition)-\(source)".prefixed(bytes: 128), revision: 1, severity: .info, tile: tile,
        changes: [], title: "evidence of \(source) is being taken out".prefixed(bytes: 256),
        detail:
          "Each tile of partition \(outbox.partition) is folded again without it when it is next passed, at least "
          + "\(policy.replay_days) days back; here from \(Timestamp.text(of: horizon_ns)) on. What it said before that still "
          + "counts, and what was verified meanwhile stands.", isResolved: true, time_ns: cause.time_ns))
  }

  private mutating func tellStuck(_ change: AppliedChange, _ reason: String) {
    let id = change.name.id(in: tile)
    say(
      Alert(
        alert: "stuck-\(id)", revision: 1, severity: .warning, tile: tile, changes: [id],
        title: "change \(id) cannot be taken back by itself",
        detail: "It \(reason). Another change has built upon it: look at both and reject the later one first.",
        isResolved: false, time_ns: cause.time_ns))
  }
}
