import Geometry
import Localization
import MapModel
import Observations

/// Detected lines against mapped ones: each sample goes to the nearest line of its direction and class, each interval takes the detection
/// that lies closest, and what remains is a stray.
struct LineMatcher {
  let view: FrameView
  let configuration: MatchConfiguration

  /// Cosine of the angle up to which a detection follows a line.
  private static let parallel = 0.93
  /// Two detections of one sensor farther apart than this are two lines, m.
  private static let apart_m = 0.5
  private static let longest_m = 80.0

  /// Samples of one detection on one interval.
  private struct Run {
    var line: Int
    var target: Int
    var samples = 0
    var across_m = 0.0
    var poseVariance_m2 = 0.0
    var left_m = 0.0
  }

  func match(_ visibility: Visibility, into result: inout MatchedFrame) {
    expect(visibility, into: &result)
    let frame = view.frame
    let lines = FrameLines(frame.lines, spacing_m: configuration.lineSpacing_m, limit: 80, longest_m: Self.longest_m)
    guard !lines.samples.isEmpty else { return }
    var target = [Int](repeating: -1, count: lines.samples.count)
    var across = [Double](repeating: 0, count: lines.samples.count)
    var runs: [Run] = []
    for (line, range) in lines.ranges.enumerated() {
      guard isProbable(lines.detection[line]) else { continue }
      let candidates = candidates(for: line, lines)
      guard !candidates.isEmpty else { continue }
      for i in range {
        guard let hit = counterpart(of: i, line: line, lines, candidates) else { continue }
        target[i] = hit.target
        across[i] = hit.across_m
        if let last = runs.indices.last(where: { runs[$0].line == line && runs[$0].target == hit.target }) {
          runs[last].samples += 1
          runs[last].across_m += hit.across_m
          runs[last].poseVariance_m2 += hit.poseVariance_m2
          runs[last].left_m += lines.samples[i].y
        } else {
          runs.append(
            Run(
              line: line, target: hit.target, samples: 1, across_m: hit.across_m,
              poseVariance_m2: hit.poseVariance_m2, left_m: lines.samples[i].y))
        }
      }
    }
    let losers = settle(&runs, lines)
    for run in runs { report(run, lines, into: &result) }
    for (line, range) in lines.ranges.enumerated() where isProbable(lines.detection[line]) {
      let lost = Set(losers.filter { $0.line == line }.map(\.target))
      strays(line: line, range, lines, isStray: { target[$0] < 0 || lost.contains(target[$0]) }, into: &result)
    }
  }

  private func isProbable(_ detection: Int) -> Bool {
    Double(view.frame.lines.existence[detection]) >= configuration.existenceFloor
  }

  /// A segment that a detection may belong to, with what its class costs.
  private struct Candidate {
    var segment: Int
    var cost: Double
  }

  /// The segments of a fitting class around a detection: gathered once, asked for every sample.
  private func candidates(for line: Int, _ lines: FrameLines) -> [Candidate] {
    let detection = lines.detection[line]
    let label = view.frame.labels[Int(view.frame.lines.label[detection])]
    let scale = view.scale(ofSensor: view.frame.lines.sensor[detection])
    var box: Bounds2?
    for i in lines.ranges[line] {
      let point = view.pose.transform(Vector2(lines.samples[i].x, lines.samples[i].y * scale))
      let spot = Bounds2(low: point, high: point)
      box = box?.union(spot) ?? spot
    }
    guard let box else { return [] }
    let columns = view.region.segments
    var candidates: [Candidate] = []
    columns.grid.forEach(in: box.grown(by: configuration.lineGate_m.upperBound + 0.7)) { s in
      let probability = label.probability(of: columns.elementClass[s])
      guard probability > 0.05 else { return }
      candidates.append(Candidate(segment: s, cost: (1 - probability) * 0.3))
    }
    return candidates
  }

  private func counterpart(of i: Int, line: Int, _ lines: FrameLines, _ candidates: [Candidate])
    -> (target: Int, across_m: Double, poseVariance_m2: Double)?
  {
    let columns = view.region.segments
    let detection = lines.detection[line]
    let sensor = view.frame.lines.sensor[detection]
    let raw = lines.samples[i]
    let arm = view.pose.rotate(Vector2(raw.x, raw.y * view.scale(ofSensor: sensor)))
    let point = view.pose.origin + arm
    let direction = view.pose.rotate(lines.directions[i])
    let isCamera = view.frame.sensors[Int(sensor)].modality == .camera
    var best = (segment: -1, cost: Double.infinity, across: 0.0)
    for candidate in candidates {
      let s = candidate.segment
      let d = columns.direction[s]
      guard abs(direction.dot(d)) > Self.parallel else { continue }
      let from = point - columns.start[s]
      let along = from.dot(d)
      guard along > -0.7, along < columns.length_m[s] + 0.7 else { continue }
      let across = d.cross(from)
      guard abs(across) < configuration.lineGate_m.upperBound else { continue }
      let cost = abs(across) + candidate.cost + max(-along, along - columns.length_m[s], 0) * 0.1
      if cost < best.cost { best = (s, cost, across) }
    }
    guard best.segment >= 0 else { return nil }
    let normal = columns.direction[best.segment].leftNormal
    let pose = view.localized.covariance.variance(
      of: view.form(normal, arm: arm, rawLeft_m: raw.y, isCamera: isCamera))
    let sigma = Double(view.frame.lines.sigma_m[detection])
    let gate = min(
      max(3 * (pose + sigma * sigma).squareRoot() + 0.2, configuration.lineGate_m.lowerBound),
      configuration.lineGate_m.upperBound)
    guard abs(best.across) < gate else { return nil }
    return (Int(columns.target[best.segment]), best.across, pose)
  }

