extension CameraCorrection {
  /// Lateral scale, yaw, stretch and lateral offset: each is estimated alone, all four at once.
  typealias Parts = SIMD4<Double>

  var parts: Parts { Parts(lateralScale, yaw_rad, stretch_pm, lateral_m) }

  init(parts: Parts) {
    self.init(lateralScale: parts[0], yaw_rad: parts[1], stretch_pm: parts[2], lateral_m: parts[3])
  }
}
