import Evidence
import Geometry
import Localization
import Observations

/// One line of `poses.jsonl`.
struct PoseLine: Encodable {
  private let pose: FramePose

  /// The line of a pose.
  init(_ pose: FramePose) { self.pose = pose }

  private enum Key: String, CodingKey {
    case vehicle, drive, sequence, captureTime_ns = "capture_time_ns"
    case latitude_deg, longitude_deg, height_m, yaw_rad, covarianceM2 = "covariance_m2", yawSigma_rad = "yaw_sigma_rad",
      status
    case lateralScale = "lateral_scale", laneProbability = "lane_probability", testimony,
      protectionLevel_m = "protection_level_m"
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(pose.vehicle.text, forKey: .vehicle)
    try values.encode(pose.drive.text, forKey: .drive)
    try values.encode(pose.sequence, forKey: .sequence)
    try values.encode(pose.captureTime_ns, forKey: .captureTime_ns)
    try values.encode(pose.place.latitude_deg, forKey: .latitude_deg)
    try values.encode(pose.place.longitude_deg, forKey: .longitude_deg)
    try values.encodeIfPresent(pose.height_m, forKey: .height_m)
    try values.encode(pose.yaw_rad, forKey: .yaw_rad)
    try values.encode([pose.covariance.xx, pose.covariance.xy, pose.covariance.yy], forKey: .covarianceM2)
    try values.encode(pose.yawSigma_rad, forKey: .yawSigma_rad)
    try values.encode(pose.status.name, forKey: .status)
    try values.encode(pose.lateralScale, forKey: .lateralScale)
    try values.encode(pose.laneProbability, forKey: .laneProbability)
    try values.encode(pose.testimony, forKey: .testimony)
    try values.encode(pose.protectionLevel_m, forKey: .protectionLevel_m)
  }
}
