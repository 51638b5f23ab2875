import Foundation

/// Where along the road the vehicle may be: the sum of what landmarks and lines across the road said of offsets ahead of a track. While
/// the place along the road is not known to less than they lie apart, the nearest counterpart may be any; only all of them together tell.
struct AlongHistogram: Sendable {
  /// Sum of log-likelihoods, tempered.
  private(set) var log = [Double](repeating: 0, count: OffsetBins.count)
  /// Where the pose filter is among the offsets, m.
  var held_m = 0.0

  /// Half the width of what counts as one place, m.
  static let placeHalfWidth_m = 0.9

  /// Takes in what a frame says of each offset.
  mutating func add(_ look: [Double], weight: Double) {
    for b in 0..<OffsetBins.count { log[b] += look[b] * weight }
  }

  /// Lets memory fade by time and by turning: what lay ahead lies aside after a bend.
  mutating func fade(_ seconds: Double, memory_s: Double, turn_rad: Double) {
    let ahead = max(1 - turn_rad * turn_rad, 0)
    let kept = ahead / (1 + seconds / memory_s)
    for b in 0..<OffsetBins.count { log[b] *= kept }
  }

  /// Spreads the memory by dead reckoning's error along the road.
  mutating func diffuse(sigma_m: Double) { OffsetBins.diffuse(&log, sigma_m: sigma_m) }

  /// Moves the origin so that the held offset is near zero again.
  mutating func recentre() {
    let bins = Int((held_m / OffsetBins.step_m).rounded())
    guard bins != 0 else { return }
    log = OffsetBins.shifted(log[...], by: bins)
    held_m -= Double(bins) * OffsetBins.step_m
  }

  /// The likeliest place and its probability, given how sure the pose filter is.
  func likeliest(sigma_m: Double) -> (offset_m: Double, probability: Double, heldProbability: Double) {
    var weights = log
    var best = 0
    for b in 0..<OffsetBins.count {
      let d = (OffsetBins.offset_m(b) - held_m) / sigma_m
      weights[b] -= 0.5 * d * d
      if weights[b] > weights[best] { best = b }
    }
    let top = weights[best]
    var total = 0.0
    var there = 0.0
    var held = 0.0
    var middle = 0.0
    for b in 0..<OffsetBins.count {
      let weight = exp(weights[b] - top)
      let offset = OffsetBins.offset_m(b)
      total += weight
      if abs(offset - OffsetBins.offset_m(best)) <= Self.placeHalfWidth_m {
        there += weight
        middle += weight * offset
      }
      if abs(offset - held_m) <= Self.placeHalfWidth_m { held += weight }
    }
    return (middle / there, there / total, held / total)
  }
}
