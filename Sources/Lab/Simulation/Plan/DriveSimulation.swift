import Geometry
import Observations

/// The frames of one drive in order of capture.
struct DriveSimulation {
  let number: Int
  private let drive: SimulatedDrive
  private let frame: ENUFrame
  private let noise: NoiseParameters
  private let interval_s: Double
  private let count: Int
  private var traffic: Traffic
  private var perception: Perception
  private var random: SeededRandom
  private var hint = 0
  private var sequence = 0

  private var gnssBias: Vector2
  private let speedScale, turnScale, turnBias_radps: Double

  init(_ drive: SimulatedDrive, number: Int, scene: Scene, frame: ENUFrame, plan: SimulationPlan, random: SeededRandom)
  {
    self.number = number
    self.drive = drive
    self.frame = frame
    noise = plan.noise
    interval_s = 1 / plan.frameRate_Hz
    count = drive.frameCount(frameRate_Hz: plan.frameRate_Hz)
    var own = random.split(1)
    gnssBias = Vector2(own.normal(noise.gnssSigma_m), own.normal(noise.gnssSigma_m))
    speedScale = 1 + own.normal(noise.odometryScale)
    turnScale = 1 + own.normal(noise.odometryScale)
    turnBias_radps = own.normal(noise.yawRateBias_radps)
    self.random = own
    var cars = random.split(2)
    traffic = Traffic(plan.traffic, path: drive.path, random: &cars)
    var template = ObservationFrame(
      vehicle: drive.vehicle.id, drive: drive.id, sequence: 0, captureTime_ns: drive.start_ns)
    template.software = drive.vehicle.software
    template.calibration = drive.vehicle.calibration
    perception = Perception(
      scene: scene, suite: plan.suite, noise: noise, vehicle: drive.vehicle, time_ns: drive.start_ns,
      random: random.split(3), template: template)
  }

  /// Capture time of the next frame, ns since 1970; nil after the last.
  var nextCapture_ns: Int64? { sequence < count ? capture_ns(sequence) : nil }

  private func capture_ns(_ sequence: Int) -> Int64 {
    drive.start_ns + Int64((Double(sequence) * interval_s * 1000).rounded()) * 1_000_000
  }

  /// The next frame, as it was captured.
  mutating func next() -> SimulatedFrame {
    let time_s = Double(sequence) * interval_s
    let state = drive.path.state(at: time_s, hint: &hint)
    let station = Double(hint) * DrivePath.spacing_m + state.pose.position.distance(to: drive.path.positions[hint])
    let boxes = traffic.boxes(
      at: time_s, station_m: station, vehicleFromMap: state.pose.inverse, path: drive.path)
    perception.look(from: state.pose, among: boxes)
    let place = frame.geodetic(state.pose.position)
    let yaw = (state.pose.yaw_rad - frame.convergence_rad(at: place)).wrappedAngle_rad
    var observation = perception.observation
    observation.sequence = UInt64(sequence)
    observation.captureTime_ns = capture_ns(sequence)
    observation.gnss = gnss(state.pose.position, yaw_rad: yaw)
    observation.motion = motion(speed_mps: state.speed_mps, yawRate_radps: state.yawRate_radps)
    sequence += 1
    return SimulatedFrame(
      frame: observation, drive: number, truePose: state.pose, truePlace: place, trueYaw_rad: yaw,
      arrival_ns: observation.captureTime_ns, isDuplicate: false, sources: perception.sources)
  }

  private mutating func gnss(_ position: Vector2, yaw_rad: Double) -> GNSSFix {
    if sequence > 0 {
      // First-order Gauss-Markov; stationary by construction.
      let keep = 1 / (1 + interval_s / noise.gnssCorrelation_s)
      let drive = noise.gnssSigma_m * (1 - keep * keep).squareRoot()
      gnssBias = gnssBias * keep + Vector2(random.normal(drive), random.normal(drive))
    }
    let error = gnssBias + Vector2(random.normal(noise.gnssWhite_m), random.normal(noise.gnssWhite_m))
    let variance = max(noise.gnssSigma_m * noise.gnssSigma_m + noise.gnssWhite_m * noise.gnssWhite_m, 1e-4)
    return GNSSFix(
      place: frame.geodetic(position + error), covariance: Covariance2(xx: variance, yy: variance),
      yaw_rad: (yaw_rad + random.normal(noise.gnssYaw_rad)).wrappedAngle_rad,
      yawSigma_rad: max(noise.gnssYaw_rad, 1e-3))
  }

  private mutating func motion(speed_mps: Double, yawRate_radps: Double) -> Motion {
    let scaled = noise.odometryScale * speed_mps
    let turned = noise.odometryScale * yawRate_radps
    return Motion(
      speed_mps: speed_mps * speedScale + random.normal(noise.speed_mps),
      yawRate_radps: yawRate_radps * turnScale + turnBias_radps + random.normal(noise.yawRate_radps),
      speedSigma_mps: max((scaled * scaled + noise.speed_mps * noise.speed_mps).squareRoot(), 1e-3),
      yawRateSigma_radps: max(
        (turned * turned + noise.yawRate_radps * noise.yawRate_radps
          + noise.yawRateBias_radps * noise.yawRateBias_radps).squareRoot(), 1e-4))
  }
}
