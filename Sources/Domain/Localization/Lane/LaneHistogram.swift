import Foundation

/// Where across the road the vehicle may be: a histogram of lateral offsets from a dead-reckoned track. It picks the basin; the pose
/// filter then finds the exact place in it. Lines count by their average over the traversal, not by their sum: a line that is gone or new
/// is charged once however long it is seen, so slipping a lane to explain it away never pays.
struct LaneHistogram: Sendable {
  static let step_m = 0.2
  static let half = 40
  static let count = 2 * half + 1

  /// Mean log-likelihood of what lines showed, a frame.
  private(set) var lines = [Double](repeating: 0, count: count)
  /// Sum of log-likelihoods of what points showed, tempered.
  private(set) var points = [Double](repeating: 0, count: count)
  /// Seconds behind the mean.
  private var age_s = 0.0
  /// Where the pose filter is among the offsets, m.
  var held_m = 0.0

  static func offset_m(_ bin: Int) -> Double { Double(bin - half) * step_m }

  /// The best basin.
  struct Basin {
    /// Middle of the basin's mass, m.
    var offset_m: Double
    /// Probability that the vehicle is in it.
    var probability: Double
  }

  /// Half the width of a basin: less than half a lane, m.
  static let basinHalfWidth_m = 1.4

  /// Takes in what the lines of a frame say of each offset.
  mutating func add(lines log: [Double], seconds: Double, memory_s: Double) {
    age_s = min(age_s + seconds, memory_s)
    let share = age_s > 0 ? min(seconds / age_s, 1) : 1
    for i in 0..<Self.count { lines[i] += (log[i] - lines[i]) * share }
  }

  /// Takes in what the points of a frame say of each offset.
  mutating func add(points log: [Double], weight: Double) {
    for i in 0..<Self.count { points[i] += log[i] * weight }
  }

  /// Lets memory of points fade.
  mutating func fade(_ seconds: Double, memory_s: Double) {
    let kept = 1 / (1 + seconds / memory_s)
    for i in 0..<Self.count { points[i] *= kept }
  }

  /// Spreads the memory of points by dead reckoning's error across the road. That of lines is short enough while no lane is held, and
  /// spreading a mean of narrow peaks would favour the offsets at the ends.
  mutating func diffuse(sigma_m: Double) {
    let variance = sigma_m * sigma_m / (Self.step_m * Self.step_m)
    guard variance > 0 else { return }
    // Heat flow: each pass moves a share of at most 1/4 to both neighbours, variance 2 × share.
    let passes = min(max(Int((variance / 0.5).rounded(.up)), 1), 40)
    let share = min(variance / Double(passes) / 2, 0.25)
    for _ in 0..<passes { Self.pass(&points, share) }
  }

  private static func pass(_ values: inout [Double], _ share: Double) {
    var left = values[0]
    for i in 0..<count {
      let middle = values[i]
      let right = i + 1 < count ? values[i + 1] : middle
      values[i] = middle + share * (left - 2 * middle + right)
      left = middle
    }
  }

  /// Moves the origin so that the held offset is near zero again.
  mutating func recentre() {
    let bins = Int((held_m / Self.step_m).rounded())
    guard abs(bins) > Self.half / 4 else { return }
    func shifted(_ values: [Double]) -> [Double] {
      (0..<Self.count).map { values[min(max($0 + bins, 0), Self.count - 1)] }
    }
    lines = shifted(lines)
    points = shifted(points)
    held_m -= Double(bins) * Self.step_m
  }

  /// The most probable basin, given where the satellite fix says the vehicle is.
  func best(fixOffset_m: Double, fixSigma_m: Double, lineWeight: Double) -> Basin {
    var log = [Double](repeating: 0, count: Self.count)
    var top = -Double.infinity
    for i in 0..<Self.count {
      let d = (Self.offset_m(i) - fixOffset_m) / fixSigma_m
      log[i] = -0.5 * d * d + lineWeight * lines[i] + points[i]
      top = max(top, log[i])
    }
    var sum = 0.0
    for i in 0..<Self.count {
      log[i] = exp(log[i] - top)
      sum += log[i]
    }
    // The basin is the window of most mass, not the highest bin: a narrow spike in the wrong lane is no lane.
    let width = Int(Self.basinHalfWidth_m / Self.step_m)
    var best = (bin: 0, mass: -1.0)
    for centre in 0..<Self.count {
      var mass = 0.0
      for i in max(centre - width, 0)...min(centre + width, Self.count - 1) { mass += log[i] }
      if mass > best.mass { best = (centre, mass) }
    }
    var mean = 0.0
    for i in max(best.bin - width, 0)...min(best.bin + width, Self.count - 1) { mean += log[i] * Self.offset_m(i) }
    return Basin(offset_m: mean / best.mass, probability: best.mass / sum)
  }
}
