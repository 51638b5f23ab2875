import CContracts
import Geometry
import MapModel
import Observations

typealias FrameMessage = Resurvey__V1__ObservationFrame

/// From the message in C to the frame. What a frame cannot even hold is refused here, everything else by its validation.
enum FrameReading {
  static func frame(_ message: FrameMessage) throws(Rejection) -> ObservationFrame {
    guard unsafe message.schema_version == FrameLimits.schemaVersion else {
      throw Rejection(
        unsafe message.schema_version == 0 ? .missing : .unsupportedVersion, field: "schema_version",
        value: unsafe "\(message.schema_version)", limit: "\(FrameLimits.schemaVersion)")
    }
    var frame = unsafe ObservationFrame(
      vehicle: VehicleID(Columns.text(message.vehicle_id)), drive: DriveID(Columns.text(message.drive_id)),
      sequence: message.sequence, captureTime_ns: message.capture_time_ns)
    unsafe frame.software = Columns.text(message.software_id)
    unsafe frame.calibration = Columns.text(message.calibration_id)
    if let gnss = unsafe message.gnss { unsafe frame.gnss = fix(gnss.pointee) }
    if let motion = unsafe message.motion {
      unsafe frame.motion = Motion(
        speed_mps: motion.pointee.speed_mps, yawRate_radps: motion.pointee.yaw_rate_radps,
        speedSigma_mps: motion.pointee.speed_sigma_mps, yawRateSigma_radps: motion.pointee.yaw_rate_sigma_radps)
    }
    unsafe frame.sensors.reserveCapacity(message.n_sensors)
    for i in 0..<(unsafe message.n_sensors) {
      if let status = unsafe message.sensors[i] { try unsafe frame.sensors.append(sensor(status.pointee, i)) }
    }
    unsafe frame.labels.reserveCapacity(message.n_labels)
    for i in 0..<(unsafe message.n_labels) {
      if let entry = unsafe message.labels[i] { try unsafe frame.labels.append(label(entry.pointee, i)) }
    }
    if let points = unsafe message.points { unsafe frame.points = self.points(points.pointee) }
    if let lines = unsafe message.lines { unsafe frame.lines = self.lines(lines.pointee) }
    if let polygons = unsafe message.polygons { unsafe frame.polygons = self.lines(polygons.pointee) }
    if let bearings = unsafe message.bearings { unsafe frame.bearings = self.bearings(bearings.pointee) }
    if let space = unsafe message.free_space {
      unsafe frame.freeSpace = FreeSpaceProfile(
        startAzimuth_rad: space.pointee.start_azimuth_rad, step_rad: space.pointee.step_rad,
        range_m: Columns.copy(space.pointee.n_range_m, space.pointee.range_m))
    }
    return frame
  }

  private static func fix(_ message: Resurvey__V1__GnssFix) -> GNSSFix {
    var fix = unsafe GNSSFix(
      place: Geodetic(
        latitude_deg: message.latitude_deg, longitude_deg: message.longitude_deg, height_m: message.height_m),
      covariance: Covariance2(
        xx: message.variance_east_m2, xy: message.covariance_east_north_m2, yy: message.variance_north_m2))
    if let heading = unsafe message.heading {
      unsafe fix.yaw_rad = heading.pointee.yaw_rad
      unsafe fix.yawSigma_rad = heading.pointee.sigma_rad
    }
    return fix
  }

  private static func sensor(_ message: Resurvey__V1__SensorStatus, _ i: Int) throws(Rejection) -> SensorStatus {
    var detects = unsafe Set<ElementClass>(minimumCapacity: min(message.n_detects, ElementClass.allCases.count))
    for j in 0..<(unsafe message.n_detects) {
      try unsafe detects.insert(
        WireEnum.elementClass(message.detects[j].rawValue, "sensors[\(i)].detects[\(j)]"))
    }
    return try unsafe SensorStatus(
      modality: WireEnum.value(message.modality.rawValue, "sensors[\(i)].modality"),
      health: WireEnum.value(message.health.rawValue, "sensors[\(i)].health"),
      azimuth_rad: message.azimuth_rad, fieldOfView_rad: message.field_of_view_rad,
      minRange_m: message.min_range_m, maxRange_m: message.max_range_m, detects: detects)
  }

