import Geometry
import Localization
import MapModel
import Observations

/// Detected lines against mapped ones: each sample goes to the nearest line of its direction and class, each interval takes the detection
/// that lies closest, and what remains is a stray.
struct LineMatcher: ~Copyable {
  /// Cosine of the angle up to which a detection follows a line.
  static let parallel: Float = 0.93
  /// Samples farther from the vehicle are left out, m.
  static let longest_m = 80.0
  /// How far past the end of a mapped line a detection still counts as on it, m.
  private static let overshoot_m = 0.7
  /// Farthest distance across a line at which a detection is taken for it where only what lies between two lines is told, m: half a lane. The gate
  /// would keep of a gap that differs from the mapped one what differs least.
  private static let besideGate_m: Float = 1.75
  /// What a style or colour that was read otherwise costs against another detection of the same interval, m: of a double line's two halves,
  /// which lie closer together than a pose is sure.
  private static let attributeCharge_m = 0.15
  /// A class that explains a label less than this is no candidate.
  private static let leastProbability = 0.05
  private static let classes = ElementClass.allCases.filter { $0.entry.matchKind == .line }

  private var lines = FrameLines()
  private var runs = LineRuns()
  /// Those by which gaps are told.
  private var wideRuns = LineRuns()
  /// Of every sample its place from the vehicle and direction, with the axes of the region, m.
  private(set) var samples: [SIMD4<Float>] = []
  /// Where each line's samples begin, and the end.
  private(set) var offsets: [UInt32] = []
  /// Of every line what it may belong to, and what that costs.
  private(set) var families: [UInt32] = []
  private(set) var penalties: [Float] = []
  /// The run of every sample; −1 for none.
  private var runOfSample: [Int] = []

  init() {}

  /// Farthest distance between a sample and its segment.
  static func reach_m(_ configuration: MatchConfiguration) -> Float {
    let across = max(Float(configuration.lineGate_m.upperBound), besideGate_m)
    return (across * across + Float(overshoot_m * overshoot_m)).squareRoot()
  }

  /// Lays a frame's lines out as questions.
  mutating func prepare(_ view: borrowing FrameView, _ configuration: MatchConfiguration) {
    lines.take(view.frame.lines, spacing_m: configuration.lineSpacing_m, limit: 80, longest_m: Self.longest_m)
    samples.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    families.removeAll(keepingCapacity: true)
    penalties.removeAll(keepingCapacity: true)
    offsets.append(0)
    for line in lines.ranges.indices {
      let range = lines.ranges[line]
      let correction = view.correction(ofSensor: view.frame.lines.sensor[lines.detection[line]])
      for i in range {
        let arm = view.pose.rotate(correction.ground(lines.samples[i]))
        let direction = view.pose.rotate(lines.directions[i])
        samples.append(SIMD4(Float(arm.x), Float(arm.y), Float(direction.x), Float(direction.y)))
      }
      offsets.append(UInt32(samples.count))
      appendFamilies(line, view, configuration)
    }
  }

  private mutating func appendFamilies(
    _ line: Int, _ view: borrowing FrameView, _ configuration: MatchConfiguration
  ) {
    let first = penalties.count
    for _ in 0..<PackedIndexBuilder.families { penalties.append(0) }
    var bits: UInt32 = 0
    if isProbable(line, view, configuration) {
      let label = view.frame.labels[Int(view.frame.lines.label[lines.detection[line]])]
      for k in Self.classes.indices {
        let elementClass = Self.classes[k]
        let probability = label.probability(of: elementClass)
        guard probability > Self.leastProbability else { continue }
        bits |= IndexQuery.bits(ofFamily: Int(elementClass.rawValue))
        // A line of another class has to lie nearer.
        let farther_mm = (1 - probability) * 300
        penalties[first + Int(elementClass.rawValue)] = Float(farther_mm * farther_mm)
      }
    }
    families.append(bits)
  }

  private func isProbable(_ line: Int, _ view: borrowing FrameView, _ configuration: MatchConfiguration) -> Bool {
    Double(view.frame.lines.existence[lines.detection[line]]) >= configuration.existenceFloor
  }

  /// Sorts out what the index found.
  mutating func match(
    _ view: borrowing FrameView, _ query: borrowing IndexQuery, _ configuration: MatchConfiguration,
    into result: inout MatchedFrame
  ) {
    runs.clear()
    wideRuns.clear()
    runOfSample.removeAll(keepingCapacity: true)
    let payloads = query.nearestPayloads
    for line in lines.ranges.indices {
      let range = lines.ranges[line]
      let sensor = view.frame.lines.sensor[lines.detection[line]]
      let (first, firstWide) = (runs.count, wideRuns.count)
      for i in range {
        guard payloads[i] >= 0, let hit = counterpart(of: i, line, Int(payloads[i]), view) else {
          runOfSample.append(-1)
          continue
        }
        _ = wideRuns.add(hit, line: line, sensor: sensor, since: firstWide, seen: lines.samples[i])
        guard isWithinGate(hit, line, view, configuration) else {
          runOfSample.append(-1)
          continue
        }
        runOfSample.append(runs.add(hit, line: line, sensor: sensor, since: first, seen: lines.samples[i]))
      }
    }
    for r in 0..<runs.count where disagrees(runs[r], view) { runs.charge(r, Self.attributeCharge_m) }
    let least = max(Int(configuration.lineLook_m / configuration.lineSpacing_m * 0.5), 1)
    runs.settle(least: least)
    wideRuns.settle(least: least)
    for r in 0..<runs.count where runs[r].state == .won { report(runs[r], view, configuration, into: &result) }
    SideBySide(view: copy view, runs: wideRuns).append(to: &result.gaps)
    for line in lines.ranges.indices where isProbable(line, view, configuration) {
      strays(line, lines.ranges[line], view, configuration, into: &result)
    }
  }

