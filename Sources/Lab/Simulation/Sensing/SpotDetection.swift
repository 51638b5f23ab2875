import Geometry
import MapModel
import Observations

extension Perception {
  /// Signs, lights, poles and cones.
  mutating func detectSpots(_ view: SensorView, _ toVehicle: PlaneMotion) {
    for item in nearSpots {
      let spot = scene.spots[item]
      let elementClass = scene.elements[spot.element].element.elementClass
      guard view.reports(elementClass) else { continue }
      let place = toVehicle.apply(spot.place)
      let squaredRange = place.squaredLength
      guard view.covers(place, squaredRange: squaredRange), !freeSpace.blocks(place, squaredRange: squaredRange),
        isDetected(elementClass, by: view, range_m: squaredRange.squareRoot())
      else { continue }
      let label = label(of: spot.element, by: view)
      let track = tracks.number(of: item, sensor: view.index, frame: frame)
      report(place, view, label: label, track: track, isReal: true)
      let source = scene.elements[spot.element].element.id
      if lastWasBearing { sources.bearings.append(source) } else { sources.points.append(source) }
    }
  }

  /// Adds one detection of a thing at a true place, with the sensor's errors.
  private mutating func report(_ place: Vector2, _ view: SensorView, label: UInt32, track: UInt32, isReal: Bool) {
    let seen = withCalibrationError(place, isOnGround: false, view)
    let ray = seen - view.model.mounting
    let range = max(ray.length, 0.1)
    let error = view.model.pointNoise
    let existence = existence(isReal: isReal)
    if view.model.bearingShare > 0, random.chance(view.model.bearingShare) {
      lastWasBearing = true
      let sigma = max(error.azimuth_rad, 1e-4)
      observation.bearings.originX_m.append(Float(view.model.mounting.x))
      observation.bearings.originY_m.append(Float(view.model.mounting.y))
      observation.bearings.azimuth_rad.append(
        Float((ray.angle_rad + random.normal(error.azimuth_rad * noise.sensorNoise)).wrappedAngle_rad))
      observation.bearings.sigma_rad.append(Float(sigma))
      observation.bearings.label.append(label)
      observation.bearings.sensor.append(UInt32(view.index))
      observation.bearings.existence.append(existence)
      observation.bearings.tracking.append(track)
      return
    }
    lastWasBearing = false
    let along = (error.range_m * error.range_m + error.rangeShare * error.rangeShare * range * range).squareRoot()
    let across = (error.across_m * error.across_m + error.azimuth_rad * error.azimuth_rad * range * range)
      .squareRoot()
    let direction = ray * (1 / range)
    let measured =
      seen + direction * random.normal(along * noise.sensorNoise) + direction.leftNormal
      * random.normal(across * noise.sensorNoise)
    let a = along * along
    let b = across * across
    observation.points.x_m.append(Float(measured.x))
    observation.points.y_m.append(Float(measured.y))
    observation.points.varianceXX_m2.append(Float(a * direction.x * direction.x + b * direction.y * direction.y))
    observation.points.varianceXY_m2.append(Float((a - b) * direction.x * direction.y))
    observation.points.varianceYY_m2.append(Float(a * direction.y * direction.y + b * direction.x * direction.x))
    observation.points.label.append(label)
    observation.points.sensor.append(UInt32(view.index))
    observation.points.existence.append(existence)
    observation.points.tracking.append(track)
  }

  /// Things that are not there: points anywhere in view, and short lines.
  mutating func addClutter(_ view: SensorView) {
    let share = 1 / Double(views.count)
    for _ in 0..<random.poisson(mean: noise.clutterPoints_perFrame * share) {
      guard let label = clutterLabel(view, .point) else { break }
      let place = clutterPlace(view)
      guard view.covers(place, squaredRange: place.squaredLength),
        !freeSpace.blocks(place, squaredRange: place.squaredLength)
      else { continue }
      report(place, view, label: label, track: tracks.fresh(), isReal: false)
      if lastWasBearing { sources.bearings.append(nil) } else { sources.points.append(nil) }
    }
    for _ in 0..<random.poisson(mean: noise.clutterLines_perFrame * share) {
      guard let label = clutterLabel(view, .line) else { break }
      let start = clutterPlace(view)
      guard view.covers(start, squaredRange: start.squaredLength),
        !freeSpace.blocks(start, squaredRange: start.squaredLength)
      else { continue }
      let direction = Vector2(angle_rad: random.normal(0.3))
      let length = random.uniform(3, 9)
      appendLine(
        stride(from: 0.0, through: length, by: 1.5).map { start + direction * $0 }, view: view,
        sigma_m: view.model.lineSigma_m, label: label, isReal: false)
      sources.lines.append(nil)
    }
  }

  private mutating func clutterPlace(_ view: SensorView) -> Vector2 {
    let half = view.model.status.fieldOfView_rad / 2
    let range = (random.uniform(view.squaredMin, view.squaredMax)).squareRoot()
    return Vector2(angle_rad: view.model.status.azimuth_rad + random.uniform(-half, half)) * range
  }

  /// A label for clutter: the class alone, of one the sensor reports in that shape.
  private mutating func clutterLabel(_ view: SensorView, _ shape: ShapeKind) -> UInt32? {
    let classes = ElementClass.allCases.filter { elementClass in
      guard view.reports(elementClass), !elementClass.entry.isTemporary else { return false }
      switch elementClass {
      case .crosswalk, .roadMarking: return false
      default: return (elementClass.entry.matchKind == .line) == (shape == .line)
      }
    }
    guard !classes.isEmpty else { return nil }
    let label = Label([.init(classes[random.index(classes.count)], probability: 0.7)])
    if let known = observation.labels.firstIndex(of: label) { return UInt32(known) }
    observation.labels.append(label)
    return UInt32(observation.labels.count - 1)
  }
}
