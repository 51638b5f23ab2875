import Geometry
import MapModel
import Observations

/// How likely a frame's sensors report an element at a place, were it there: field of view, range, free space, health and the classes a
/// sensor reports. Field of view and range are taken a little smaller than told, so that a wrong edge costs a look and no false miss.
public struct Visibility: Sendable {
  private let sensors: [Sensor]
  private let statuses: [SensorStatus]
  private var freeSpace: FreeSpaceProfile?
  private let model: SensorModel
  private let configuration: MatchConfiguration
  /// Farthest distance at which any sensor reports anything, m.
  public let range_m: Double

  /// A sensor that works, laid out for many questions.
  private struct Sensor {
    let status: SensorStatus
    /// One bit a class it reports.
    let classes: UInt32
    let farthest_m: Double
    let half_rad: Double
    let factor: Double

    func reports(_ elementClass: ElementClass) -> Bool { classes >> UInt32(elementClass.rawValue) & 1 == 1 }
  }

  /// The view of a frame.
  public init(of frame: ObservationFrame, model: SensorModel, configuration: MatchConfiguration = MatchConfiguration())
  {
    sensors = frame.sensors.filter { $0.health != .failed }.map { status in
      var classes: UInt32 = 0
      for elementClass in status.detects { classes |= 1 << UInt32(elementClass.rawValue) }
      let isRound = status.fieldOfView_rad >= 2 * .pi - 1e-6
      return Sensor(
        status: status, classes: classes, farthest_m: status.maxRange_m * configuration.rangeMargin,
        half_rad: isRound ? .infinity : status.fieldOfView_rad / 2 - configuration.fieldOfViewMargin_rad,
        factor: status.health == .degraded ? 0.5 : 1)
    }
    statuses = frame.sensors
    freeSpace = frame.freeSpace
    self.model = model
    self.configuration = configuration
    range_m = frame.sensors.filter { $0.health != .failed }.map(\.maxRange_m).max() ?? 0
  }

  /// Turns to another frame; what is known of its sensors is kept where they have not changed.
  mutating func turn(to frame: ObservationFrame, model: SensorModel, configuration: MatchConfiguration) {
    if frame.sensors == statuses, model == self.model, configuration == self.configuration {
      freeSpace = frame.freeSpace
    } else {
      self = Visibility(of: frame, model: model, configuration: configuration)
    }
  }

  /// Probability of a detection of a class at a place in the vehicle frame.
  public func probability(of elementClass: ElementClass, at place: Vector2, asLine: Bool) -> Double {
    var best = 0.0
    let distance = place.length
    guard distance > 0 else { return 0 }
    let azimuth = place.angle_rad
    for i in sensors.indices where sensors[i].reports(elementClass) {
      let sensor = sensors[i]
      let status = sensor.status
      guard distance >= status.minRange_m, distance <= sensor.farthest_m,
        abs((azimuth - status.azimuth_rad).wrappedAngle_rad) <= sensor.half_rad
      else { continue }
      let curve = model[elementClass, status.modality]
      let chance = asLine ? curve.value(at: abs(place.y), ahead_m: abs(place.x)) : curve.value(at: distance)
      best = max(best, chance * sensor.factor)
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
    guard sensors.contains(where: { $0.reports(elementClass) }) else { return nil }
    var reach = 0.0
    var sum = 0.0
    var count = 0.0
    for step in 0..<160 {
      let lateral = Double(step) * 0.5
      var best = 0.0
      for sensor in sensors where sensor.reports(elementClass) {
        guard lateral <= sensor.status.maxRange_m else { continue }
        // A place beside the path is passed at every distance; the best look is the one a few metres before it.
        best = max(best, model[elementClass, sensor.status.modality].value(at: lateral) * sensor.factor)
      }
      guard best >= (asLine ? 0.35 : 0.5) * 0.99 else { break }
      reach = lateral
      sum += best
      count += 1
    }
    return count > 0 ? (reach, sum / count) : (0, 0)
  }
}