  /// How a sample lies on the segment that is nearest to it; nil where it is nobody's.
  private func counterpart(of i: Int, _ line: Int, _ s: Int, _ view: borrowing FrameView) -> LineRuns.Hit? {
    let segments = view.region.segments
    let detection = lines.detection[line]
    let sensor = view.frame.lines.sensor[detection]
    let raw = lines.samples[i]
    let arm = view.pose.rotate(view.correction(ofSensor: sensor).ground(raw))
    let d = segments.direction[s]
    let from = view.pose.origin + arm - segments.start[s]
    let along = from.dot(d)
    guard along > -Self.overshoot_m, along < segments.length_m[s] + Self.overshoot_m else { return nil }
    let across = d.cross(from)
    let isCamera = view.frame.sensors[Int(sensor)].modality == .camera
    let pose = view.localized.covariance.variance(
      of: view.form(d.leftNormal, arm: arm, rawLeft_m: raw.y, isCamera: isCamera))
    return LineRuns.Hit(target: Int(segments.target[s]), across_m: across, poseVariance_m2: pose)
  }

  /// False where a sample lies too far from its segment for its own uncertainty.
  private func isWithinGate(
    _ hit: LineRuns.Hit, _ line: Int, _ view: borrowing FrameView, _ configuration: MatchConfiguration
  ) -> Bool {
    let sigma = Double(view.frame.lines.sigma_m[lines.detection[line]])
    let gate = min(
      max(3 * (hit.poseVariance_m2 + sigma * sigma).squareRoot() + 0.2, configuration.lineGate_m.lowerBound),
      configuration.lineGate_m.upperBound)
    return abs(hit.across_m) < gate
  }

  /// Whether a detection was read otherwise than its line is mapped.
  private func disagrees(_ run: LineRuns.Run, _ view: borrowing FrameView) -> Bool {
    let label = view.frame.labels[Int(view.frame.lines.label[lines.detection[run.line]])]
    let mapped = view.region.pieces[view.region.targets[run.target].piece].attributes
    return ComparedAttributes.ofLines.disagree(label.best.attributes, mapped)
  }

  private func report(
    _ run: LineRuns.Run, _ view: borrowing FrameView, _ configuration: MatchConfiguration,
    into result: inout MatchedFrame
  ) {
    let detection = lines.detection[run.line]
    let piece = view.region.targets[run.target].piece
    let share = min(view.localized.share(ofPiece: piece), configuration.shareLimit)
    let count = Double(run.samples)
    result.sightings.append(
      MatchedFrame.Sighting(
        target: run.target, offset: Vector2(run.across_m / count / (1 - share), 0),
        noiseSigma_m: max(Double(view.frame.lines.sigma_m[detection]), 0.02),
        poseSigma_m: view.poseSigma_m(
          variance_m2: run.poseVariance_m2 / count, share: share, left_m: run.left_m / count, sensor: run.sensor,
          configuration),
        label: Int(view.frame.lines.label[detection]), sensor: Int(run.sensor),
        length_m: count * configuration.lineSpacing_m, existence: Double(view.frame.lines.existence[detection])))
  }

  private func strays(
    _ line: Int, _ range: Range<Int>, _ view: borrowing FrameView, _ configuration: MatchConfiguration,
    into result: inout MatchedFrame
  ) {
    func isStray(_ i: Int) -> Bool { runOfSample[i] < 0 || runs[runOfSample[i]].state == .lost }
    let detection = lines.detection[line]
    let correction = view.correction(ofSensor: view.frame.lines.sensor[detection])
    var first = range.lowerBound
    while first < range.upperBound {
      guard isStray(first) else {
        first += 1
        continue
      }
      var end = first
      while end < range.upperBound, isStray(end) { end += 1 }
      if Double(end - first - 1) * configuration.lineSpacing_m >= configuration.lineLook_m {
        let vertices = result.lineVertices.count
        for i in first..<end {
          let local = correction.ground(lines.samples[i])
          result.lineVertices.append(
            MatchedFrame.LineVertex(point: view.pose.transform(local), ahead_m: local.x, left_m: local.y))
        }
        result.strayLines.append(
          MatchedFrame.StrayLine(
            vertices: vertices..<result.lineVertices.count, sigma_m: Double(view.frame.lines.sigma_m[detection]),
            label: Int(view.frame.lines.label[detection]), existence: Double(view.frame.lines.existence[detection])))
      }
      first = end
    }
  }
}
