import Evidence
import Kafka
import Localization
import Settings
import Synchronization
import Topology

/// Turns what stages tell into metrics and log lines.
public final class StageMetrics: Sendable {
  /// The series.
  public let registry = MetricsRegistry()
  private let logger: Logger
  private let assigned = Mutex<Set<StageEvent.Stage>>([])
  /// Calibrations that have been told as off the fleet, by partition.
  private let outliers = Mutex<[Int32: Set<String>]>([:])

  private let frames, matched, abstained, duplicates, evidence, evidenceBytes, commonOffsets: Counter
  private let records, traversals, repeated, votes, staleVotes, zoneVotes, confirmed, held, versions: Counter
  private let suspected, unsuspected, verified, retracted, rejected, reviews: Counter
  private let replayedAway, replayedTiles, reverted: Counter

  /// Metrics at zero.
  public init(logger: Logger) {
    self.logger = logger
    frames = registry.counter("resurvey_match_records_total", help: "Records read from fleet.observations.")
    matched = registry.counter(
      "resurvey_match_frames_matched_total", help: "Frames that testified on the map.")
    abstained = registry.counter("resurvey_match_frames_abstained_total", help: "Frames that did not.")
    duplicates = registry.counter("resurvey_match_duplicates_total", help: "Frames that came twice.")
    evidence = registry.counter("resurvey_match_evidence_records_total", help: "Evidence records sent.")
    evidenceBytes = registry.counter("resurvey_match_evidence_bytes_total", help: "Bytes of evidence sent.")
    commonOffsets = registry.counter(
      "resurvey_match_common_offsets_total",
      help: "Evidence records whose elements disagree with the map as one: pose, calibration or datum.")
    records = registry.counter("resurvey_tile_records_total", help: "Records folded from map.evidence.")
    traversals = registry.counter("resurvey_tile_traversals_total", help: "Traversals that counted.")
    repeated = registry.counter("resurvey_tile_repeated_total", help: "Traversals that had counted before.")
    votes = registry.counter("resurvey_tile_votes_total", help: "Votes that were folded.")
    staleVotes = registry.counter("resurvey_tile_stale_votes_total", help: "Votes on pieces that have changed since.")
    zoneVotes = registry.counter(
      "resurvey_tile_zone_votes_total", help: "Votes that did not count because a work zone stood there.")
    confirmed = registry.counter("resurvey_tile_changes_confirmed_total", help: "Changes confirmed.")
    held = registry.counter("resurvey_tile_changes_held_total", help: "Changes held by a gate, a storm or a person.")
    suspected = registry.counter("resurvey_tile_changes_suspected_total", help: "Changes suspected.")
    unsuspected = registry.counter(
      "resurvey_tile_changes_unsuspected_total", help: "Suspicions not told because a tile held too many.")
    verified = registry.counter(
      "resurvey_tile_changes_verified_total", help: "Applied changes that later drives or a person verified.")
    retracted = registry.counter("resurvey_tile_changes_retracted_total", help: "Changes retracted.")
    rejected = registry.counter("resurvey_tile_changes_rejected_total", help: "Changes a person rejected.")
    reviews = registry.counter("resurvey_tile_reviews_total", help: "Reviews followed.")
    replayedAway = registry.counter(
      "resurvey_tile_replayed_away_total", help: "Traversals taken out because their sensors were quarantined later.")
    replayedTiles = registry.counter("resurvey_tile_replays_total", help: "Times a tile was folded again for that.")
    reverted = registry.counter(
      "resurvey_tile_changes_reverted_total", help: "Changes taken back because they rested on such traversals.")
    versions = registry.counter("resurvey_tile_versions_total", help: "Tile versions published.")
  }

  /// Whether every stage of a process has partitions to work on.
  public func readiness(of stage: Stage) -> ProbeAnswer {
    let wanted: [StageEvent.Stage] =
      switch stage {
      case .match: [.match]
      case .tile: [.tile]
      case .fleet: [.fleet]
      // The one partition of fleet.health may be another process's.
      case .all: [.match, .tile]
      }
    let present = assigned.withLock { $0 }
    return wanted.first { !present.contains($0) }.map { .waiting("\($0.rawValue) has no partitions yet") } ?? .ready
  }

  /// Whether a process does its work.
  public enum ProbeAnswer: Hashable, Sendable {
    /// It does.
    case ready
    /// Not yet, for this reason.
    case waiting(String)
  }

  /// Takes an event in.
  public func note(_ event: StageEvent) {
    switch event {
    case .opened(let partitions):
      if !partitions.isEmpty { logger.notice("tile log opened", ["partitions": .integer(Int64(partitions.count))]) }
    case .mapReady(let tiles): logger.notice("map ready", ["tiles": .integer(Int64(tiles))])
    case .assigned(let stage, let starts):
      assigned.withLock { _ = $0.insert(stage) }
      let text = starts.sorted { $0.key < $1.key }.map { "\($0.key)@\($0.value)" }.joined(separator: " ")
      logger.notice("assigned", ["stage": .text(stage.rawValue), "starts": .text(text)])
    case .revoked(let stage, let partitions, let isLost):
      assigned.withLock { _ = $0.remove(stage) }
      logger.notice(
        "revoked",
        ["stage": .text(stage.rawValue), "partitions": .integer(Int64(partitions.count)), "lost": .truth(isLost)])
    case .matched(_, let counts): note(counts)
    case .cameras(let partition, let cameras): note(cameras, partition)
    case .folded(let partition, let before, let after): note(partition, before, after)
    case .compared(let before, let after): note(before, after)
    case .idle: break
    case .problem(let stage, let error):
      registry.counter(
        "resurvey_problems_total", help: "Failures that are tried again.", labels: ["stage": stage.rawValue]
      )
      .increment()
      logger.warning("problem", ["stage": .text(stage.rawValue), "error": .text("\(error)")])
    }
  }

