import Foundation
import Geometry

/// Offsets from a track, left or ahead of it, in bins: where the vehicle may be instead.
enum OffsetBins {
  static let step_m = 0.2
  static let half = 40
  static let count = 2 * half + 1

  /// The middle of a bin, m.
  static func offset_m(_ bin: Int) -> Double { Double(bin - half) * step_m }

  /// Raises bins to a value around an offset: flat up to a distance, then falling off like a normal distribution.
  static func raise(_ bins: inout [Double], at offset_m: Double, flat_m: Double, fall_m: Double, to peak: Double) {
    let reach = flat_m + 3 * fall_m
    let first = Int(((offset_m - reach) / step_m).rounded()) + half
    let last = Int(((offset_m + reach) / step_m).rounded()) + half
    guard first < count, last >= 0 else { return }
    for b in max(first, 0)...min(last, count - 1) {
      let d = max(abs(self.offset_m(b) - offset_m) - flat_m, 0) / fall_m
      bins[b] = max(bins[b], peak * exp(-0.5 * d * d))
    }
  }

  /// Lets bins flow into their neighbours like heat, as if the offset had gained an independent error.
  static func diffuse(_ bins: inout [Double], sigma_m: Double) {
    let variance = sigma_m * sigma_m / (step_m * step_m)
    guard variance > 0 else { return }
    // Each pass moves a share of at most 1/4 to both neighbours, variance 2 × share.
    let passes = min(max(Int((variance / 0.5).rounded(.up)), 1), 40)
    let share = min(variance / Double(passes) / 2, 0.25)
    for _ in 0..<passes { pass(&bins, share) }
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

  /// The bins seen from an origin that lies some bins further; what was beyond the end is as at the end.
  static func shifted(_ bins: ArraySlice<Double>, by distance: Int) -> [Double] {
    (0..<count).map { bins[bins.startIndex + min(max($0 + distance, 0), count - 1)] }
  }
}
