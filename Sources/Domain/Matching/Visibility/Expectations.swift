import Geometry
import Localization
import MapModel

/// What of the map near a vehicle its sensors could see, with the probability that they do.
struct Expectations {
  /// How likely a frame's sensors see a place.
  let visibility: Visibility

  /// Step along a mapped line at which its visibility is sampled, m.
  private static let step_m = 2.5

  /// Asks it of every target within range.
  func append(_ query: borrowing IndexQuery, _ view: borrowing FrameView, to result: inout MatchedFrame) {
    append(query.certainlyWithin, view, to: &result)
    append(query.perhapsWithin, view, to: &result)
  }

  private func append(_ targets: Span<Int32>, _ view: borrowing FrameView, to result: inout MatchedFrame) {
    for i in 0..<targets.count {
      let target = Int(targets[i])
      let first = Int(view.region.firstEntry[target])
      let isPoint = view.region.pieces[view.region.targets[target].piece].matchKind == .point
      let found = isPoint ? point(target, first, view) : line(target, first, view)
      if let found { result.expectations.append(found) }
    }
  }

  private func point(_ target: Int, _ p: Int, _ view: borrowing FrameView) -> MatchedFrame.Expectation? {
    let place = view.pose.back(view.region.points.position[p])
    let chance = visibility.probability(of: view.region.points.elementClass[p], at: place, asLine: false)
    return chance > 0 ? MatchedFrame.Expectation(target: target, probability: chance, length_m: 0) : nil
  }

  private func line(_ target: Int, _ first: Int, _ view: borrowing FrameView) -> MatchedFrame.Expectation? {
    var seen = 0.0
    var chance = 0.0
    var s = first
    while s < view.region.segments.count, Int(view.region.segments.target[s]) == target {
      let length = view.region.segments.length_m[s]
      let parts = max(Int((length / Self.step_m).rounded(.up)), 1)
      let part = length / Double(parts)
      for k in 0..<parts {
        let along = (Double(k) + 0.5) * part
        let place = view.pose.back(view.region.segments.start[s] + view.region.segments.direction[s] * along)
        guard place.squaredLength < LineMatcher.longest_m * LineMatcher.longest_m else { continue }
        let p = visibility.probability(of: view.region.segments.elementClass[s], at: place, asLine: true)
        guard p > 0 else { continue }
        seen += part
        chance += p * part
      }
      s += 1
    }
    guard seen > 0 else { return nil }
    return MatchedFrame.Expectation(target: target, probability: chance / seen, length_m: seen)
  }
}
