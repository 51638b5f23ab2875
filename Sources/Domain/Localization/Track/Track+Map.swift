import Foundation
import Geometry
import MapModel
import Observations

/// What the map says of the pose.
extension Track {
  /// Takes in all detections, matched anew at each better pose among the same candidates.
  mutating func follow(_ sight: MapSight, seconds: Double, configuration: LocalizationConfiguration) {
    guard isHeld else { return }
    let before = filter.pose
    let prior = filter
    var best = prior
    var found: [MapMeasurement] = []
    var weights: [Double] = []
    var gains: [PoseFilter.Form] = []
    var strays: [UnmappedLines.Stray] = []
    var landmarks = PointMeasurements.Tally()
    for round in 0..<3 {
      let gate = min(max(3 * best.lateralSigma_m + 0.3, 0.6), configuration.lineGate_m)
      landmarks = sight.gather(
        best, unmapped: unmapped, lineGate_m: round == 0 ? configuration.lineGate_m : gate, into: &found,
        strays: &strays)
      var next = prior
      weights.removeAll(keepingCapacity: true)
      gains.removeAll(keepingCapacity: true)
      for measurement in found {
        // Linearized at the best pose so far: what that pose leaves, plus what leads there from the prior.
        let lead = (measurement.form * (best.state - next.state)).sum()
        let spread = best.variance(of: measurement.form) + measurement.lookVariance
        let ratio = measurement.residual * measurement.residual / spread
        let weight = RobustWeight.weight(ratio: ratio)
        gains.append(
          next.update(
            form: measurement.form, innovation: measurement.residual + lead,
            variance: measurement.variance * RobustWeight.calibration / weight, mute: measurement.mute))
        weights.append(weight)
      }
      let moved = next.pose.position.distance(to: best.pose.position)
      best = next
      if found.isEmpty || (round > 0 && moved < 0.02) { break }
    }
    filter = best
    unmapped.note(found)
    if updates >= configuration.warmUpUpdates { for stray in strays { unmapped.follow(stray, in: &filter) } }
    noteInfluence(found, gains, sight)
    note(found, weights, sight, landmarks: landmarks, seconds: seconds)
    if landmarks.found > 0 {
      // Elsewhere each of them would be a stranger; in frames after each other it is the same one.
      let looks = Double(landmarks.found) * min(seconds * configuration.alongRate_hz, 1)
      doubt.ease(along: filter.pose.rotate(Vector2(1, 0)), to: pow(AlongEvidence.strangerShare, looks))
    }
    // While the filter settles, it moves among the offsets; later it is the track that drifts, and the offsets ride with the filter.
    if updates <= configuration.warmUpUpdates { noteLateralMove(from: before) }
    if prior.alongSigma_m > configuration.alongSure_m { noteAlongMove(from: before) }
  }

  private mutating func noteInfluence(_ used: [MapMeasurement], _ gains: [PoseFilter.Form], _ sight: MapSight) {
    let left = filter.pose.rotate(Vector2(0, 1))
    for (measurement, gain) in zip(used, gains) {
      guard measurement.piece >= 0 else {
        influence.update(form: measurement.form, gain: gain, own: nil)
        continue
      }
      influence.follow(index: measurement.piece, region: sight.region, left: left)
      let shift = measurement.form[ErrorState.x] * left.x + measurement.form[ErrorState.y] * left.y
      influence.update(form: measurement.form, gain: gain, own: (measurement.piece, shift))
    }
  }

  private mutating func note(
    _ used: [MapMeasurement], _ weights: [Double], _ sight: MapSight, landmarks: PointMeasurements.Tally,
    seconds: Double
  ) {
    var onLines = 0.0
    for (measurement, weight) in zip(used, weights) where measurement.piece >= 0 {
      if sight.region.pieces[measurement.piece].matchKind == .line { onLines += weight }
    }
    let looked = sight.lines.samples.count
    if looked > 0 { agreement.lines += (onLines / Double(looked) - agreement.lines) * min(seconds / 2, 1) }
    if landmarks.compared > 0 {
      let share = Double(landmarks.found) / Double(landmarks.compared)
      agreement.landmarks += (share - agreement.landmarks) * min(Double(landmarks.compared) * seconds / 6, 1)
    }
    if !used.isEmpty { updates += 1 }
  }
}

extension PoseFilter {
  /// Standard deviation across the road, m.
  var lateralSigma_m: Double { max(position.variance(along: pose.rotate(Vector2(0, 1))), 0).squareRoot() }
  /// Standard deviation along the road, m.
  var alongSigma_m: Double { max(position.variance(along: pose.rotate(Vector2(1, 0))), 0).squareRoot() }
}
