import Foundation
import Geometry
import Localization
import MapModel
import Observations

/// Directions without range against the elements matched by position: by angle, never by an invented distance.
struct BearingMatcher: ~Copyable {
  private struct Ray {
    var bearing: Int
    var origin: Vector2
    var azimuth_rad: Double
  }

  private var rays: [Ray] = []
  private var candidates = PairCandidates()
  private var assignment = PairAssignment()

  init() {}

  /// Pairs the directions of each sensor.
  mutating func match(
    _ view: borrowing FrameView, _ configuration: MatchConfiguration, into result: inout MatchedFrame
  ) {
    guard view.frame.bearings.count > 0 else { return }
    for sensor in view.frame.sensors.indices {
      gather(sensor, view, configuration)
      guard !rays.isEmpty else { continue }
      assignment.solve(candidates, alone: 18)
      for row in rays.indices {
        let ray = rays[row]
        let candidate = assignment.candidate(of: row)
        report(ray, candidate < 0 ? nil : Int(candidates.elements[candidate]), sensor, view, into: &result)
      }
    }
  }

  private mutating func gather(_ sensor: Int, _ view: borrowing FrameView, _ configuration: MatchConfiguration) {
    rays.removeAll(keepingCapacity: true)
    candidates.clear()
    let bearings = view.frame.bearings
    let yaw_rad = view.localized.mapFromVehicle.yaw_rad + view.correction(ofSensor: UInt32(sensor)).yaw_rad
    for i in 0..<bearings.count
    where Int(bearings.sensor[i]) == sensor && Double(bearings.existence[i]) >= configuration.existenceFloor {
      let ray = Ray(
        bearing: i, origin: view.pose.transform(Vector2(Double(bearings.originX_m[i]), Double(bearings.originY_m[i]))),
        azimuth_rad: (Double(bearings.azimuth_rad[i]) + yaw_rad).wrappedAngle_rad)
      rays.append(ray)
      gather(ray, range_m: view.frame.sensors[sensor].maxRange_m, view)
      candidates.endDetection()
    }
  }

  private mutating func gather(_ ray: Ray, range_m range: Double, _ view: borrowing FrameView) {
    let points = view.region.points
    let label = view.frame.labels[Int(view.frame.bearings.label[ray.bearing])]
    let sigma = Double(view.frame.bearings.sigma_rad[ray.bearing])
    let position = view.localized.covariance.position
    let spread = max(position.xx, position.yy) + PointMatcher.mapVariance_m2
    let turn = sigma * sigma + view.localized.covariance.yaw_rad2
    let end = ray.origin + Vector2(angle_rad: ray.azimuth_rad) * range
    points.grid.forEach(in: Bounds2(ray.origin, end).grown(by: 4)) { p in
      let probability = label.probability(of: points.elementClass[p])
      guard probability > PointMatcher.leastProbability else { return }
      let d = points.position[p] - ray.origin
      let distance = d.length
      guard distance > 2, distance < range else { return }
      let error = (d.angle_rad - ray.azimuth_rad).wrappedAngle_rad
      let ratio = error * error / (turn + spread / (distance * distance))
      guard ratio < 9, abs(error) < 0.2 else { return }
      candidates.append(Int32(p), cost: Float(ratio + distance / range - 2 * log(probability)))
    }
  }

  private func report(
    _ ray: Ray, _ p: Int?, _ sensor: Int, _ view: borrowing FrameView, into result: inout MatchedFrame
  ) {
    let bearings = view.frame.bearings
    let i = ray.bearing
    guard let p else {
      let sigma = Double(bearings.sigma_rad[i])
      result.strayBearings.append(
        MatchedFrame.StrayBearing(
          origin: ray.origin, azimuth_rad: ray.azimuth_rad,
          sigma_rad: (sigma * sigma + view.localized.covariance.yaw_rad2).squareRoot(),
          range_m: view.frame.sensors[sensor].maxRange_m, label: Int(bearings.label[i]),
          existence: Double(bearings.existence[i]), tracking: bearings.tracking[i]))
      return
    }
    result.sightings.append(
      MatchedFrame.Sighting(
        target: Int(view.region.points.target[p]), offset: .zero, noiseSigma_m: .infinity, poseSigma_m: .infinity,
        label: Int(bearings.label[i]), sensor: sensor, length_m: 0, existence: Double(bearings.existence[i])))
  }
}
