import Evidence
import Foundation
import Localization
import Runtime
import Topology

/// What a replay did, in numbers.
struct ReplaySummary: Encodable {
  /// Frames read.
  var frames = 0
  /// Lines that are no frame.
  var badLines = 0
  /// Frames by status of their pose.
  var poses: [String: Int] = [:]
  /// Changes that were told of.
  var changes = 0
  /// Tile versions published.
  var versions = 0
  /// Alerts raised or resolved.
  var alerts = 0
  /// Calibrations and software versions whose evidence was put aside.
  var quarantines: UInt64 = 0
  /// Change storms that held edits.
  var storms: UInt64 = 0
  /// Records refused.
  var deadLetters = 0
  /// Evidence records.
  var evidence = 0
  /// Bytes of evidence.
  var evidence_bytes = 0
  /// Distance driven, km.
  var distance_km = 0.0
  /// Bytes of evidence a km driven.
  var evidence_bytesPerKm = 0.0
  /// Wall time, s.
  var wall_s = 0.0
  /// Frames a second of wall time.
  var frames_perS = 0.0
  /// Where the time went.
  var times = ReplayTimes()

  mutating func count(_ pose: FramePose) { poses[pose.status.name, default: 0] += 1 }

  mutating func close(_ replay: Replay, wall: Duration) {
    evidence = replay.counts.evidence
    evidence_bytes = replay.counts.evidence_bytes
    distance_km = Double(replay.counts.distance_m) / 1000
    evidence_bytesPerKm = distance_km > 0 ? Double(evidence_bytes) / distance_km : 0
    quarantines = replay.fleetCounts.quarantines
    storms = replay.fleetCounts.storms
    wall_s = Double(wall.components.seconds) + Double(wall.components.attoseconds) / 1e18
    frames_perS = wall_s > 0 ? Double(frames) / wall_s : 0
    times = replay.times
  }

  /// A few lines for a person.
  var text: String {
    let statuses = poses.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    let other = max(wall_s - times.match_s - times.tile_s, 0)
    return """

      \(frames) frames (\(statuses)); \(badLines) bad lines, \(deadLetters) dead letters
      \(evidence) evidence records, \(String(format: "%.1f", evidence_bytesPerKm / 1000)) kB a km over \(String(format: "%.1f", distance_km)) km
      \(changes) changes, \(versions) new tile versions; \(alerts) alerts, \(quarantines) quarantined sensors, \(storms) change storms
      \(Int(frames_perS)) frames/s on one core: match \(percent(times.match_s)), tile \(percent(times.tile_s)), files and JSON \(percent(other))
      """
  }

  private func percent(_ seconds: Double) -> String {
    wall_s > 0 ? "\(Int((100 * seconds / wall_s).rounded())) %" : "–"
  }
}
