import Geometry

/// Where across the road the vehicle may be: a histogram of lateral offsets from a dead-reckoned track. It picks the basin; the pose
/// filter then finds the exact place in it.
///
/// Lane and change are one joint hypothesis. At each offset, a line that is seen but not mapped there is either a new line of the world
/// or a sign of the wrong lane; how long it is seen adds nothing to that. So its share of frames is charged at most once, with the cost of
/// one change, and slipping a lane to explain it away does not pay. Lines are told apart by where they lie beside the vehicle.
struct LaneHistogram: Sendable {
  /// Places beside the vehicle at which a line is told from its neighbours, from right to left.
  static let slots = 8
  static let slotWidth_m = 3.5

  /// Mean number of unmapped lines a frame, by slot and offset.
  private(set) var strays = [Double](repeating: 0, count: slots * OffsetBins.count)
  /// Sum of log-likelihoods of what points showed, tempered.
  private(set) var points = [Double](repeating: 0, count: OffsetBins.count)
  /// Seconds behind the means.
  private(set) var age_s = 0.0
  /// Mean of where the satellite fix saw the vehicle, m, and the seconds behind it.
  private(set) var fixMean_m = 0.0
  private(set) var fixAge_s = 0.0
  /// Where the pose filter is among the offsets, m.
  var held_m = 0.0

  /// Nothing seen yet.
  init() {}

  /// What a grid has seen on the line across the road through a place.
  /// - Parameter fixMean_m: how far to the left of it the satellite fix sees the vehicle, m; nil without one.
  init(_ grid: PlaceGrid, at place: Vector2, normal: Vector2, fixMean_m: Double?) {
    age_s = grid.age_s
    if let fixMean_m {
      self.fixMean_m = fixMean_m
      fixAge_s = grid.age_s
    }
    for bin in 0..<OffsetBins.count {
      let cell = grid.cell(place + normal * OffsetBins.offset_m(bin))
      for slot in 0..<Self.slots {
        strays[slot * OffsetBins.count + bin] = Double(grid.strays[slot * grid.count + cell])
      }
      points[bin] = Double(grid.points[cell])
    }
  }

  /// The slot of a line at a distance to the vehicle's left.
  static func slot(left_m: Double) -> Int {
    min(max(Int((left_m / slotWidth_m).rounded(.down)) + slots / 2, 0), slots - 1)
  }

  /// Half the width of a basin: less than half a lane, m.
  static let basinHalfWidth_m = 1.4

  /// Takes in what the lines of a frame leave unexplained at each offset.
  mutating func add(strays look: [Double], seconds: Double, memory_s: Double) {
    age_s = min(age_s + seconds, memory_s)
    let share = age_s > 0 ? min(seconds / age_s, 1) : 1
    for i in strays.indices { strays[i] += (look[i] - strays[i]) * share }
  }

  /// Takes in where the satellite fix sees the vehicle among the offsets.
  mutating func add(fix offset_m: Double, seconds: Double, memory_s: Double) {
    fixAge_s = min(fixAge_s + seconds, memory_s)
    fixMean_m += (offset_m - fixMean_m) * (fixAge_s > 0 ? min(seconds / fixAge_s, 1) : 1)
  }

  /// Takes in what the points of a frame say of each offset.
  mutating func add(points log: [Double], weight: Double) {
    for i in 0..<OffsetBins.count { points[i] += log[i] * weight }
  }

  /// Lets memory of points fade.
  mutating func fade(_ seconds: Double, memory_s: Double) {
    let kept = 1 / (1 + seconds / memory_s)
    for i in 0..<OffsetBins.count { points[i] *= kept }
  }

  /// Spreads the memory of points by dead reckoning's error across the road. Lines are a mean of narrow peaks, and spreading one would
  /// favour the offsets at the ends.
  mutating func diffuse(sigma_m: Double) { OffsetBins.diffuse(&points, sigma_m: sigma_m) }

  /// Moves the origin so that the held offset is near zero again.
  mutating func recentre() {
    let bins = Int((held_m / OffsetBins.step_m).rounded())
    guard abs(bins) > OffsetBins.half / 4 else { return }
    strays = (0..<Self.slots).flatMap {
      OffsetBins.shifted(strays[($0 * OffsetBins.count)..<(($0 + 1) * OffsetBins.count)], by: bins)
    }
    points = OffsetBins.shifted(points[...], by: bins)
    held_m -= Double(bins) * OffsetBins.step_m
    fixMean_m -= Double(bins) * OffsetBins.step_m
  }
}
