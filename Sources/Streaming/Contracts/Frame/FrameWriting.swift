import CContracts
import Geometry
import MapModel
import Observations

/// From the frame to the message in C.
enum FrameWriting {
  static func frame(_ frame: ObservationFrame, _ arena: borrowing Arena) -> UnsafeMutablePointer<FrameMessage> {
    let message = unsafe arena.message(resurvey__v1__observation_frame__init)
    unsafe message.pointee.schema_version = FrameLimits.schemaVersion
    unsafe message.pointee.vehicle_id = arena.text(frame.vehicle.text)
    unsafe message.pointee.drive_id = arena.text(frame.drive.text)
    unsafe message.pointee.sequence = frame.sequence
    unsafe message.pointee.capture_time_ns = frame.captureTime_ns
    unsafe message.pointee.software_id = arena.text(frame.software)
    unsafe message.pointee.calibration_id = arena.text(frame.calibration)
    if let gnss = frame.gnss { unsafe message.pointee.gnss = fix(gnss, arena) }
    if let motion = frame.motion { unsafe message.pointee.motion = self.motion(motion, arena) }
    if !frame.sensors.isEmpty {
      let pointers = unsafe arena.pointers(to: Resurvey__V1__SensorStatus.self, frame.sensors.count)
      for (i, status) in frame.sensors.enumerated() { unsafe pointers[i] = sensor(status, arena) }
      unsafe message.pointee.sensors = pointers
      unsafe message.pointee.n_sensors = frame.sensors.count
    }
    if !frame.labels.isEmpty {
      let pointers = unsafe arena.pointers(to: Resurvey__V1__Label.self, frame.labels.count)
      for (i, entry) in frame.labels.enumerated() { unsafe pointers[i] = label(entry, arena) }
      unsafe message.pointee.labels = pointers
      unsafe message.pointee.n_labels = frame.labels.count
    }
    if frame.points != PointDetections() { unsafe message.pointee.points = points(frame.points, arena) }
    if frame.lines != LineDetections() { unsafe message.pointee.lines = lines(frame.lines, arena) }
    if frame.polygons != LineDetections() { unsafe message.pointee.polygons = lines(frame.polygons, arena) }
    if frame.bearings != BearingDetections() { unsafe message.pointee.bearings = bearings(frame.bearings, arena) }
    if let space = frame.freeSpace {
      let profile = unsafe arena.message(resurvey__v1__free_space__init)
      unsafe profile.pointee.start_azimuth_rad = space.startAzimuth_rad
      unsafe profile.pointee.step_rad = space.step_rad
      unsafe (profile.pointee.n_range_m, profile.pointee.range_m) = arena.column(space.range_m)
      unsafe message.pointee.free_space = profile
    }
    return unsafe message
  }

  private static func fix(_ fix: GNSSFix, _ arena: borrowing Arena) -> UnsafeMutablePointer<Resurvey__V1__GnssFix> {
    let message = unsafe arena.message(resurvey__v1__gnss_fix__init)
    unsafe message.pointee.latitude_deg = fix.place.latitude_deg
    unsafe message.pointee.longitude_deg = fix.place.longitude_deg
    unsafe message.pointee.height_m = fix.place.height_m
    unsafe message.pointee.variance_east_m2 = fix.covariance.xx
    unsafe message.pointee.covariance_east_north_m2 = fix.covariance.xy
    unsafe message.pointee.variance_north_m2 = fix.covariance.yy
    if let yaw_rad = fix.yaw_rad {
      let heading = unsafe arena.message(resurvey__v1__heading__init)
      unsafe heading.pointee.yaw_rad = yaw_rad
      unsafe heading.pointee.sigma_rad = fix.yawSigma_rad
      unsafe message.pointee.heading = heading
    }
    return unsafe message
  }

  private static func motion(_ motion: Motion, _ arena: borrowing Arena) -> UnsafeMutablePointer<Resurvey__V1__Motion> {
    let message = unsafe arena.message(resurvey__v1__motion__init)
    unsafe message.pointee.speed_mps = motion.speed_mps
    unsafe message.pointee.yaw_rate_radps = motion.yawRate_radps
    unsafe message.pointee.speed_sigma_mps = motion.speedSigma_mps
    unsafe message.pointee.yaw_rate_sigma_radps = motion.yawRateSigma_radps
    return unsafe message
  }

  private static func sensor(
    _ status: SensorStatus, _ arena: borrowing Arena
  ) -> UnsafeMutablePointer<Resurvey__V1__SensorStatus> {
    let message = unsafe arena.message(resurvey__v1__sensor_status__init)
    unsafe message.pointee.modality = .init(rawValue: UInt32(status.modality.rawValue))
    unsafe message.pointee.health = .init(rawValue: UInt32(status.health.rawValue))
    unsafe message.pointee.azimuth_rad = status.azimuth_rad
    unsafe message.pointee.field_of_view_rad = status.fieldOfView_rad
    unsafe message.pointee.min_range_m = status.minRange_m
    unsafe message.pointee.max_range_m = status.maxRange_m
    unsafe (message.pointee.n_detects, message.pointee.detects) = arena.column(
      status.detects.sorted().map { Resurvey__V1__ElementClass(rawValue: UInt32($0.rawValue)) })
    return unsafe message
  }

