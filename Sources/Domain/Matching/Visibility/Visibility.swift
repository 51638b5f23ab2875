import Geometry
import MapModel
import Observations

/// How likely a frame's sensors report an element at a place, were it there: field of view, range, free space, health and the classes a
/// sensor reports. Field of view and range are taken a little smaller than told, so that a wrong edge costs a look and no false miss.
public struct Visibility: Sendable {
  private let sensors: [SensorStatus]
  private let freeSpace: FreeSpaceProfile?
  private let model: SensorModel
  private let configuration: MatchConfiguration
  /// Farthest distance at which any sensor reports anything, m.
  public let range_m: Double

  /// The view of a frame.
  public init(of frame: ObservationFrame, model: SensorModel, configuration: MatchConfiguration = MatchConfiguration())
  {
    sensors = frame.sensors
    freeSpace = frame.freeSpace
    self.model = model
    self.configuration = configuration
    range_m = frame.sensors.filter { $0.health != .failed }.map(\.maxRange_m).max() ?? 0
  }

  /// Probability of a detection of a class at a place in the vehicle frame.
  public func probability(of elementClass: ElementClass, at place: Vector2, asLine: Bool) -> Double {
    var best = 0.0
    let distance = place.length
    guard distance > 0 else { return 0 }
    let azimuth = place.angle_rad
    for sensor in sensors where sensor.health != .failed && sensor.detects.contains(elementClass) {
      guard distance >= sensor.minRange_m, distance <= sensor.maxRange_m * configuration.rangeMargin else { continue }
      let half = sensor.fieldOfView_rad / 2 - configuration.fieldOfViewMargin_rad
      if sensor.fieldOfView_rad < 2 * .pi - 1e-6,
        abs((azimuth - sensor.azimuth_rad).wrappedAngle_rad) > half
      {
        continue
      }
      let curve = model[elementClass, sensor.modality]
      var chance = asLine ? curve.value(at: abs(place.y), ahead_m: abs(place.x)) : curve.value(at: distance)
      if sensor.health == .degraded { chance *= 0.5 }
      best = max(best, chance)
    }
    return best > 0.02 && !isHidden(azimuth: azimuth, distance: distance) ? best : 0
  }

  /// Whether an obstacle stands before a place.
  func isHidden(azimuth: Double, distance: Double) -> Bool {
    guard let freeSpace, !freeSpace.range_m.isEmpty, freeSpace.step_rad > 0 else { return false }
    let turn = 2 * Double.pi
    var ahead = (azimuth - freeSpace.startAzimuth_rad).truncatingRemainder(dividingBy: turn)
    if ahead < 0 { ahead += turn }
    let place = ahead / freeSpace.step_rad
    let count = freeSpace.range_m.count
    let wraps = Double(count) * freeSpace.step_rad > turn - 1.5 * freeSpace.step_rad
    // The half cell before the first ray belongs to it.
    if place > Double(count) - 0.5, !wraps {
      return turn / freeSpace.step_rad - place <= 0.5
        && Double(freeSpace.range_m[0]) < distance - configuration.occlusionMargin_m
    }
    let low = min(Int(place), count - 1)
    let high = low + 1 < count ? low + 1 : (wraps ? 0 : low)
    let free = min(Double(freeSpace.range_m[low]), Double(freeSpace.range_m[high]))
    return free < distance - configuration.occlusionMargin_m
  }

  /// The lateral distance within which a class is seen more likely than not, and the mean probability within; nil where no sensor reports it.
  public func reach(of elementClass: ElementClass, asLine: Bool) -> (lateral_m: Double, probability: Double)? {
    guard sensors.contains(where: { $0.health != .failed && $0.detects.contains(elementClass) }) else { return nil }
    var reach = 0.0
    var sum = 0.0
    var count = 0.0
    for step in 0..<160 {
      let lateral = Double(step) * 0.5
      var best = 0.0
      for sensor in sensors where sensor.health != .failed && sensor.detects.contains(elementClass) {
        guard lateral <= sensor.maxRange_m else { continue }
        // A place beside the path is passed at every distance; the best look is the one a few metres before it.
        let curve = model[elementClass, sensor.modality]
        best = max(best, curve.value(at: lateral) * (sensor.health == .degraded ? 0.5 : 1))
      }
      guard best >= (asLine ? 0.35 : 0.5) * 0.99 else { break }
      reach = lateral
      sum += best
      count += 1
    }
    return count > 0 ? (reach, sum / count) : (0, 0)
  }
}
