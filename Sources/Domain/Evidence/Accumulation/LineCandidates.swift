import Geometry
import MapModel
import Matching
import Observations

/// Stretches of detected line that match nothing, fused along the driven path in pieces of about 20 m.
struct LineCandidates: Sendable {
  private var stretches: [Int: LineStretch] = [:]
  private(set) var transverse: [Transverse] = []

  /// A line across the road: seen as a whole or not at all.
  struct Transverse: Sendable {
    var elementClass: ElementClass
    var middle: Vector2
    var along: Vector2
    var halfLength_m: Double
    var frames = 0
    var lastFrame = -1
    var samples = 0.0
    var existence = 0.0
    var variance_m2 = 0.0
    var pose_m2 = 0.0
    var tally = AttributeTally()
  }

  /// A fused line in the traversal's frame.
  struct Line: Sendable {
    var elementClass: ElementClass
    var vertices: [Vector2]
    var frames: Int
    /// Frames that showed it over frames that could have.
    var rate: Double
    var existence: Double
    var sigma_m: Double
    var reference: Int
  }

  /// Farthest ahead that a line is counted as in view, m: what sensors show beyond it is worth having, and no fault where it is missing.
  private static let farthest_m = 14.0

  /// Notes that a frame at a station of the path could see what lies before it, as near and as far as its sensors show lines.
  mutating func look(_ sensors: [SensorStatus], station_m: Double, vehicle: Pose2) {
    var view_m: (nearest: Double, farthest: Double)?
    for sensor in sensors
    where sensor.health != .failed && sensor.detects.contains(where: { $0.entry.matchKind == .line }) {
      view_m = (
        min(view_m?.nearest ?? .infinity, sensor.minRange_m), max(view_m?.farthest ?? 0, sensor.maxRange_m)
      )
    }
    guard let view_m, view_m.nearest < Self.farthest_m else { return }
    let (near_m, far_m) = (station_m + view_m.nearest, station_m + min(view_m.farthest, Self.farthest_m))
    for number in Self.number(near_m)...Self.number(far_m) {
      open(number, station_m: station_m, vehicle: vehicle)
      stretches[number]?.look(from_m: near_m, to_m: far_m)
    }
  }

  private static func number(_ station_m: Double) -> Int { Int((station_m / LineStretch.length_m).rounded(.down)) }

  private mutating func open(_ number: Int, station_m: Double, vehicle: Pose2) {
    guard stretches[number] == nil else { return }
    let ahead = Double(number) * LineStretch.length_m - station_m
    stretches[number] = LineStretch(
      number: number, frame: Pose2(vehicle.transform(Vector2(ahead, 0)), yaw_rad: vehicle.yaw_rad))
  }

  /// A stray of a frame; `motion` leads from its region to the traversal's frame, `vehicle` is the vehicle there.
  mutating func add(
    _ stray: MatchedFrame.StrayLine, _ vertices: ArraySlice<MatchedFrame.LineVertex>, label: Label, reference: Int,
    motion: Pose2, vehicle: Pose2, station_m: Double, poseVariance_m2: Double, frame: Int
  ) {
    let points = vertices.map { motion.transform($0.point) }
    guard let first = points.first, let last = points.last, points.count > 1 else { return }
    let elementClass = label.best.elementClass
    let direction = (last - first).normalized
    let forward = vehicle.rotate(Vector2(1, 0))
    if abs(direction.dot(forward)) < 0.7 {
      // A boundary does not cross the road; what seems so is a stop line or crosswalk taken for one.
      if elementClass == .stopLine {
        addTransverse(first, last, stray, label, reference, poseVariance_m2, frame)
      }
      return
    }
    for (i, point) in points.enumerated() {
      // By the place along the path, not by the vehicle's distance: a stretch gathers from many frames.
      let number = Self.number(station_m + vertices[vertices.startIndex + i].ahead_m)
      open(number, station_m: station_m, vehicle: vehicle)
      guard let stretchFrame = stretches[number]?.frame else { continue }
      let local = stretchFrame.inverse.transform(point)
      let along = Pose2(.zero, yaw_rad: -stretchFrame.yaw_rad).rotate(direction)
      stretches[number]?.add(
        local, slope: along.x != 0 ? along.y / along.x : 0, elementClass: elementClass, frame: frame,
        existence: stray.existence, sigma_m: stray.sigma_m, poseVariance_m2: poseVariance_m2)
      if i == 0 {
        stretches[number]?.tallies[elementClass, default: AttributeTally()].add(
          reference, weight: label.best.probability)
      }
    }
  }