  private static func label(_ label: Label, _ arena: borrowing Arena) -> UnsafeMutablePointer<Resurvey__V1__Label> {
    let message = unsafe arena.message(resurvey__v1__label__init)
    guard !label.candidates.isEmpty else { return unsafe message }
    let pointers = unsafe arena.pointers(to: Resurvey__V1__Label__Candidate.self, label.candidates.count)
    for (i, candidate) in label.candidates.enumerated() {
      let entry = unsafe arena.message(resurvey__v1__label__candidate__init)
      unsafe entry.pointee.element_class = .init(rawValue: UInt32(candidate.elementClass.rawValue))
      unsafe entry.pointee.probability = candidate.probability
      unsafe (entry.pointee.n_attributes, entry.pointee.attributes) = AttributeColumns.write(
        candidate.attributes, arena)
      unsafe pointers[i] = entry
    }
    unsafe message.pointee.candidates = pointers
    unsafe message.pointee.n_candidates = label.candidates.count
    return unsafe message
  }
}

extension FrameWriting {
  private static func points(
    _ points: PointDetections, _ arena: borrowing Arena
  ) -> UnsafeMutablePointer<Resurvey__V1__PointDetections> {
    let message = unsafe arena.message(resurvey__v1__point_detections__init)
    unsafe (message.pointee.n_x_m, message.pointee.x_m) = arena.column(points.x_m)
    unsafe (message.pointee.n_y_m, message.pointee.y_m) = arena.column(points.y_m)
    unsafe (message.pointee.n_variance_xx_m2, message.pointee.variance_xx_m2) = arena.column(points.varianceXX_m2)
    unsafe (message.pointee.n_variance_xy_m2, message.pointee.variance_xy_m2) = arena.column(points.varianceXY_m2)
    unsafe (message.pointee.n_variance_yy_m2, message.pointee.variance_yy_m2) = arena.column(points.varianceYY_m2)
    unsafe (message.pointee.n_label_index, message.pointee.label_index) = arena.column(points.label)
    unsafe (message.pointee.n_sensor_index, message.pointee.sensor_index) = arena.column(points.sensor)
    unsafe (message.pointee.n_existence_probability, message.pointee.existence_probability) =
      arena.column(points.existence)
    unsafe (message.pointee.n_tracking_id, message.pointee.tracking_id) = arena.column(tracking(points.tracking))
    return unsafe message
  }

  private static func lines(
    _ lines: LineDetections, _ arena: borrowing Arena
  ) -> UnsafeMutablePointer<Resurvey__V1__LineDetections> {
    let message = unsafe arena.message(resurvey__v1__line_detections__init)
    unsafe (message.pointee.n_vertex_count, message.pointee.vertex_count) = arena.column(lines.vertexCount)
    unsafe (message.pointee.n_x_m, message.pointee.x_m) = arena.column(lines.x_m)
    unsafe (message.pointee.n_y_m, message.pointee.y_m) = arena.column(lines.y_m)
    unsafe (message.pointee.n_sigma_m, message.pointee.sigma_m) = arena.column(lines.sigma_m)
    unsafe (message.pointee.n_label_index, message.pointee.label_index) = arena.column(lines.label)
    unsafe (message.pointee.n_sensor_index, message.pointee.sensor_index) = arena.column(lines.sensor)
    unsafe (message.pointee.n_existence_probability, message.pointee.existence_probability) =
      arena.column(lines.existence)
    unsafe (message.pointee.n_tracking_id, message.pointee.tracking_id) = arena.column(tracking(lines.tracking))
    return unsafe message
  }

  private static func bearings(
    _ bearings: BearingDetections, _ arena: borrowing Arena
  ) -> UnsafeMutablePointer<Resurvey__V1__BearingDetections> {
    let message = unsafe arena.message(resurvey__v1__bearing_detections__init)
    unsafe (message.pointee.n_origin_x_m, message.pointee.origin_x_m) = arena.column(bearings.originX_m)
    unsafe (message.pointee.n_origin_y_m, message.pointee.origin_y_m) = arena.column(bearings.originY_m)
    unsafe (message.pointee.n_azimuth_rad, message.pointee.azimuth_rad) = arena.column(bearings.azimuth_rad)
    unsafe (message.pointee.n_sigma_rad, message.pointee.sigma_rad) = arena.column(bearings.sigma_rad)
    unsafe (message.pointee.n_label_index, message.pointee.label_index) = arena.column(bearings.label)
    unsafe (message.pointee.n_sensor_index, message.pointee.sensor_index) = arena.column(bearings.sensor)
    unsafe (message.pointee.n_existence_probability, message.pointee.existence_probability) =
      arena.column(bearings.existence)
    unsafe (message.pointee.n_tracking_id, message.pointee.tracking_id) = arena.column(tracking(bearings.tracking))
    return unsafe message
  }

  /// A column of zeros says the same as none.
  private static func tracking(_ ids: [UInt32]) -> [UInt32] { ids.contains { $0 != 0 } ? ids : [] }
}
