import MapModel
import Settings
import Simulation

extension VoteScenario.Liars: SettingsSection {
  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.range(vehicles, 0...100, "vehicles")
    check.range(passesPerDay, 1...20, "passes_per_day")
    check.range(targets, 0...1, "targets")
    check.range(firstDay, 0...10_000, "first_day")
  }
}

extension VoteScenario.SensorFault: SettingsSection {
  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.range(share, 0...1, "share")
    check.range(firstDay, 0...10_000, "first_day")
    check.require(
      missedClass.isEmpty || ElementClass(name: missedClass) != nil, "missed_class",
      "empty or a class: " + ElementClass.allCases.map(\.name).joined(separator: ", "))
    check.range(lateralScale, -0.5...0.5, "lateral_scale")
    check.range(lateral_m, -3...3, "lateral_m")
  }
}

extension VoteScenario.Datum: SettingsSection {
  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.range(share, 0...1, "share")
    check.range(east_m, -3...3, "east_m")
    check.range(north_m, -3...3, "north_m")
    check.range(firstDay, 0...10_000, "first_day")
  }
}

extension VoteScenario.Weather: SettingsSection {
  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.range(share, 0...1, "share")
    check.range(factor, 0.05...1, "factor")
    check.range(knownShare, 0...1, "known_share")
  }
}

extension VoteScenario.WorkZones: SettingsSection {
  /// Checks the ranges.
  public func check(_ check: inout SettingsCheck) {
    check.range(share, 0...1, "share")
    check.range(objects, 1...20, "objects")
    check.range(days, 1...10_000, "days")
    check.range(signs, 0...6, "signs")
    check.range(covered, 0...20, "covered")
  }
}
