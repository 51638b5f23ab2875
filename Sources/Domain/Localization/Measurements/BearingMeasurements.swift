import Geometry
import MapModel
import Observations

/// Finds what directions without range say of the errors: each belongs to the mapped point it clearly points at, if it does.
struct BearingMeasurements {
  let region: MapRegion
  let frame: ObservationFrame
  let configuration: LocalizationConfiguration
  /// Seconds since the frame before.
  let seconds: Double

  /// Distances at which a direction is of use, m: nearer ones turn too fast.
  private static let range_m = 8.0...80.0
  /// Standard deviations within which a point counts as pointed at, and within which no second one may lie.
  private static let gate = 3.0
  private static let alone = 6.0

  /// Appends the measurements of all directions at the filter's pose.
  func gather(_ filter: PoseFilter, into out: inout [MapMeasurement]) {
    let pose = Motion2(filter.pose)
    let temper = max(configuration.pointCorrelation_s / seconds, 1)
    for i in 0..<frame.bearings.count {
      let sensor = frame.sensors[Int(frame.bearings.sensor[i])]
      let label = frame.labels[Int(frame.bearings.label[i])]
      let isCamera = sensor.modality == .camera
      let mounting = pose.rotate(
        Vector2(Double(frame.bearings.originX_m[i]), Double(frame.bearings.originY_m[i])))
      let origin = pose.origin + mounting
      let ray = Ray(azimuth_rad: Double(frame.bearings.azimuth_rad[i]), camera: isCamera ? filter.camera : nil)
      let look = Double(frame.bearings.sigma_rad[i]) * Double(frame.bearings.sigma_rad[i])
      var best = (index: -1, ratio: Self.gate * Self.gate, error: 0.0, form: ErrorState.Form.zero)
      var others = 0
      let reach = min(sensor.maxRange_m, Self.range_m.upperBound)
      region.points.grid.forEach(in: Bounds2(centre: origin, radius_m: reach)) { p in
        guard label.probability(of: region.points.elementClass[p]) > 0.05 else { return }
        let d = region.points.position[p] - origin
        let distance = d.length
        guard Self.range_m.contains(distance), distance <= reach else { return }
        let error = (ray.azimuth_rad(at: distance) + filter.pose.yaw_rad - d.angle_rad).wrappedAngle_rad
        guard abs(error) < 0.2 else { return }
        let form = ray.form(d, mounting: mounting)
        let map = configuration.mapSigma_m / distance
        let ratio = error * error / (filter.variance(of: form) + look + map * map)
        if ratio < best.ratio {
          if best.index >= 0 { others += 1 }
          best = (p, ratio, error, form)
        } else if ratio < Self.alone * Self.alone {
          others += 1
        }
      }
      guard best.index >= 0, others == 0 else { continue }
      out.append(
        MapMeasurement(
          form: best.form, residual: -best.error, variance: look * temper, lookVariance: look,
          piece: Int(region.points.piece[best.index])))
    }
  }
}
