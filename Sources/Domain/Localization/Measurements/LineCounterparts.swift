import Foundation

/// The mapped lines that a sample of a detected line may lie on. Where several lie close by, to take the nearest would confirm whatever the
/// pose is; their mean, weighted by how likely each is, and the doubt among them do not (probabilistic data association, Bar-Shalom 1975).
struct LineCounterparts {
  /// A mapped line and how far the sample lies to its left, m.
  struct Counterpart {
    var segment: Int
    var element: Int
    var across_m: Double
    /// How far it lies beyond the segment's ends, m. Of a bent line's segments the nearest one counts: drawn out beyond their ends, those
    /// beside it come closer, and the closest would confirm whatever the pose is.
    var beyond_m: Double
    var cost: Double
  }

  private static let limit = 6
  private var found = InlineArray<6, Counterpart>(
    repeating: Counterpart(segment: -1, element: -1, across_m: 0, beyond_m: 0, cost: 0))
  private var count = 0

  /// The nearest; nil where there is none.
  var best: Counterpart? {
    var best = -1
    for i in 0..<count where best < 0 || found[i].reach < found[best].reach { best = i }
    return best < 0 ? nil : found[best]
  }

  /// Takes in a segment; of each element the nearest counts.
  mutating func add(segment: Int, element: Int, across_m: Double, beyond_m: Double = 0, cost: Double) {
    let new = Counterpart(segment: segment, element: element, across_m: across_m, beyond_m: beyond_m, cost: cost)
    var place = count
    for i in 0..<count where found[i].element == element { place = i }
    if place < count {
      if new.reach < found[place].reach { found[place] = new }
      return
    }
    if count == Self.limit {
      place = 0
      for i in 0..<count where found[i].reach > found[place].reach { place = i }
      guard new.reach < found[place].reach else { return }
    } else {
      count += 1
    }
    found[place] = new
  }

  /// Mean and variance of where the line is, given how sure the sample's place is.
  func mean(variance_m2: Double) -> (across_m: Double, variance_m2: Double) {
    guard let best else { return (0, 0) }
    var weight = 0.0
    var sum = 0.0
    var square = 0.0
    for i in 0..<count {
      let w = exp(-0.5 * (found[i].reach * found[i].reach - best.reach * best.reach) / variance_m2)
      let d = found[i].across_m - best.across_m
      weight += w
      sum += w * d
      square += w * d * d
    }
    let mean = sum / weight
    return (best.across_m + mean, max(square / weight - mean * mean, 0))
  }
}

extension LineCounterparts.Counterpart {
  /// Distance with what speaks against the line added, m.
  var reach: Double { (across_m * across_m + beyond_m * beyond_m).squareRoot() + cost }
}