  private func note(_ counts: MatchCounts) {
    frames.increment(by: UInt64(counts.records))
    matched.increment(by: UInt64(counts.framesMatched))
    abstained.increment(by: UInt64(counts.framesAbstained))
    duplicates.increment(by: UInt64(counts.duplicates))
    evidence.increment(by: UInt64(counts.evidence))
    evidenceBytes.increment(by: UInt64(counts.evidence_bytes))
    commonOffsets.increment(by: UInt64(counts.commonOffsets))
    for (reason, count) in counts.rejected {
      registry.counter(
        "resurvey_match_rejected_total", help: "Records refused, by reason.", labels: ["reason": reason]
      ).increment(by: UInt64(count))
    }
  }

  private func note(_ cameras: FleetCameras, _ partition: Int32) {
    let labels: MetricLabels = ["partition": "\(partition)"]
    func set(_ name: String, _ help: String, _ value: Double) {
      registry.gauge("resurvey_match_camera_" + name, help: help, labels: labels).set(value)
    }
    set(
      "fleet_scale", "Factor that takes the lateral scale error the cameras of all have in common away.",
      cameras.common.mean.lateralScale)
    set("fleet_scale_sigma", "Standard deviation of that factor.", cameras.common.sigma.lateralScale)
    set("fleet_yaw_radians", "Yaw to the left that takes the cameras' common one away.", cameras.common.mean.yaw_rad)
    set("calibrations", "Calibrations that drives are known with.", Double(cameras.calibrations))
    set("drives", "Drives that cameras are known from.", Double(cameras.drives))
    set(
      "outlier_calibrations", "Calibrations whose lateral scale or yaw is far off the others.",
      Double(cameras.outliers.count))
    let known = outliers.withLock { outliers in
      defer { outliers[partition] = Set(cameras.outliers) }
      return outliers[partition] ?? []
    }
    for calibration in cameras.outliers where !known.contains(calibration) {
      logger.warning(
        "camera off the fleet", ["calibration": .text(calibration), "partition": .integer(Int64(partition))])
    }
  }

  private func note(_ before: FleetCounts, _ after: FleetCounts) {
    let fields: [(String, String, KeyPath<FleetCounts, UInt64>)] = [
      ("traversals_total", "Traversals whose sensors were compared with others.", \.traversals),
      ("refused_total", "Records that were no reports on sensors.", \.refused),
      ("quarantines_total", "Calibrations and software versions quarantined.", \.quarantines),
      ("releases_total", "Calibrations and software versions released.", \.releases),
      ("storms_total", "Change storms that began.", \.storms),
      ("calms_total", "Change storms that ended.", \.calms),
      ("datum_shifts_total", "Tiles whose map was found to lie off.", \.datumShifts),
      ("datums_restored_total", "Tiles whose map lies right again.", \.datumsRestored),
    ]
    for (name, help, field) in fields {
      registry.counter("resurvey_fleet_" + name, help: help).increment(
        by: after[keyPath: field] - before[keyPath: field])
    }
    if after.quarantines > before.quarantines || after.storms > before.storms {
      logger.warning(
        "fleet",
        [
          "quarantines": .integer(Int64(after.quarantines - before.quarantines)),
          "storms": .integer(Int64(after.storms - before.storms)),
        ])
    }
  }

  private func note(_ partition: Int32, _ before: FoldCounts, _ after: FoldCounts) {
    let fields: [(Counter, KeyPath<FoldCounts, UInt64>)] = [
      (records, \.records), (traversals, \.traversals), (repeated, \.repeated), (votes, \.votes),
      (staleVotes, \.staleVotes), (zoneVotes, \.zoneVotes), (confirmed, \.confirmed), (held, \.held),
      (versions, \.versions),
      (suspected, \.suspected),
      (unsuspected, \.unsuspected), (verified, \.verified), (retracted, \.retracted), (rejected, \.rejected),
      (reviews, \.reviews), (replayedAway, \.replayedAway), (replayedTiles, \.replayedTiles), (reverted, \.reverted),
    ]
    for (counter, field) in fields { counter.increment(by: after[keyPath: field] - before[keyPath: field]) }
    let refused = after.deadLetters - before.deadLetters
    if refused > 0 {
      registry.counter("resurvey_tile_rejected_total", help: "Tile log records refused.").increment(by: refused)
    }
    if after.versions > before.versions {
      logger.info(
        "published",
        [
          "partition": .integer(Int64(partition)), "versions": .integer(Int64(after.versions - before.versions)),
          "changes": .integer(Int64(after.confirmed - before.confirmed)),
        ])
    }
  }
}
