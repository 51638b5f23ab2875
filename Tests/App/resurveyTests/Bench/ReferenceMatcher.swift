import Foundation

/// The matching job the plain way: every detection against every element, in double precision, assignments by trying.
struct ReferenceMatcher {
  let town: BenchTown
  private static let fitting: [Set<UInt8>] = [[0], [1, 2], [1, 2], [3], [4, 5], [4, 5], [6], [7], [8]]
  private static let gate = 11.83

  func match(_ frame: BenchTown.Frame) -> BenchResult {
    var result = BenchResult()
    var seen: Set<Int32> = []
    result.points = pairs(frame)
    seen.formUnion(result.points.filter { $0 >= 0 })
    for line in frame.lines {
      let votes = line.samples.compactMap { vote($0, line.kind, frame.position) }
      guard 2 * votes.count >= line.samples.count else {
        result.lines.append(-1)
        continue
      }
      let ids = Dictionary(grouping: votes, by: \.id)
      seen.formUnion(ids.keys)
      let winner = ids.min { a, b in
        let (p, q) = (a.value.reduce(0) { $0 + $1.distance2 }, b.value.reduce(0) { $0 + $1.distance2 })
        return (-a.value.count, p, a.key) < (-b.value.count, q, b.key)
      }
      result.lines.append(winner?.key ?? -1)
    }
    let expected = expected(frame.position)
    result.expected = Int32(expected.count)
    result.missed = expected.filter { !seen.contains($0) }
    return result
  }

  private func pairs(_ frame: BenchTown.Frame) -> [Int32] {
    let candidates = frame.points.map { detection -> [(id: Int32, cost: Double)] in
      let (a, b, c) = (
        Double(detection.covariance.x) + 0.04, Double(detection.covariance.y), Double(detection.covariance.z) + 0.04
      )
      let at = frame.position + SIMD2<Double>(detection.at)
      return town.points.indices.compactMap { i in
        guard Self.fitting[Int(detection.kind)].contains(town.points[i].kind) else { return nil }
        let d = town.points[i].at - at
        let cost = (c * d.x * d.x - 2 * b * d.x * d.y + a * d.y * d.y) / (a * c - b * b)
        return cost < Self.gate ? (Int32(i), cost) : nil
      }
    }
    // Groups of detections that share elements, each tried through.
    var choice = [Int32](repeating: -1, count: candidates.count)
    var open = Set(candidates.indices)
    while let first = open.min() {
      var group = [first]
      var elements = Set(candidates[first].map(\.id))
      open.remove(first)
      while let next = open.sorted().first(where: { candidates[$0].contains { elements.contains($0.id) } }) {
        group.append(next)
        elements.formUnion(candidates[next].map(\.id))
        open.remove(next)
      }
      var best = (sum: Double.infinity, picks: [Int32]())
      func descend(_ k: Int, _ sum: Double, _ picks: [Int32]) {
        guard sum < best.sum else { return }
        guard k < group.count else {
          best = (sum, picks)
          return
        }
        for candidate in candidates[group[k]].sorted(by: { $0.cost < $1.cost }) where !picks.contains(candidate.id) {
          descend(k + 1, sum + candidate.cost, picks + [candidate.id])
        }
        descend(k + 1, sum + Self.gate, picks + [-1])
      }
      descend(0, 0, [])
      for (detection, pick) in zip(group, best.picks) { choice[detection] = pick }
    }
    return choice
  }

  private func vote(_ sample: SIMD4<Float>, _ kind: UInt8, _ position: SIMD2<Double>) -> (id: Int32, distance2: Double)?
  {
    let at = position + SIMD2(Double(sample.x), Double(sample.y))
    let direction = SIMD2(Double(sample.z), Double(sample.w))
    var best: (id: Int32, distance2: Double)?
    for (l, line) in town.lines.enumerated() where Self.fitting[Int(kind)].contains(line.kind) {
      for (a, b) in zip(line.vertices, line.vertices.dropFirst()) {
        let u = b - a
        let length2 = (u * u).sum()
        guard abs((u * direction).sum()) >= 0.866_025_403_784_438_6 * length2.squareRoot() else { continue }
        let distance2 = Self.distance2(at, a, b)
        guard distance2 < best?.distance2 ?? 4 else { continue }
        best = (Int32(town.points.count + l), distance2)
      }
    }
    return best
  }

  private func expected(_ position: SIMD2<Double>) -> [Int32] {
    var ids: [Int32] = []
    for (i, point) in town.points.enumerated() where ((point.at - position) * (point.at - position)).sum() <= 3600 {
      ids.append(Int32(i))
    }
    for (l, line) in town.lines.enumerated()
    where zip(line.vertices, line.vertices.dropFirst()).contains(where: { Self.distance2(position, $0, $1) <= 3600 }) {
      ids.append(Int32(town.points.count + l))
    }
    return ids
  }

  private static func distance2(_ p: SIMD2<Double>, _ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double {
    let u = b - a
    let t = min(max(((p - a) * u).sum() / max((u * u).sum(), 1e-12), 0), 1)
    let d = p - a - u * t
    return (d * d).sum()
  }
}
