import Foundation
import Geometry
import Localization
import MapModel
import Observations

/// Points, areas and bearings against the elements matched by position.
struct PointMatcher {
  let view: FrameView
  let configuration: MatchConfiguration

  /// Square of the standard deviation of a mapped point, m².
  private static let mapVariance_m2 = 0.01

  func match(_ visibility: Visibility, into result: inout MatchedFrame) {
    expect(visibility, into: &result)
    let detections = PointDetection.all(view, configuration)
    for sensor in view.frame.sensors.indices {
      matchPoints(detections.filter { $0.sensor == sensor }, into: &result)
      matchBearings(ofSensor: sensor, into: &result)
    }
  }

  private func expect(_ visibility: Visibility, into result: inout MatchedFrame) {
    let points = view.region.points
    points.grid.forEach(in: Bounds2(centre: view.pose.origin, radius_m: visibility.range_m)) { p in
      let place = view.pose.back(points.position[p])
      let chance = visibility.probability(of: points.elementClass[p], at: place, asLine: false)
      guard chance > 0 else { return }
      result.expectations.append(
        MatchedFrame.Expectation(target: Int(points.target[p]), probability: chance, length_m: 0))
    }
  }

  private func matchPoints(_ detections: [PointDetection], into result: inout MatchedFrame) {
    guard !detections.isEmpty else { return }
    let points = view.region.points
    var edges: [Assignment.Edge] = []
    for (i, detection) in detections.enumerated() {
      let label = view.frame.labels[detection.label]
      let spread = detection.spread + Covariance2(xx: Self.mapVariance_m2, yy: Self.mapVariance_m2)
      let reach = min(
        (configuration.pointGate * max(spread.xx, spread.yy)).squareRoot() + 0.1, configuration.pointReach_m)
      points.grid.forEach(in: Bounds2(centre: detection.position, radius_m: reach)) { p in
        let probability = label.probability(of: points.elementClass[p])
        let d = detection.position - points.position[p]
        guard probability > 0.02, d.length <= configuration.pointReach_m else { return }
        let distance = spread.mahalanobisSquared(d)
        guard distance < configuration.pointGate else { return }
        edges.append(Assignment.Edge(detection: i, element: p, cost: distance - 2 * log(probability)))
      }
    }
    // Left alone, a detection is clutter or something new: dearer than any pair inside the gate, with the worst class.
    let pairs = Assignment.solve(edges, alone: configuration.pointGate + 8)
    var isMatched = [Bool](repeating: false, count: detections.count)
    for pair in pairs {
      isMatched[pair.detection] = true
      result.sightings.append(sighting(detections[pair.detection], pair.element))
    }
    for (i, detection) in detections.enumerated() where !isMatched[i] {
      result.strayPoints.append(
        MatchedFrame.StrayPoint(
          position: detection.position, covariance: detection.noise, isPolygon: !detection.ring.isEmpty,
          ring: detection.ring, label: detection.label, sensor: detection.sensor, existence: detection.existence,
          tracking: detection.tracking))
    }
  }

  private func sighting(_ detection: PointDetection, _ p: Int) -> MatchedFrame.Sighting {
    let points = view.region.points
    let share = min(view.localized.share(ofPiece: Int(points.piece[p])), configuration.shareLimit)
    let offset = (detection.position - points.position[p]) * (1 / (1 - share))
    let noise = ((detection.noise.xx + detection.noise.yy) / 2).squareRoot()
    let pose = view.poseSigma_m(
      variance_m2: (detection.pose.xx + detection.pose.yy) / 2, share: share, left_m: detection.left_m,
      sensor: UInt32(detection.sensor), configuration)
    return MatchedFrame.Sighting(
      target: Int(points.target[p]), offset: offset, noiseSigma_m: noise, poseSigma_m: pose, label: detection.label,
      sensor: detection.sensor, length_m: 0, existence: detection.existence)
  }

  private func matchBearings(ofSensor sensor: Int, into result: inout MatchedFrame) {
    let bearings = view.frame.bearings
    let points = view.region.points
    let status = view.frame.sensors[sensor]
    let range = status.maxRange_m
    let position = view.localized.covariance.position
    let spread = max(position.xx, position.yy)
    var edges: [Assignment.Edge] = []
    var rays: [(index: Int, origin: Vector2, azimuth: Double)] = []
    for i in 0..<bearings.count
    where Int(bearings.sensor[i]) == sensor && Double(bearings.existence[i]) >= configuration.existenceFloor {
      let origin = view.pose.transform(Vector2(Double(bearings.originX_m[i]), Double(bearings.originY_m[i])))
      let azimuth = (Double(bearings.azimuth_rad[i]) + view.localized.mapFromVehicle.yaw_rad).wrappedAngle_rad
      rays.append((i, origin, azimuth))
    }
    guard !rays.isEmpty else { return }
    for (r, ray) in rays.enumerated() {
      let label = view.frame.labels[Int(bearings.label[ray.index])]
      let sigma = Double(bearings.sigma_rad[ray.index])
      let end = ray.origin + Vector2(angle_rad: ray.azimuth) * range
      points.grid.forEach(in: Bounds2(ray.origin, end).grown(by: 4)) { p in
        let probability = label.probability(of: points.elementClass[p])
        guard probability > 0.02 else { return }
        let d = points.position[p] - ray.origin
        let distance = d.length
        guard distance > 2, distance < range else { return }
        let error = (d.angle_rad - ray.azimuth).wrappedAngle_rad
        let variance =
          sigma * sigma + view.localized.covariance.yaw_rad2 + (spread + Self.mapVariance_m2) / (distance * distance)
        let ratio = error * error / variance
        guard ratio < 9, abs(error) < 0.2 else { return }
        edges.append(Assignment.Edge(detection: r, element: p, cost: ratio + distance / range - 2 * log(probability)))
      }
    }
    let pairs = Assignment.solve(edges, alone: 18)
    var isMatched = [Bool](repeating: false, count: rays.count)
    for pair in pairs {
      isMatched[pair.detection] = true
      let i = rays[pair.detection].index
      result.sightings.append(
        MatchedFrame.Sighting(
          target: Int(points.target[pair.element]), offset: .zero, noiseSigma_m: .infinity, poseSigma_m: .infinity,
          label: Int(bearings.label[i]), sensor: sensor, length_m: 0, existence: Double(bearings.existence[i])))
    }
    for (r, ray) in rays.enumerated() where !isMatched[r] {
      result.strayBearings.append(
        MatchedFrame.StrayBearing(
          origin: ray.origin, azimuth_rad: ray.azimuth,
          sigma_rad: (Double(bearings.sigma_rad[ray.index]) * Double(bearings.sigma_rad[ray.index])
            + view.localized.covariance.yaw_rad2).squareRoot(),
          range_m: range, label: Int(bearings.label[ray.index]), existence: Double(bearings.existence[ray.index]),
          tracking: bearings.tracking[ray.index]))
    }
  }
}