  /// Candidates in order of probability; equal ones in the order they came.
  private static func label(_ message: Resurvey__V1__Label, _ i: Int) throws(Rejection) -> Label {
    var candidates: [Label.Candidate] = []
    unsafe candidates.reserveCapacity(message.n_candidates)
    var isOrdered = true
    for j in 0..<(unsafe message.n_candidates) {
      guard let candidate = unsafe message.candidates[j] else { continue }
      let elementClass = try unsafe WireEnum.elementClass(
        candidate.pointee.element_class.rawValue, "labels[\(i)].candidates[\(j)].element_class")
      let attributes = try unsafe AttributeColumns.read(
        candidate.pointee.n_attributes, candidate.pointee.attributes, "labels[\(i)].candidates[\(j)].attributes")
      let probability = unsafe candidate.pointee.probability
      if let last = candidates.last, last.probability < probability { isOrdered = false }
      candidates.append(Label.Candidate(elementClass, attributes: attributes, probability: probability))
    }
    if !isOrdered {
      let order = candidates.indices.sorted {
        let a = candidates[$0].probability
        let b = candidates[$1].probability
        return a == b ? $0 < $1 : a > b
      }
      candidates = order.map { candidates[$0] }
    }
    return Label(candidates)
  }
}

extension FrameReading {
  private static func points(_ message: Resurvey__V1__PointDetections) -> PointDetections {
    var points = PointDetections()
    unsafe points.x_m = Columns.copy(message.n_x_m, message.x_m)
    unsafe points.y_m = Columns.copy(message.n_y_m, message.y_m)
    unsafe points.varianceXX_m2 = Columns.copy(message.n_variance_xx_m2, message.variance_xx_m2)
    unsafe points.varianceXY_m2 = Columns.copy(message.n_variance_xy_m2, message.variance_xy_m2)
    unsafe points.varianceYY_m2 = Columns.copy(message.n_variance_yy_m2, message.variance_yy_m2)
    unsafe points.label = Columns.copy(message.n_label_index, message.label_index)
    unsafe points.sensor = Columns.copy(message.n_sensor_index, message.sensor_index)
    unsafe points.existence = Columns.copy(message.n_existence_probability, message.existence_probability)
    unsafe points.tracking = tracking(message.n_tracking_id, message.tracking_id, points.count)
    return points
  }

  private static func lines(_ message: Resurvey__V1__LineDetections) -> LineDetections {
    var lines = LineDetections()
    unsafe lines.vertexCount = Columns.copy(message.n_vertex_count, message.vertex_count)
    var next: UInt32 = 0
    lines.firstVertex.reserveCapacity(lines.count)
    for vertices in lines.vertexCount {
      lines.firstVertex.append(next)
      // May wrap on hostile counts: validation adds them up without.
      next &+= vertices
    }
    unsafe lines.x_m = Columns.copy(message.n_x_m, message.x_m)
    unsafe lines.y_m = Columns.copy(message.n_y_m, message.y_m)
    unsafe lines.sigma_m = Columns.copy(message.n_sigma_m, message.sigma_m)
    unsafe lines.label = Columns.copy(message.n_label_index, message.label_index)
    unsafe lines.sensor = Columns.copy(message.n_sensor_index, message.sensor_index)
    unsafe lines.existence = Columns.copy(message.n_existence_probability, message.existence_probability)
    unsafe lines.tracking = tracking(message.n_tracking_id, message.tracking_id, lines.count)
    return lines
  }

  private static func bearings(_ message: Resurvey__V1__BearingDetections) -> BearingDetections {
    var bearings = BearingDetections()
    unsafe bearings.originX_m = Columns.copy(message.n_origin_x_m, message.origin_x_m)
    unsafe bearings.originY_m = Columns.copy(message.n_origin_y_m, message.origin_y_m)
    unsafe bearings.azimuth_rad = Columns.copy(message.n_azimuth_rad, message.azimuth_rad)
    unsafe bearings.sigma_rad = Columns.copy(message.n_sigma_rad, message.sigma_rad)
    unsafe bearings.label = Columns.copy(message.n_label_index, message.label_index)
    unsafe bearings.sensor = Columns.copy(message.n_sensor_index, message.sensor_index)
    unsafe bearings.existence = Columns.copy(message.n_existence_probability, message.existence_probability)
    unsafe bearings.tracking = tracking(message.n_tracking_id, message.tracking_id, bearings.count)
    return bearings
  }

  /// A column left out means that there is no tracker.
  private static func tracking(_ count: Int, _ pointer: UnsafeMutablePointer<UInt32>?, _ detections: Int) -> [UInt32] {
    count == 0 ? [UInt32](repeating: 0, count: detections) : unsafe Columns.copy(count, pointer)
  }
}
