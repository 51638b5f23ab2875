import Geometry
import Observations

/// A vehicle with its own faults of calibration.
public struct Vehicle: Hashable, Sendable {
  /// Its pseudonym.
  public let id: VehicleID
  /// Version of its perception software.
  public let software: String
  /// Version of its calibration.
  public let calibration: String
  /// How far its cameras are turned left of what they believe, radians.
  public let cameraYaw_rad: Double
  /// How far its cameras look below what they believe, radians.
  public let cameraPitch_rad: Double
  /// How far left its cameras see all things, m.
  public let cameraLateral_m: Double
  /// Factor on its cameras' lateral distances.
  public let cameraLateralScale: Double
}

/// The vehicles that drive.
public enum Fleet {
  /// Vehicles of a seed; a larger fleet begins with the same vehicles.
  public static func vehicles(count: Int, noise: NoiseParameters, random: SeededRandom) -> [Vehicle] {
    var fleet = random.split(0)
    let share = min(max(noise.cameraLateralScaleCommonShare, 0), 1)
    let common = fleet.normal(noise.cameraLateralScale * share.squareRoot())
    return (0..<count).map { index in
      var own = random.split(UInt64(index) + 1)
      let tag = String(own.next() & 0xff_ffff | 0x100_0000, radix: 16).dropFirst()
      // From a stream of its own: what was there before pitch was modelled stays as it was.
      var pitch = own.split(1)
      return Vehicle(
        id: VehicleID("v\(index + 1)-\(tag)"), software: own.chance(0.7) ? "perception-4.2" : "perception-4.3",
        calibration: "cal-\(tag)", cameraYaw_rad: own.normal(noise.cameraYaw_rad),
        cameraPitch_rad: pitch.normal(noise.cameraPitch_rad), cameraLateral_m: own.normal(noise.cameraLateral_m),
        cameraLateralScale: 1 + common + own.normal(noise.cameraLateralScale * (1 - share).squareRoot()))
    }
  }
}
