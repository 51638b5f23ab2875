import Geometry
import MapModel

extension ObservationFrame {
  /// Checks all bounds of a frame that are not a matter of its bytes. O(size). Fields are named as in `observation_frame.proto`.
  /// - Throws: the first thing found wrong.
  public func validate(_ limits: FrameLimits = .standard) throws(Rejection) {
    try validateHead(limits)
    try FieldCheck.count(sensors.count, "sensors", atMost: limits.sensors)
    for i in sensors.indices { try sensors[i].validate(i, limits) }
    try FieldCheck.count(labels.count, "labels", atMost: limits.labels)
    for i in labels.indices { try labels[i].validate(i, limits) }
    try validateDetections(limits)
  }

  /// The part of `validate` before the tables.
  package func validateHead(_ limits: FrameLimits) throws(Rejection) {
    try FieldCheck.id(vehicle.text, "vehicle_id", atLeast: 1, atMost: limits.id_bytes)
    try FieldCheck.id(drive.text, "drive_id", atLeast: 1, atMost: limits.id_bytes)
    try FieldCheck.id(software, "software_id", atLeast: 0, atMost: limits.id_bytes)
    try FieldCheck.id(calibration, "calibration_id", atLeast: 0, atMost: limits.id_bytes)
    guard sequence <= limits.sequence else {
      throw Rejection(.outOfRange, field: "sequence", value: "\(sequence)", limit: "at most \(limits.sequence)")
    }
    guard captureTime_ns != 0 else {
      throw Rejection(.missing, field: "capture_time_ns", limit: "nanoseconds since 1970")
    }
    guard captureTime_ns >= limits.earliest_ns, captureTime_ns < limits.latest_ns else {
      throw Rejection(
        .outOfRange, field: "capture_time_ns", value: "\(captureTime_ns)",
        limit: "\(limits.earliest_ns) (2000) or later and before \(limits.latest_ns) (2100)")
    }
    try gnss?.validate(limits)
    try motion?.validate(limits)
  }

  /// The part of `validate` after the tables, whose entries are not looked at.
  package func validateDetections(_ limits: FrameLimits) throws(Rejection) {
    let tables = Tables(labels: labels.count, sensors: sensors.count)
    try points.validate(tables, limits)
    try lines.validate("lines", atLeast: 2, tables, limits)
    try polygons.validate("polygons", atLeast: 3, tables, limits)
    try bearings.validate(tables, limits)
    try freeSpace?.validate(limits)
  }
}

/// Sizes of the tables that detections point into.
struct Tables {
  let labels: Int
  let sensors: Int

  func check(
    _ group: String, label: [UInt32], sensor: [UInt32], existence: [Float], tracking: [UInt32], count: Int
  ) throws(Rejection) {
    try FieldCheck.length(label.count, "\(group).label_index", count)
    try FieldCheck.length(sensor.count, "\(group).sensor_index", count)
    try FieldCheck.length(existence.count, "\(group).existence_probability", count)
    try FieldCheck.length(tracking.count, "\(group).tracking_id", count)
    try FieldCheck.indexes(label, "\(group).label_index", into: "labels", count: labels)
    try FieldCheck.indexes(sensor, "\(group).sensor_index", into: "sensors", count: sensors)
    try FieldCheck.column(existence, "\(group).existence_probability", in: 0...1)
  }
}

