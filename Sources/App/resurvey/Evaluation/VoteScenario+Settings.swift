import Settings
import Simulation

// A file of `Config/scenarios` is a scenario as it is; here stand the rules its values keep.

extension VoteScenario: SettingsSection {
  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.require(name.isEmpty, "name", "left out: a scenario is called as its file")
    check.range(elements, 1...10_000_000, "elements")
    check.range(tileElements, 1...400, "tile_elements")
    check.range(tileSpots, 0...400, "tile_spots")
    check.range(tileRoad_km, 0.01...10, "tile_road_km")
    check.range(lineShare, 0...1, "line_share")
    check.range(lineLength_m, 15...150, "line_length_m")
    check.range(passesPerDay, 0.001...100, "passes_per_day")
    check.range(historyDays, 0...10_000, "history_days")
    check.range(runDays, 1...10_000, "run_days")
    check.range(vehicles, 1...1_000_000, "vehicles")
    check.range(falseAlarm, 0...0.5, "false_alarm")
    check.require(falseAlarm < detection.mean, "false_alarm", "below detection.mean")
    check.range(sameDayCorrelation, 0...0.9, "same_day_correlation")
    check.range(misreading, 0...0.9, "misreading")
    check.range(misreadingSd, 0...0.4, "misreading_sd")
    check.require(
      misreadingSd == 0 || BetaDistribution(mean: misreading, sd: misreadingSd) != nil, "misreading_sd",
      "smaller for a misreading of \(misreading): elements would be read rightly always or never")
    check.require(changes.endDay <= runDays, "run_days", "at least changes.end_day (\(changes.endDay))")
    check.require(
      workZones.share == 0 || workZones.days <= runDays, "work_zones", "of at most run_days (\(runDays)) days")
    let added = changes.added * Double(tileElements)
    check.require(added <= Double(tileSpots), "tile_spots", "at least changes.added · tile_elements (\(added))")
  }
}

extension VoteScenario.Detection: SettingsSection {
  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.range(mean, 0.05...0.98, "mean")
    check.range(sd, 0...0.4, "sd")
    check.range(expected, 0...1, "expected")
    check.range(together, 0...1, "together")
    // A beta distribution of this mean and deviation piles up at 0 or 1 above this.
    let variance = min(mean * mean * (1 - mean) / (1 + mean), (1 - mean) * (1 - mean) * mean / (2 - mean))
    check.require(
      sd * sd <= variance, "sd",
      "at most \((variance.squareRoot() * 1000).rounded(.down) / 1000) for a mean of \(mean): elements would be seen never or always"
    )
  }
}

extension VoteScenario.Occlusion: SettingsSection {
  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.range(share, 0...0.95, "share")
    check.range(knownShare, 0...1, "known_share")
  }
}

extension VoteScenario.Position: SettingsSection {
  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.range(sigma_cm, 1...200, "sigma_cm")
    check.range(commonSigma_cm, 0...200, "common_sigma_cm")
    check.range(matchedPoint_m, 0.1...5, "matched_point_m")
    check.range(matchedPointRamp_m, 0...5, "matched_point_ramp_m")
    check.range(matchedLine_m, 0.1...5, "matched_line_m")
    check.range(matchedLineRamp_m, 0...5, "matched_line_ramp_m")
    check.range(displacedSigma_cm, 0...200, "displaced_sigma_cm")
  }
}

extension VoteScenario.Changes: SettingsSection {
  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    for (share, key) in [(removed, "removed"), (added, "added"), (moved, "moved"), (attribute, "attribute")] {
      check.range(share, 0...1, key)
    }
    check.require(removed + moved + attribute <= 1, "removed", "at most what moved and attribute leave of 1")
    check.require(
      !moved_m.isEmpty && moved_m.allSatisfy { (0.1...3).contains($0) }, "moved_m", "a list of distances in 0.1…3.0")
    check.range(repainted, 0...1, "repainted")
    check.range(repainted_m, -1...1, "repainted_m")
    check.range(linesTogether, 0...400, "lines_together")
    check.require(firstDay >= 0, "first_day", "at least 0")
    check.require(endDay > firstDay, "end_day", "above first_day")
  }
}