  private mutating func addTransverse(
    _ first: Vector2, _ last: Vector2, _ stray: MatchedFrame.StrayLine, _ label: Label, _ reference: Int,
    _ poseVariance_m2: Double, _ frame: Int
  ) {
    let middle = first.lerp(last, 0.5)
    var along = (last - first).normalized
    let at = transverse.indices.first {
      let line = transverse[$0]
      return line.elementClass == label.best.elementClass && line.lastFrame != frame
        && line.middle.distance(to: middle) < 3 && abs(line.along.cross(middle - line.middle)) < 1
    }
    let index: Int
    if let at {
      index = at
    } else {
      guard transverse.count < 64 else { return }
      transverse.append(
        Transverse(elementClass: label.best.elementClass, middle: middle, along: along, halfLength_m: 0))
      index = transverse.count - 1
    }
    if along.dot(transverse[index].along) < 0 { along = -along }
    transverse[index].samples += 1
    let share = 1 / transverse[index].samples
    transverse[index].middle = transverse[index].middle.lerp(middle, share)
    transverse[index].along = transverse[index].along.lerp(along, share).normalized
    transverse[index].halfLength_m += (first.distance(to: last) / 2 - transverse[index].halfLength_m) * share
    transverse[index].existence += (stray.existence - transverse[index].existence) * share
    transverse[index].variance_m2 += (stray.sigma_m * stray.sigma_m - transverse[index].variance_m2) * share
    transverse[index].pose_m2 += (poseVariance_m2 - transverse[index].pose_m2) * share
    transverse[index].tally.add(reference, weight: label.best.probability)
    transverse[index].frames += 1
    transverse[index].lastFrame = frame
  }

  /// The fused lines, in order of the path, then from left to right; lines across the road last.
  func lines(_ configuration: AccumulationConfiguration) -> [Line] {
    var out: [Line] = []
    for number in stretches.keys.sorted() {
      guard let stretch = stretches[number], !stretch.cells.isEmpty else { continue }
      let classes = Array(Set(stretch.cells.keys.map(\.elementClass))).sorted()
      for elementClass in classes {
        for chain in stretch.chains(of: elementClass, minimumFrames: configuration.candidateFrames) {
          let rate = min(chain.rate, 1)
          guard rate >= configuration.candidateRate else { continue }
          let sigma = (chain.pose_m2 + chain.variance_m2 / configuration.mostLooks + 0.03 * 0.03).squareRoot()
          out.append(
            Line(
              elementClass: elementClass, vertices: chain.vertices.map(stretch.frame.transform),
              frames: Int(chain.frames.rounded()), rate: rate, existence: chain.existence, sigma_m: sigma,
              reference: stretch.tallies[elementClass]?.majority ?? 0))
        }
      }
    }
    for line in transverse where line.frames >= configuration.candidateFrames {
      let half = line.along * line.halfLength_m
      out.append(
        Line(
          elementClass: line.elementClass, vertices: [line.middle - half, line.middle + half], frames: line.frames,
          rate: 1, existence: line.existence,
          sigma_m: (line.pose_m2 + line.variance_m2 / configuration.mostLooks + 0.03 * 0.03).squareRoot(),
          reference: line.tally.majority))
    }
    return out
  }
}