extension GNSSFix {
  func validate(_ limits: FrameLimits) throws(Rejection) {
    try FieldCheck.number(
      place.latitude_deg, "gnss.latitude_deg", in: -limits.latitude_deg...limits.latitude_deg)
    try FieldCheck.number(
      place.longitude_deg, "gnss.longitude_deg", in: -limits.longitude_deg...limits.longitude_deg)
    try FieldCheck.number(place.height_m, "gnss.height_m", in: limits.height_m)
    try FieldCheck.positive(covariance.xx, "gnss.variance_east_m2", atMost: limits.gnssVariance_m2)
    try FieldCheck.positive(covariance.yy, "gnss.variance_north_m2", atMost: limits.gnssVariance_m2)
    try FieldCheck.number(
      covariance.xy, "gnss.covariance_east_north_m2", in: -limits.gnssVariance_m2...limits.gnssVariance_m2)
    guard covariance.determinant > 0 else {
      throw Rejection(
        .badCovariance, field: "gnss.covariance_east_north_m2", value: "\(covariance.xy)",
        limit: "below the root of \(covariance.xx) × \(covariance.yy) in size")
    }
    if let yaw_rad {
      try FieldCheck.number(yaw_rad, "gnss.heading.yaw_rad", in: -2 * .pi...2 * .pi)
      try FieldCheck.positive(yawSigma_rad, "gnss.heading.sigma_rad", atMost: .pi)
    }
  }
}

extension Motion {
  func validate(_ limits: FrameLimits) throws(Rejection) {
    try FieldCheck.number(speed_mps, "motion.speed_mps", in: -limits.speed_mps...limits.speed_mps)
    try FieldCheck.number(
      yawRate_radps, "motion.yaw_rate_radps", in: -limits.yawRate_radps...limits.yawRate_radps)
    try FieldCheck.positive(speedSigma_mps, "motion.speed_sigma_mps", atMost: limits.speed_mps)
    try FieldCheck.positive(yawRateSigma_radps, "motion.yaw_rate_sigma_radps", atMost: limits.yawRate_radps)
  }
}

extension SensorStatus {
  func validate(_ i: Int, _ limits: FrameLimits) throws(Rejection) {
    let farthest_m = Double(limits.range_m)
    try FieldCheck.number(azimuth_rad, "sensors[\(i)].azimuth_rad", in: -2 * .pi...2 * .pi)
    // A full turn written as a 32-bit float is a little more than 2π.
    try FieldCheck.positive(fieldOfView_rad, "sensors[\(i)].field_of_view_rad", atMost: 2 * .pi + 1e-6)
    try FieldCheck.number(minRange_m, "sensors[\(i)].min_range_m", in: 0...farthest_m)
    try FieldCheck.number(maxRange_m, "sensors[\(i)].max_range_m", in: 0...farthest_m)
    guard maxRange_m > minRange_m else {
      throw Rejection(
        .outOfRange, field: "sensors[\(i)].max_range_m", value: "\(maxRange_m)",
        limit: "above min_range_m, \(minRange_m)")
    }
  }
}

extension Label {
  func validate(_ i: Int, _ limits: FrameLimits) throws(Rejection) {
    guard !candidates.isEmpty else {
      throw Rejection(.tooFew, field: "labels[\(i)].candidates", value: "0 entries", limit: "at least 1")
    }
    try FieldCheck.count(candidates.count, "labels[\(i)].candidates", atMost: limits.candidates)
    var sum = 0.0
    for (j, candidate) in candidates.enumerated() {
      try FieldCheck.number(candidate.probability, "labels[\(i)].candidates[\(j)].probability", in: 0...1)
      try FieldCheck.count(
        candidate.attributes.entries.count, "labels[\(i)].candidates[\(j)].attributes", atMost: limits.attributes)
      for (k, entry) in candidate.attributes.entries.enumerated() where entry.value.utf8.count > limits.attribute_bytes
      {
        throw Rejection(
          .badLength, field: "labels[\(i)].candidates[\(j)].attributes[\(k)].value",
          value: "\(entry.value.utf8.count) bytes", limit: "at most \(limits.attribute_bytes) bytes")
      }
      sum += candidate.probability
    }
    guard sum <= 1 + 1e-5 else {
      throw Rejection(
        .outOfRange, field: "labels[\(i)].candidates", value: "sum \(sum)", limit: "probabilities of at most 1 in all")
    }
  }
}
