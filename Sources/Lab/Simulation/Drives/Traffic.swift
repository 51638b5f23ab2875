import Geometry

/// How much traffic is around.
public struct TrafficParameters: Hashable, Sendable {
  /// Probability that a drive follows another vehicle.
  public var leadShare = 0.5
  /// Mean time between oncoming vehicles, s.
  public var oncomingInterval_s = 12.0
  /// Vehicles parked at the right, mean per km.
  public var parked_perKm = 6.0
  /// Share of lorries and buses.
  public var lorryShare = 0.15
  /// False for an empty road.
  public var isOn = true

  /// Town traffic in quiet hours.
  public init() {}
}

/// Other vehicles around one drive, placed beside its own path so that they keep to the road.
struct Traffic {
  private struct Car {
    let halfLength_m, halfWidth_m: Double
  }
  private struct Oncoming {
    let car: Car
    /// When and where (m along the path) it meets the ego vehicle.
    let time_s, station_m: Double
    let speed_mps: Double
  }

  private var lead: (car: Car, middle_m: Double, swing_m: Double, period_s: Double)?
  private var oncoming: [Oncoming] = []
  private var parked: [(car: Car, station_m: Double)] = []
  private static let laneWidth_m = 3.5
  private static let reach_m = 80.0
  /// Vehicles nearer than this to the rear axle would touch the ego vehicle.
  private static let least_m = 1.8

  init(_ parameters: TrafficParameters, path: DrivePath, random: inout SeededRandom) {
    guard parameters.isOn else { return }
    func car() -> Car {
      random.chance(parameters.lorryShare)
        ? Car(halfLength_m: random.uniform(4, 6), halfWidth_m: 1.25)
        : Car(halfLength_m: random.uniform(1.9, 2.5), halfWidth_m: 0.92)
    }
    if random.chance(parameters.leadShare) {
      lead = (car(), random.uniform(28, 45), random.uniform(5, 14), random.uniform(20, 60))
    }
    var time = random.exponential(mean: parameters.oncomingInterval_s)
    var hint = 0
    while time < path.duration_s, parameters.oncomingInterval_s > 0.1 {
      _ = path.state(at: time, hint: &hint)
      oncoming.append(
        Oncoming(
          car: car(), time_s: time, station_m: Double(hint) * DrivePath.spacing_m, speed_mps: random.uniform(6, 14)))
      time += random.exponential(mean: parameters.oncomingInterval_s)
    }
    let length_m = Double(path.positions.count - 1) * DrivePath.spacing_m
    for _ in 0..<random.poisson(mean: parameters.parked_perKm * length_m / 1000) {
      parked.append((car(), random.uniform(0, length_m)))
    }
  }

  /// The vehicles near the ego vehicle, in its frame.
  func boxes(at time_s: Double, station_m: Double, vehicleFromMap: Pose2, path: DrivePath) -> [TrafficBox] {
    var boxes: [TrafficBox] = []
    func place(_ car: Car, at station: Double, left_m: Double, isOncoming: Bool = false) {
      guard abs(station - station_m) < Self.reach_m else { return }
      let index = Int((station / DrivePath.spacing_m).rounded())
      guard path.positions.indices.contains(index) else { return }
      let yaw = path.yaws_rad[index]
      let centre = path.positions[index] + Vector2(angle_rad: yaw).leftNormal * left_m
      let box = TrafficBox(
        centre: vehicleFromMap.transform(centre),
        yaw_rad: yaw + (isOncoming ? .pi : 0) + vehicleFromMap.yaw_rad, halfLength_m: car.halfLength_m,
        halfWidth_m: car.halfWidth_m)
      if box.distance_m >= Self.least_m { boxes.append(box) }
    }
    if let lead {
      let gap = lead.middle_m + lead.swing_m * (2 * .pi * time_s / lead.period_s).sine
      place(lead.car, at: station_m + gap, left_m: 0)
    }
    for other in oncoming where abs(other.time_s - time_s) < 10 {
      place(
        other.car, at: other.station_m - other.speed_mps * (time_s - other.time_s), left_m: Self.laneWidth_m,
        isOncoming: true)
    }
    for other in parked { place(other.car, at: other.station_m, left_m: -Self.laneWidth_m + 0.5) }
    return boxes
  }
}
