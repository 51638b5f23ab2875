/// Whether errors are as large as the covariance says: mean squared errors over variance, normalized by their dimension, from samples a
/// correlation time apart. One is right; more is overconfident.
struct ConsistencyTally: Sendable {
  /// Normalized squared errors of a moment.
  private struct Sample: Sendable {
    var second: Int
    var drive: Int
    /// Across, along, yaw, jointly; each over its dimension.
    var squares: SIMD4<Double>
    /// Across, along, yaw, over their standard deviations.
    var errors: SIMD4<Double>
  }

  private static let longest_s = 60

  private var samples: [Sample] = []
  private var drive = 0

  /// Takes in a converged frame; the first of each second counts.
  mutating func add(_ error: PoseError, covariance: Covariance3, time_s: Double) {
    let second = Int(time_s.rounded(.down))
    if let last = samples.last, last.drive == drive, last.second == second { return }
    guard covariance.xx > 0, covariance.yy > 0, covariance.zz > 0,
      let joint = covariance.mahalanobisSquared(error.along_m, error.across_m, error.yaw_rad)
    else { return }
    let errors = SIMD4(
      error.across_m / covariance.yy.squareRoot(), error.along_m / covariance.xx.squareRoot(),
      error.yaw_rad / covariance.zz.squareRoot(), 0)
    var squares = errors * errors
    squares[3] = joint / 3
    samples.append(Sample(second: second, drive: drive, squares: squares, errors: errors))
  }

  /// What comes next is another drive.
  mutating func endDrive() { drive += 1 }

  mutating func merge(_ other: ConsistencyTally) {
    samples += other.samples.map { sample in
      var moved = sample
      moved.drive += drive
      return moved
    }
    drive += other.drive
  }

  var report: ConsistencyReport {
    let components = (0..<4).map { component -> ConsistencyReport.Component in
      // Jointly, the slowest of the three tells.
      let apart_s =
        component < 3 ? correlation_s(component) : (0..<3).map { correlation_s($0) }.max() ?? Self.longest_s
      var last: (drive: Int, second: Int)?
      var values = Distribution()
      for sample in samples {
        if let last, last.drive == sample.drive, sample.second - last.second < apart_s { continue }
        last = (sample.drive, sample.second)
        values.add(sample.squares[component])
      }
      // A sum of n·d squares of unit normals has the variance 2·n·d.
      let dimension = component < 3 ? 1.0 : 3
      let halfWidth = values.count > 0 ? 1.96 * (2 / (dimension * Double(values.count))).squareRoot() : nil
      return ConsistencyReport.Component(
        anees: values.mean, samples: values.count, correlation_s: apart_s, chance: halfWidth)
    }
    return ConsistencyReport(
      across: components[0], along: components[1], yaw: components[2], joint: components[3])
  }

  /// Time after which a component's error has forgotten all but 1/e of itself, whole seconds, 1 … 60.
  private func correlation_s(_ component: Int) -> Int {
    var products = [Double](repeating: 0, count: Self.longest_s + 1)
    var counts = products
    for (i, sample) in samples.enumerated() {
      for next in samples[i...] {
        let lag = next.second - sample.second
        guard next.drive == sample.drive, lag <= Self.longest_s else { break }
        products[lag] += sample.errors[component] * next.errors[component]
        counts[lag] += 1
      }
    }
    guard counts[0] > 0, products[0] > 0 else { return 1 }
    let variance = products[0] / counts[0]
    return (1...Self.longest_s).first { lag in
      counts[lag] > 0 && products[lag] / counts[lag] < variance * 0.367_879_441
    } ?? Self.longest_s
  }
}

/// Average normalized squared errors.
public struct ConsistencyReport: Hashable, Sendable, Codable {
  /// One component of the error.
  public struct Component: Hashable, Sendable, Codable {
    /// Mean squared error over its variance and dimension: 1 where the covariance is right.
    public var anees: Double?
    /// Samples it is of, a correlation time apart.
    public var samples: Int
    /// That time, measured from the errors, s, 1 … 60.
    public var correlation_s: Int
    /// Half the width of the 95 % interval around 1 that chance alone makes with so many samples.
    public var chance: Double?
  }

  /// Across the road.
  public var across: Component
  /// Along the road.
  public var along: Component
  /// The direction.
  public var yaw: Component
  /// All three jointly.
  public var joint: Component
}
