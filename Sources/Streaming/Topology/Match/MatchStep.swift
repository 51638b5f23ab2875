import Contracts
import Evidence

/// What a MATCH task wants done after a batch.
public struct MatchStep: Sendable {
  /// An output the shell sends and whose arrival it reports by the token.
  public struct Output: Sendable {
    /// Names the output to `MatchTask.acknowledge`.
    public var token: UInt64
    /// The record.
    public var record: OutgoingRecord
  }

  /// Evidence and dead letters, in order.
  public var outputs: [Output] = []
  /// One entry a localized frame, if the task was asked for poses.
  public var poses: [FramePose] = []
  /// What is known of the fleet's cameras, if a drive has told of them.
  public var cameras: FleetCameras?
  /// What was counted.
  public var counts = MatchCounts()

  /// Nothing to do.
  public init() {}
}

/// What a MATCH task did, in numbers.
public struct MatchCounts: Hashable, Sendable {
  /// Records read.
  public var records = 0
  /// Bytes of those records' values.
  public var bytes = 0
  /// Frames that were localized and matched.
  public var framesMatched = 0
  /// Frames that abstained: lost, off the map, not yet converged, or in a lane that is as likely another one.
  public var framesAbstained = 0
  /// Frames that came twice.
  public var duplicates = 0
  /// Records refused, by reason.
  public var rejected: [String: Int] = [:]
  /// Evidence records.
  public var evidence = 0
  /// Bytes of evidence.
  public var evidence_bytes = 0
  /// Evidence records whose elements disagree with the map as one: the pose, the calibration or the datum is at fault there.
  public var commonOffsets = 0
  /// Distance driven that the evidence stands for, m.
  public var distance_m = 0

  /// Nothing counted.
  public init() {}

  /// Adds up.
  public static func += (a: inout MatchCounts, b: MatchCounts) {
    a.records += b.records
    a.bytes += b.bytes
    a.framesMatched += b.framesMatched
    a.framesAbstained += b.framesAbstained
    a.duplicates += b.duplicates
    a.rejected.merge(b.rejected, uniquingKeysWith: +)
    a.evidence += b.evidence
    a.evidence_bytes += b.evidence_bytes
    a.commonOffsets += b.commonOffsets
    a.distance_m += b.distance_m
  }

  /// Records refused for any reason.
  public var rejectedCount: Int { rejected.values.reduce(0, +) }
}
