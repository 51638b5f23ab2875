import Foundation
import Geometry
import Localization
import MapModel
import Observations

/// Points and areas against the elements matched by position: gated by the index, paired by exact assignment, each sensor for itself.
struct PointMatcher: ~Copyable {
  private var detections: [PointDetection] = []
  /// Of every detection its place from the vehicle with the axes of the region, m.
  private(set) var places: [SIMD2<Float>] = []
  /// And what it may be paired with.
  private(set) var gates: [PointGate] = []
  private var ring: [Vector2] = []
  private var rows: [Int] = []
  private var candidates = PairCandidates()
  private var assignment = PairAssignment()

  /// Square of the standard deviation of a mapped point, m².
  static let mapVariance_m2 = 0.01
  /// A class that explains a label less than this is no candidate.
  static let leastProbability = 0.02
  /// What an attribute that was read otherwise costs.
  private static let attributeCost = 1.0
  private static let classes = ElementClass.allCases.filter { $0.entry.matchKind == .point }

  init() {}

  /// Lays a frame's detections out as questions.
  mutating func prepare(_ view: borrowing FrameView, _ configuration: MatchConfiguration) {
    detections.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    gates.removeAll(keepingCapacity: true)
    PointDetection.append(view, configuration, ring: &ring, to: &detections)
    for i in detections.indices {
      let detection = detections[i]
      let offset = detection.position - view.pose.origin
      places.append(SIMD2(Float(offset.x), Float(offset.y)))
      let label = view.frame.labels[detection.label]
      var classes: UInt32 = 0
      for k in Self.classes.indices where label.probability(of: Self.classes[k]) > Self.leastProbability {
        classes |= 1 << UInt32(Self.classes[k].rawValue)
      }
      let spread = detection.noise + detection.pose + Covariance2(xx: Self.mapVariance_m2, yy: Self.mapVariance_m2)
      gates.append(
        PointGate(xx_m2: Float(spread.xx), xy_m2: Float(spread.xy), yy_m2: Float(spread.yy), classes: classes))
    }
  }

  /// Pairs the detections with what the index found inside their gates.
  mutating func match(
    _ view: borrowing FrameView, _ query: borrowing IndexQuery, _ configuration: MatchConfiguration,
    into result: inout MatchedFrame
  ) {
    for sensor in view.frame.sensors.indices {
      gather(sensor, view, query, configuration)
      guard !rows.isEmpty else { continue }
      // Left alone, a detection is clutter or something new: dearer than any pair inside the gate, with the worst class.
      assignment.solve(candidates, alone: Float(configuration.pointGate + 8))
      for row in rows.indices {
        let i = rows[row]
        let candidate = assignment.candidate(of: row)
        if candidate >= 0 {
          result.sightings.append(sighting(detections[i], Int(candidates.elements[candidate]), view, configuration))
        } else {
          report(detections[i], view, into: &result)
        }
      }
    }
  }

  /// Candidates of one sensor's detections, with what class and attributes cost.
  private mutating func gather(
    _ sensor: Int, _ view: borrowing FrameView, _ query: borrowing IndexQuery, _ configuration: MatchConfiguration
  ) {
    rows.removeAll(keepingCapacity: true)
    candidates.clear()
    let found = query.candidateEnds
    let payloads = query.candidatePayloads
    let distances = query.candidateDistances
    for i in detections.indices where detections[i].sensor == sensor {
      let detection = detections[i]
      rows.append(i)
      for e in (i == 0 ? 0 : Int(found[i - 1]))..<Int(found[i]) {
        let p = Int(payloads[e])
        let offset = detection.position - view.region.points.position[p]
        guard offset.squaredLength <= configuration.pointReach_m * configuration.pointReach_m else { continue }
        let probability = view.frame.labels[detection.label].probability(of: view.region.points.elementClass[p])
        candidates.append(
          payloads[e], cost: distances[e] + Float(attributeCost(detection, p, view) - 2 * log(probability)))
      }
      candidates.endDetection()
    }
  }

  /// What tells two elements of a class apart: a sign's code and value, a light's kind. An element whose own has changed is still taken where no
  /// other stands.
  private func attributeCost(_ detection: PointDetection, _ p: Int, _ view: borrowing FrameView) -> Double {
    let seen = view.frame.labels[detection.label].best.attributes
    let mapped = view.region.pieces[Int(view.region.points.piece[p])].attributes
    return ComparedAttributes.ofPoints.disagree(seen, mapped) ? Self.attributeCost : 0
  }

  private func sighting(
    _ detection: PointDetection, _ p: Int, _ view: borrowing FrameView, _ configuration: MatchConfiguration
  ) -> MatchedFrame.Sighting {
    let share = min(view.localized.share(ofPiece: Int(view.region.points.piece[p])), configuration.shareLimit)
    let offset = (detection.position - view.region.points.position[p]) * (1 / (1 - share))
    let noise = ((detection.noise.xx + detection.noise.yy) / 2).squareRoot()
    let pose = view.poseSigma_m(
      variance_m2: (detection.pose.xx + detection.pose.yy) / 2, share: share, left_m: detection.left_m,
      sensor: UInt32(detection.sensor), configuration)
    return MatchedFrame.Sighting(
      target: Int(view.region.points.target[p]), offset: offset, noiseSigma_m: noise, poseSigma_m: pose,
      label: detection.label, sensor: detection.sensor, length_m: 0, existence: detection.existence)
  }

  private func report(_ detection: PointDetection, _ view: borrowing FrameView, into result: inout MatchedFrame) {
    let first = result.ringVertices.count
    if detection.polygon >= 0 {
      let areas = view.frame.polygons
      let correction = view.correction(ofSensor: UInt32(detection.sensor))
      for i in areas.vertices(of: detection.polygon) {
        let vertex = Vector2(Double(areas.x_m[i]), Double(areas.y_m[i]))
        result.ringVertices.append(view.pose.transform(correction.ground(vertex)))
      }
    }
    result.strayPoints.append(
      MatchedFrame.StrayPoint(
        position: detection.position, covariance: detection.noise, isPolygon: detection.polygon >= 0,
        ring: first..<result.ringVertices.count, label: detection.label, sensor: detection.sensor,
        existence: detection.existence, tracking: detection.tracking))
  }
}
