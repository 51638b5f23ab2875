extension PointDetections {
  func validate(_ tables: Tables, _ limits: FrameLimits) throws(Rejection) {
    try FieldCheck.count(count, "points", atMost: limits.detections)
    try FieldCheck.length(y_m.count, "points.y_m", count)
    try FieldCheck.length(varianceXX_m2.count, "points.variance_xx_m2", count)
    try FieldCheck.length(varianceXY_m2.count, "points.variance_xy_m2", count)
    try FieldCheck.length(varianceYY_m2.count, "points.variance_yy_m2", count)
    try tables.check(
      "points", label: label, sensor: sensor, existence: existence, tracking: tracking, count: count)
    try FieldCheck.column(x_m, "points.x_m", in: -limits.range_m...limits.range_m)
    try FieldCheck.column(y_m, "points.y_m", in: -limits.range_m...limits.range_m)
    let variances = Float.leastNormalMagnitude...limits.variance_m2
    try FieldCheck.column(varianceXX_m2, "points.variance_xx_m2", in: variances)
    try FieldCheck.column(varianceYY_m2, "points.variance_yy_m2", in: variances)
    try FieldCheck.covariances(
      xx: varianceXX_m2, xy: varianceXY_m2, yy: varianceYY_m2, "points.variance_xy_m2")
  }
}

extension LineDetections {
  func validate(
    _ group: String, atLeast least: UInt32, _ tables: Tables, _ limits: FrameLimits
  ) throws(Rejection) {
    try FieldCheck.count(count, group, atMost: limits.detections)
    try FieldCheck.count(x_m.count, "\(group).x_m", atMost: limits.vertices)
    var sum = 0
    for (i, vertices) in vertexCount.enumerated() {
      guard vertices >= least else {
        throw Rejection(
          .tooFew, field: "\(group).vertex_count[\(i)]", value: "\(vertices)", limit: "at least \(least)")
      }
      guard vertices <= limits.verticesPerLine else {
        throw Rejection(
          .tooMany, field: "\(group).vertex_count[\(i)]", value: "\(vertices)",
          limit: "at most \(limits.verticesPerLine)")
      }
      guard i < firstVertex.count, Int(firstVertex[i]) == sum else {
        throw Rejection(
          .lengthMismatch, field: "\(group).vertex_count[\(i)]", value: "\(vertices)",
          limit: "starting where the detection before ends")
      }
      sum += Int(vertices)
    }
    try FieldCheck.length(x_m.count, "\(group).x_m", sum)
    try FieldCheck.length(y_m.count, "\(group).y_m", sum)
    try FieldCheck.length(sigma_m.count, "\(group).sigma_m", count)
    try tables.check(group, label: label, sensor: sensor, existence: existence, tracking: tracking, count: count)
    try FieldCheck.column(x_m, "\(group).x_m", in: -limits.range_m...limits.range_m)
    try FieldCheck.column(y_m, "\(group).y_m", in: -limits.range_m...limits.range_m)
    try FieldCheck.column(sigma_m, "\(group).sigma_m", in: Float.leastNormalMagnitude...limits.range_m)
  }
}

extension BearingDetections {
  func validate(_ tables: Tables, _ limits: FrameLimits) throws(Rejection) {
    try FieldCheck.count(count, "bearings", atMost: limits.detections)
    try FieldCheck.length(originX_m.count, "bearings.origin_x_m", count)
    try FieldCheck.length(originY_m.count, "bearings.origin_y_m", count)
    try FieldCheck.length(sigma_rad.count, "bearings.sigma_rad", count)
    try tables.check(
      "bearings", label: label, sensor: sensor, existence: existence, tracking: tracking, count: count)
    try FieldCheck.column(originX_m, "bearings.origin_x_m", in: -limits.mount_m...limits.mount_m)
    try FieldCheck.column(originY_m, "bearings.origin_y_m", in: -limits.mount_m...limits.mount_m)
    // 32-bit π and 2π are rounded; the bounds leave room for that.
    try FieldCheck.column(azimuth_rad, "bearings.azimuth_rad", in: -6.2832...6.2832)
    try FieldCheck.column(sigma_rad, "bearings.sigma_rad", in: Float.leastNormalMagnitude...3.1416)
  }
}

extension FreeSpaceProfile {
  func validate(_ limits: FrameLimits) throws(Rejection) {
    try FieldCheck.count(range_m.count, "free_space.range_m", atMost: limits.rays)
    try FieldCheck.number(startAzimuth_rad, "free_space.start_azimuth_rad", in: -2 * .pi...2 * .pi)
    try FieldCheck.positive(step_rad, "free_space.step_rad", atMost: 2 * .pi)
    let turn_rad = step_rad * Double(range_m.count)
    guard turn_rad <= 2 * .pi * 1.001 else {
      throw Rejection(
        .outOfRange, field: "free_space.step_rad", value: "\(step_rad) for \(range_m.count) rays",
        limit: "one turn in all")
    }
    try FieldCheck.column(range_m, "free_space.range_m", in: 0...limits.range_m)
  }
}
