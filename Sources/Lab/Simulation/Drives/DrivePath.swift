import Geometry

/// Where a vehicle is at every moment of a drive: a smooth way along lanes with a speed at every metre.
public struct DrivePath: Sendable {
  /// Distance between the path's samples, m.
  static let spacing_m = 1.0
  private static let lateralAcceleration_mps2 = 2.0
  private static let acceleration_mps2 = 1.4
  private static let braking_mps2 = 1.8
  private static let slowest_mps = 2.0

  /// Position of the rear axle every metre.
  public let positions: [Vector2]
  /// Heading at each position, radians, unwrapped: neighbours differ by the turn between them.
  public let yaws_rad: [Double]
  /// Speed at each position, m/s.
  public let speeds_mps: [Double]
  /// Time from the start at each position, s.
  public let times_s: [Double]

  /// How long it takes, s.
  public var duration_s: Double { times_s[times_s.count - 1] }

  /// How long the way is, m. Samples of short lanes lie closer than elsewhere, so their number does not tell. O(samples).
  public var length_m: Double { Polyline(positions).length_m }

  /// A drive along lanes.
  /// - Parameters:
  ///   - route: Lanes one after another, as indexes into the graph.
  ///   - wander_m: How far the driver strays from the lane's middle, m, one standard deviation.
  ///   - pace: Speed as a share of the limit.
  public init(_ graph: LaneGraph, route: [Int], wander_m: Double, pace: Double, random: inout SeededRandom) {
    var points: [Vector2] = []
    var limits: [Double] = []
    for index in route {
      let lane = graph.lanes[index]
      let samples = lane.centre.resampled(spacing_m: Self.spacing_m)
      let skip = points.last.map { $0.distance(to: samples[0]) < 1.5 } == true ? 1 : 0
      points += samples.dropFirst(skip)
      limits += Array(repeating: lane.speedLimit_mps * pace, count: samples.count - skip)
    }
    // Lanes meet with small steps and kinks; a driver takes them smoothly.
    points = Self.smoothed(Self.smoothed(points, reach: 2), reach: 2)
    points = Self.wandered(points, sigma_m: wander_m, &random)
    positions = points
    yaws_rad = Self.headings(points)
    speeds_mps = Self.speeds(points, yaws_rad, limits: limits)
    times_s = Self.times(points, speeds_mps)
  }

  /// Pose, speed and turn rate at a time from the start, s; clamped to the drive. `hint` speeds up rising times and is kept up to date.
  public func state(at time_s: Double, hint: inout Int) -> (pose: Pose2, speed_mps: Double, yawRate_radps: Double) {
    var i = min(max(hint, 0), positions.count - 2)
    if times_s[i] > time_s { i = 0 }
    while i < positions.count - 2 && times_s[i + 1] <= time_s { i += 1 }
    hint = i
    let span = times_s[i + 1] - times_s[i]
    let t = min(max((time_s - times_s[i]) / span, 0), 1)
    let speed = speeds_mps[i] + (speeds_mps[i + 1] - speeds_mps[i]) * t
    let turn = yaws_rad[i + 1] - yaws_rad[i]
    return (
      Pose2(positions[i].lerp(positions[i + 1], t), yaw_rad: (yaws_rad[i] + turn * t).wrappedAngle_rad), speed,
      turn / span
    )
  }

  private static func smoothed(_ points: [Vector2], reach: Int) -> [Vector2] {
    points.indices.map { index in
      // The window shrinks towards the ends, so that they stay where they are.
      let half = min(reach, index, points.count - 1 - index)
      var sum = Vector2.zero
      for near in (index - half)...(index + half) { sum = sum + points[near] }
      return sum * (1 / Double(2 * half + 1))
    }
  }

  private static func wandered(_ points: [Vector2], sigma_m: Double, _ random: inout SeededRandom) -> [Vector2] {
    let waves = (0..<3).map { _ in
      (wavelength_m: random.uniform(50, 160), phase: random.uniform(0, 2 * .pi), size_m: random.normal(sigma_m / 1.23))
    }
    let headings = headings(points)
    return points.indices.map { index in
      var lateral = 0.0
      for wave in waves {
        lateral += wave.size_m * (2 * .pi * Double(index) * spacing_m / wave.wavelength_m + wave.phase).sine
      }
      return points[index] + Vector2(angle_rad: headings[index]).leftNormal * lateral
    }
  }

  private static func headings(_ points: [Vector2]) -> [Double] {
    var yaw = 0.0
    return points.indices.map { index in
      let step = points[min(index + 1, points.count - 1)] - points[max(index - 1, 0)]
      let raw = step.angle_rad
      yaw = index == 0 ? raw : yaw + (raw - yaw).wrappedAngle_rad
      return yaw
    }
  }

  private static func speeds(_ points: [Vector2], _ yaws: [Double], limits: [Double]) -> [Double] {
    var speeds = points.indices.map { index in
      let low = max(index - 2, 0)
      let high = min(index + 2, points.count - 1)
      let curvature = abs(yaws[high] - yaws[low]) / max(Double(high - low) * spacing_m, 1)
      return max(min(limits[index], (lateralAcceleration_mps2 / max(curvature, 1e-4)).squareRoot()), slowest_mps)
    }
    for index in speeds.indices.dropFirst() {
      let reach = (speeds[index - 1] * speeds[index - 1] + 2 * acceleration_mps2 * spacing_m).squareRoot()
      speeds[index] = min(speeds[index], reach)
    }
    for index in speeds.indices.dropLast().reversed() {
      let reach = (speeds[index + 1] * speeds[index + 1] + 2 * braking_mps2 * spacing_m).squareRoot()
      speeds[index] = min(speeds[index], reach)
    }
    return speeds
  }

  private static func times(_ points: [Vector2], _ speeds: [Double]) -> [Double] {
    var times = [0.0]
    times.reserveCapacity(points.count)
    for index in points.indices.dropFirst() {
      let step = max(points[index].distance(to: points[index - 1]), 1e-3)
      times.append(times[index - 1] + 2 * step / (speeds[index] + speeds[index - 1]))
    }
    return times
  }
}
