import Geometry
import MapModel
import Observations

/// What one vehicle's sensors report in the course of one drive.
struct Perception {
  let scene: Scene
  let views: [SensorView]
  let statuses: [SensorStatus]
  let noise: NoiseParameters
  let vehicle: Vehicle
  let time_ns: Int64
  let blindKey: UInt64

  var random: SeededRandom
  var labels: FrameLabels
  var tracks: Tracks
  var freeSpace: FreeSpace
  var frame: Int32 = -1
  var vehicleFromMap = Pose2.identity
  var observation: ObservationFrame
  var sources = DetectionSources()
  /// Whether the last point detection was reported as a direction.
  var lastWasBearing = false

  // Scratch, kept between frames.
  private var lineFrames: [Int32]
  var nearLines: [Int] = []
  var nearSpots: [Int] = []
  var nearAreas: [Int] = []
  var run: [Vector2] = []

  private let reach_m: Double

  init(
    scene: Scene, suite: SensorSuite, noise: NoiseParameters, vehicle: Vehicle, time_ns: Int64, random: SeededRandom,
    template: ObservationFrame
  ) {
    self.scene = scene
    self.noise = noise
    self.vehicle = vehicle
    self.time_ns = time_ns
    self.random = random
    views = suite.sensors.enumerated().map { SensorView($0.element, index: $0.offset) }
    statuses = suite.sensors.map(\.status)
    reach_m = suite.sensors.map(\.status.maxRange_m).max() ?? 0
    var keys = random.split(7)
    blindKey = keys.next()
    labels = FrameLabels(count: scene.book.labels.count)
    tracks = Tracks(objects: scene.spots.count, sensors: suite.sensors.count)
    freeSpace = FreeSpace(rays: suite.freeSpaceRays, range_m: suite.freeSpaceRange_m)
    lineFrames = Array(repeating: -1, count: scene.lines.count)
    observation = template
    observation.sensors = statuses
  }

  /// Looks around from a pose. Detections, labels and free space of `observation` and `sources` are replaced.
  mutating func look(from mapFromVehicle: Pose2, among boxes: [TrafficBox]) {
    frame += 1
    labels.begin()
    clear()
    vehicleFromMap = mapFromVehicle.inverse
    freeSpace.update(boxes)
    gather(around: mapFromVehicle.position)
    let toVehicle = PlaneMotion(vehicleFromMap)
    for view in views {
      detectSpots(view, toVehicle)
      detectLines(view, toVehicle)
      detectAreas(view, toVehicle)
      addClutter(view)
    }
    observation.freeSpace = freeSpace.profile
  }

  private mutating func clear() {
    observation.labels.removeAll(keepingCapacity: true)
    observation.points = PointDetections()
    observation.lines = LineDetections()
    observation.polygons = LineDetections()
    observation.bearings = BearingDetections()
    sources = DetectionSources()
  }

  private mutating func gather(around place: Vector2) {
    nearSpots.removeAll(keepingCapacity: true)
    nearLines.removeAll(keepingCapacity: true)
    nearAreas.removeAll(keepingCapacity: true)
    let reach = reach_m
    scene.spotGrid.forEach(near: place, within_m: reach) { item in
      if isThere(scene.spots[item].element) { nearSpots.append(item) }
    }
    scene.areaGrid.forEach(near: place, within_m: reach) { item in
      if isThere(scene.areas[item].element) { nearAreas.append(item) }
    }
    scene.lineGrid.forEach(near: place, within_m: reach) { item in
      guard lineFrames[item] != frame else { return }
      lineFrames[item] = frame
      let line = scene.lines[item]
      let beside = Vector2(
        max(line.low.x - place.x, place.x - line.high.x, 0), max(line.low.y - place.y, place.y - line.high.y, 0))
      if beside.squaredLength <= reach * reach, isThere(line.element) { nearLines.append(item) }
    }
  }

  private func isThere(_ element: Int) -> Bool {
    let timed = scene.elements[element]
    guard timed.from_ns <= time_ns, time_ns < timed.until_ns else { return false }
    guard noise.blindDrive > 0 else { return true }
    let hash = SeededRandom.mixed(blindKey ^ SeededRandom.mixed(UInt64(element) &+ 1))
    return Double(hash >> 11) * 0x1p-53 >= noise.blindDrive
  }

  // MARK: Chance

  /// Whether a visible element is detected.
  mutating func isDetected(_ elementClass: ElementClass, by view: SensorView, range_m: Double) -> Bool {
    !noise.misses || random.chance(view.rate(elementClass, range_m: range_m))
  }

  /// The label of a detection of an element.
  mutating func label(of element: Int, by view: SensorView) -> UInt32 {
    let choice = scene.choices[element]
    let draw = random.uniform()
    let number: Int
    if draw < noise.misclassification {
      number = choice.confused
    } else if !view.model.readsAttributes {
      number = choice.bare
    } else {
      number = draw < noise.misclassification + noise.misreading ? choice.misread : choice.clear
    }
    return labels.number(number, of: scene.book, in: &observation)
  }

  mutating func existence(isReal: Bool) -> Float {
    let draw = random.uniform()
    return Float(isReal ? 1 - 0.25 * draw * draw : 0.3 + 0.6 * draw)
  }

  /// A place as the sensor with its faults of calibration has it.
  /// - Parameter isOnGround: true for paint and kerbs, whose range a camera reckons from its height and the angle it sees them at.
  func withCalibrationError(_ point: Vector2, isOnGround: Bool, _ view: SensorView) -> Vector2 {
    guard view.isCamera else { return point }
    let mounting = view.model.mounting
    var ray = Pose2(.zero, yaw_rad: -vehicle.cameraYaw_rad).rotate(point - mounting)
    if isOnGround {
      ray =
        ray * Self.groundStretch(ray.length, pitch_rad: vehicle.cameraPitch_rad, height_m: view.model.mountingHeight_m)
    }
    let seen = mounting + ray
    return Vector2(seen.x, seen.y * vehicle.cameraLateralScale + vehicle.cameraLateral_m)
  }

  /// Factor by which a camera that looks `pitch_rad` lower than it believes stretches a ground range: the tangent of the angle below the
  /// horizon is height over range, and it takes that angle for smaller by the pitch. About 1 / (1 − pitch · range / height).
  static func groundStretch(_ range_m: Double, pitch_rad: Double, height_m: Double) -> Double {
    guard range_m > 0 else { return 1 }
    let share = range_m / height_m
    // Near the horizon the reckoned range runs away; no camera reports what it takes to be more than thrice as far as it is.
    return (1 + pitch_rad / share) / max(1 - pitch_rad * share, 1.0 / 3)
  }
}

/// A rigid motion with its sine and cosine at hand.
struct PlaneMotion {
  private let shift: Vector2
  private let c, s: Double

  init(_ pose: Pose2) {
    shift = pose.position
    c = pose.yaw_rad.cosine
    s = pose.yaw_rad.sine
  }

  @inline(__always) func apply(_ p: Vector2) -> Vector2 {
    Vector2(shift.x + c * p.x - s * p.y, shift.y + s * p.x + c * p.y)
  }
}
