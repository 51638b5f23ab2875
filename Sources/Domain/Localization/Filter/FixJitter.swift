import Geometry

/// How far a receiver's fixes jump beside the error that lasts, told from the fixes themselves: by what four of them in a row differ from a
/// parabola in time, which no vehicle leaves in so short a time. Receivers differ in it more than in the error they state: one that
/// smooths hardly jumps at all. Medians, so that a rare leap does not make all fixes doubtful.
struct FixJitter: Sendable {
  /// Standard deviation along the vehicle's axis and across it, m.
  private(set) var along_m: Double
  /// See `along_m`.
  private(set) var across_m: Double
  /// Standard deviation of the direction, radians.
  private(set) var yaw_rad: Double

  private struct Fix: Sendable {
    var place: Vector2
    var yaw_rad: Double?
    var time_s: Double
  }

  private var recent: [Fix] = []
  private var time_s = 0.0
  private var looks = priorLooks

  /// Differences that what is assumed at the start is worth, and that are remembered.
  private static let priorLooks = 4.0
  private static let mostLooks = 40.0
  /// Median of a normal error's absolute value over its standard deviation.
  private static let median = 0.6745
  /// Time between fixes from which on a vehicle may do anything between them, s.
  private static let longest_s = 2.0

  /// What is assumed before anything has been seen, one standard deviation.
  init(place_m: Double, yaw_rad: Double) {
    along_m = place_m
    across_m = place_m
    self.yaw_rad = yaw_rad
  }

  /// Takes in the next fix.
  /// - Parameters:
  ///   - axis: the vehicle's, a unit vector.
  ///   - seconds: time since the fix before, positive.
  mutating func add(_ place: Vector2, yaw_rad: Double?, axis: Vector2, seconds: Double) {
    time_s += seconds
    if seconds > Self.longest_s { recent.removeAll(keepingCapacity: true) }
    // Directions are kept without wrapping, so that they can be subtracted.
    let last = recent.last?.yaw_rad
    let yaw = yaw_rad.map { yaw in last.map { $0 + (yaw - $0).wrappedAngle_rad } ?? yaw }
    recent.append(Fix(place: place, yaw_rad: yaw, time_s: time_s))
    guard recent.count == 4 else { return }
    compare(axis)
    recent.removeFirst()
  }

  /// The same in a frame moved by `motion`.
  mutating func rebase(by motion: Pose2) {
    for i in recent.indices {
      recent[i].place = motion.transform(recent[i].place)
      recent[i].yaw_rad = recent[i].yaw_rad.map { $0 + motion.yaw_rad }
    }
  }

  /// The third divided difference of four fixes: of a parabola it is zero, of independent errors it has their standard deviation times the
  /// length of its weights.
  private mutating func compare(_ axis: Vector2) {
    var place = Vector2.zero
    var yaw: Double? = 0
    var square = 0.0
    for fix in recent {
      var weight = 1.0
      for other in recent where other.time_s != fix.time_s { weight /= fix.time_s - other.time_s }
      place = place + fix.place * weight
      yaw = yaw.flatMap { sum in fix.yaw_rad.map { sum + $0 * weight } }
      square += weight * weight
    }
    looks = min(looks + 1, Self.mostLooks)
    let scale = 1 / square.squareRoot()
    learn(\.along_m, abs(place.dot(axis)) * scale)
    learn(\.across_m, abs(place.cross(axis)) * scale)
    if let yaw { learn(\.yaw_rad, abs(yaw) * scale) }
  }

  /// A step towards the median (Robbins and Monro 1951), as a share of what is learned.
  private mutating func learn(_ sigma: WritableKeyPath<Self, Double>, _ look: Double) {
    let step = 1 + 1 / looks
    self[keyPath: sigma] *= look > Self.median * self[keyPath: sigma] ? step : 1 / step
  }
}
