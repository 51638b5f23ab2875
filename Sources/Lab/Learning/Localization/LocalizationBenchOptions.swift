import Localization
import Observations
import Simulation

/// What a measurement on simulated drives does.
public struct LocalizationBenchOptions: Sendable {
  /// Seed of drives, noise and changes.
  public var seed: UInt64 = 1
  /// Distance driven in each scenario, km, positive.
  public var kilometres = 50.0
  /// Share of the elements that are otherwise in the scenario `changed`, 0 … 1.
  public var changedShare = 0.2
  /// Length of a drive, m.
  public var driveLength_m = 1700.0
  /// Frames a second.
  public var frameRate_Hz = 5.0
  /// What the vehicles carry.
  public var suite = SensorSuite.standard
  /// What is wrong with what they report.
  public var noise = NoiseParameters.standard
  /// Standard deviation of the satellite position in the scenario `poor_gnss`, m.
  public var poorGNSS_m = 10.0
  /// Lateral error from which on a frame should have abstained, m: well on the way into the next lane.
  public var alertLimit_m = 1.2
  /// What localization assumes.
  public var localization = LocalizationConfiguration()
  /// What the sensors are taken to see.
  public var model = SensorModel.generic
  /// What the fleet is put through.
  public var scenarios = LocalizationScenario.allCases

  /// All scenarios.
  public init() {}
}
