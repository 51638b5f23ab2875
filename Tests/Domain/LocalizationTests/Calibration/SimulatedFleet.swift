import Observations
import TestSupport

@testable import Localization

/// A fleet whose cameras' errors are drawn level by level, and drives that tell of them with noise. The same seed gives the same fleet.
struct SimulatedFleet {
  typealias Parts = SIMD4<Double>
  private(set) var drives: [DriveCalibration] = []
  /// What the fleet's cameras have in common.
  private(set) var fleet = Parts.zero
  /// True parts of calibrations, software included, by calibration.
  private(set) var truth: [String: Parts] = [:]
  private(set) var softwares: [String: String] = [:]
  private var random: Seeded

  init(
    seed: UInt64, calibrations: Int, drivesEach: Int,
    configuration: CalibrationConfiguration = CalibrationConfiguration()
  ) {
    random = Seeded(seed)
    let levels = CalibrationLevels(configuration)
    fleet = levels.mean + normal(levels.fleet)
    let versions = (0..<3).map { _ in normal(levels.software) }
    for calibration in 0..<calibrations {
      let name = "cal-\(calibration)"
      let camera = fleet + versions[calibration % 3] + normal(levels.calibration)
      truth[name] = camera
      softwares[name] = "v\(calibration % 3)"
      for drive in 0..<drivesEach {
        let noise = levels.drive * 4
        let seen = camera + normal(levels.drive) + normal(noise)
        drives.append(
          Self.drive(
            "\(calibration)-\(drive)", software: "v\(calibration % 3)", calibration: name,
            time_ns: Int64(drive * calibrations + calibration), mean: seen, information: 1 / noise))
      }
    }
  }

  static func drive(
    _ name: String, software: String = "v0", calibration: String, time_ns: Int64 = 0, mean: Parts,
    information: Parts = Parts(repeating: 1e6)
  ) -> DriveCalibration {
    DriveCalibration(
      vehicle: VehicleID("vehicle"), drive: DriveID(name), software: software, calibration: calibration,
      time_ns: time_ns, likelihood: CameraLikelihood(mean: mean, information: information))
  }

  /// Four normal numbers with variances.
  mutating func normal(_ variance: Parts) -> Parts {
    var out = Parts.zero
    for part in 0..<4 { out[part] = random.normal(sigma: variance[part].squareRoot()) }
    return out
  }

  /// The drives in another order.
  mutating func shuffled() -> [DriveCalibration] { drives.shuffled(using: &random) }
}