  /// Leaves each interval to the closest detection of a sensor; returns the runs that lie too far from the winner to be the same line.
  private func settle(_ runs: inout [Run], _ lines: FrameLines) -> [Run] {
    let least = max(Int(configuration.lineLook_m / configuration.lineSpacing_m * 0.5), 1)
    var winners: [Run] = []
    var losers: [Run] = []
    let order = runs.indices.sorted {
      let a = abs(runs[$0].across_m) / Double(runs[$0].samples)
      let b = abs(runs[$1].across_m) / Double(runs[$1].samples)
      return (runs[$0].target, a, $0) < (runs[$1].target, b, $1)
    }
    for i in order {
      let run = runs[i]
      let sensor = view.frame.lines.sensor[lines.detection[run.line]]
      let mean = run.across_m / Double(run.samples)
      guard
        let winner = winners.last(where: {
          $0.target == run.target && view.frame.lines.sensor[lines.detection[$0.line]] == sensor
        })
      else {
        if run.samples >= least { winners.append(run) }
        continue
      }
      if abs(mean - winner.across_m / Double(winner.samples)) > Self.apart_m { losers.append(run) }
    }
    runs = winners
    return losers
  }

  private func report(_ run: Run, _ lines: FrameLines, into result: inout MatchedFrame) {
    let detection = lines.detection[run.line]
    let piece = view.region.targets[run.target].piece
    let share = min(view.localized.share(ofPiece: piece), configuration.shareLimit)
    let count = Double(run.samples)
    result.sightings.append(
      MatchedFrame.Sighting(
        target: run.target, offset: Vector2(run.across_m / count / (1 - share), 0),
        noiseSigma_m: max(Double(view.frame.lines.sigma_m[detection]), 0.02),
        poseSigma_m: view.poseSigma_m(
          variance_m2: run.poseVariance_m2 / count, share: share, left_m: run.left_m / count,
          sensor: view.frame.lines.sensor[detection], configuration),
        label: Int(view.frame.lines.label[detection]), sensor: Int(view.frame.lines.sensor[detection]),
        length_m: count * configuration.lineSpacing_m, existence: Double(view.frame.lines.existence[detection])))
  }

  private func strays(
    line: Int, _ range: Range<Int>, _ lines: FrameLines, isStray: (Int) -> Bool, into result: inout MatchedFrame
  ) {
    let detection = lines.detection[line]
    let scale = view.scale(ofSensor: view.frame.lines.sensor[detection])
    var first = range.lowerBound
    while first < range.upperBound {
      guard isStray(first) else {
        first += 1
        continue
      }
      var end = first
      while end < range.upperBound, isStray(end) { end += 1 }
      if Double(end - first - 1) * configuration.lineSpacing_m >= configuration.lineLook_m {
        let local = (first..<end).map { Vector2(lines.samples[$0].x, lines.samples[$0].y * scale) }
        result.strayLines.append(
          MatchedFrame.StrayLine(
            points: local.map { view.pose.transform($0) }, ahead_m: local.map(\.x), left_m: local.map(\.y),
            sigma_m: Double(view.frame.lines.sigma_m[detection]), label: Int(view.frame.lines.label[detection]),
            existence: Double(view.frame.lines.existence[detection])))
      }
      first = end
    }
  }

  /// Step along a mapped line at which its visibility is sampled, m.
  private static let step_m = 2.5

  private func expect(_ visibility: Visibility, into result: inout MatchedFrame) {
    let columns = view.region.segments
    let range = min(visibility.range_m, Self.longest_m)
    var place: [Int: Int] = [:]
    columns.grid.forEach(in: Bounds2(centre: view.pose.origin, radius_m: range)) { s in
      let parts = max(Int((columns.length_m[s] / Self.step_m).rounded(.up)), 1)
      let part = columns.length_m[s] / Double(parts)
      var seen = 0.0
      var chance = 0.0
      for i in 0..<parts {
        let point = columns.start[s] + columns.direction[s] * ((Double(i) + 0.5) * part)
        let p = visibility.probability(of: columns.elementClass[s], at: view.pose.back(point), asLine: true)
        guard p > 0 else { continue }
        seen += part
        chance += p * part
      }
      guard seen > 0 else { return }
      let target = Int(columns.target[s])
      if let at = place[target] {
        let old = result.expectations[at]
        let length = old.length_m + seen
        result.expectations[at].probability = (old.probability * old.length_m + chance) / length
        result.expectations[at].length_m = length
      } else {
        place[target] = result.expectations.count
        result.expectations.append(
          MatchedFrame.Expectation(target: target, probability: chance / seen, length_m: seen))
      }
    }
  }
}
