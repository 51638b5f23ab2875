import Foundation

/// Which lane it is, by all that a histogram holds: lanes are the offsets at which lines and points fit best within half a lane, each with
/// the fix's word on it.
struct LanePosterior {
  /// A lane and how likely it is.
  struct Lane {
    /// Where it lies among the offsets, m.
    var offset_m: Double
    var log: Double
  }

  /// The likeliest lane's offset, m.
  let offset_m: Double
  /// Its probability.
  let probability: Double
  /// Probability of the lane that is held.
  let heldProbability: Double
  /// Mean square of how far the vehicle may be from the held lane, m²: of every other lane the distance, by its probability.
  let spread_m2: Double

  /// Least distance between two lanes, m.
  private static let apart_m = 1.8
  /// Bins to each side over which a lane's middle is taken.
  private static let peakBins = 5
  private static let mostLanes = 8

  /// - Parameter fixSigma_m: standard deviation of the fix across the road.
  init(of histogram: LaneHistogram, fixSigma_m: Double, configuration: LocalizationConfiguration) {
    let lines = Self.lineFit(histogram, configuration)
    let ramp = histogram.age_s / (histogram.age_s + configuration.laneRamp_s)
    let variance = fixSigma_m * fixSigma_m / (1 + histogram.fixAge_s / (2 * configuration.biasTime_s))
    let fit = zip(lines, histogram.points).map { $0 + $1 }
    var lanes: [Lane] = []
    var isOpen = [Bool](repeating: true, count: OffsetBins.count)
    let reach = Int(Self.apart_m / OffsetBins.step_m)
    for _ in 0..<Self.mostLanes {
      guard let top = fit.indices.filter({ isOpen[$0] }).max(by: { fit[$0] < fit[$1] }) else { break }
      // The slope of a lane already taken is no lane.
      let isPeak = (top == 0 || fit[top - 1] <= fit[top]) && (top == fit.count - 1 || fit[top + 1] <= fit[top])
      if isPeak {
        let offset = Self.middle(of: fit, around: top)
        let d = offset - histogram.fixMean_m
        lanes.append(Lane(offset_m: offset, log: lines[top] * ramp + histogram.points[top] - 0.5 * d * d / variance))
      }
      for i in max(top - reach, 0)...min(top + reach, fit.count - 1) { isOpen[i] = false }
    }
    let best = lanes.max { $0.log < $1.log } ?? Lane(offset_m: histogram.held_m, log: 0)
    let sum = lanes.reduce(0) { $0 + exp($1.log - best.log) }
    let held = lanes.filter { abs($0.offset_m - histogram.held_m) < LaneHistogram.basinHalfWidth_m }
    let others = lanes.filter { abs($0.offset_m - histogram.held_m) >= LaneHistogram.basinHalfWidth_m }
    let square = others.reduce(0) {
      let d = $1.offset_m - histogram.held_m
      return $0 + d * d * exp($1.log - best.log)
    }
    spread_m2 = sum > 0 ? square / sum : 0
    offset_m = best.offset_m
    probability = sum > 0 ? 1 / sum : 0
    heldProbability = sum > 0 ? held.reduce(0) { $0 + exp($1.log - best.log) } / sum : 0
  }

  /// What lines say of each offset. Of every place beside the vehicle, what no offset explains is clutter and counts for none; the rest is
  /// charged as a wrong lane would make it, but at most as one change of the world costs.
  private static func lineFit(_ histogram: LaneHistogram, _ configuration: LocalizationConfiguration) -> [Double] {
    let rare = exp(-configuration.changeCost)
    var fit = [Double](repeating: 0, count: OffsetBins.count)
    for slot in 0..<LaneHistogram.slots {
      let strays = histogram.strays[(slot * OffsetBins.count)..<((slot + 1) * OffsetBins.count)]
      let clutter = strays.min() ?? 0
      for (i, stray) in strays.enumerated() {
        fit[i] += log(rare + (1 - rare) * exp(-configuration.laneLineWeight * (stray - clutter)))
      }
    }
    return fit
  }

  private static func middle(of fit: [Double], around top: Int) -> Double {
    var weight = 0.0
    var sum = 0.0
    for i in max(top - peakBins, 0)...min(top + peakBins, fit.count - 1) {
      let w = exp(2 * (fit[i] - fit[top]))
      weight += w
      sum += w * OffsetBins.offset_m(i)
    }
    return sum / weight
  }
}
