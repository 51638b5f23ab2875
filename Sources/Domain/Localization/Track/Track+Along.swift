import Geometry
import Observations

/// Where along the road it is.
extension Track {
  /// Takes in what a frame says of the places along the road, and moves to another where that is clearly the right one.
  mutating func chooseAlong(
    _ frame: ObservationFrame, _ lines: FrameLines, _ segments: [Int], _ region: MapRegion, seconds: Double,
    configuration: LocalizationConfiguration
  ) {
    secondsSinceAlongLook += seconds
    guard isHeld else { return }
    let sigma_m = alongSigmaInDoubt_m
    let isSure = sigma_m <= configuration.alongSure_m
    guard !isSure || secondsSinceAlongLook >= configuration.laneInterval_s else { return }
    let seconds = secondsSinceAlongLook
    secondsSinceAlongLook = 0
    let evidence = AlongEvidence(filter: filter, held_m: along.held_m, areaSigma_m: configuration.areaSigma_m)
    guard let look = evidence.look(frame, lines, segments: segments, region: region) else { return }
    along.add(look, weight: min(seconds * configuration.alongRate_hz, 1))
    // What is held may be wrong by more than the filter thinks: then all that the fix allows is open again.
    let place = along.likeliest(sigma_m: isSure ? Self.open_m : sigma_m)
    guard place.probability >= configuration.alongProbability else {
      secondsElsewhereAlong = 0
      return
    }
    if !isSure {
      moveAlong(to: place.offset_m, configuration: configuration)
    } else if abs(place.offset_m - along.held_m) > 2 * AlongHistogram.placeHalfWidth_m {
      secondsElsewhereAlong += seconds
      if secondsElsewhereAlong > 1 { moveAlong(to: place.offset_m, configuration: configuration) }
    } else {
      secondsElsewhereAlong = 0
    }
  }

  /// Standard deviation of the places that are open while one is held, m.
  private static let open_m = 3.0
  /// Standard deviations by which another place refutes the one that was held.
  private static let refuted = 3.0
  /// Standard deviation that a place along the road is taken with, m.
  private static let taken_m = 0.5

  /// Standard deviation along the road, with what lanes in doubt have left, m.
  var alongSigmaInDoubt_m: Double { max(alongVariance + alongDoubt_m2, 0).squareRoot() }

  /// What lanes in doubt have left along the road, m².
  var alongDoubt_m2: Double { doubt.variance(along: filter.pose.rotate(Vector2(1, 0))) }

  /// Part of that which the covariance takes for true: the histogram's word on other lanes is held back (a change counts only so much),
  /// and they come true more seldom than it says.
  private static let doubtShare = 0.5

  /// The covariance that the frame tells.
  var covariance: PoseCovariance {
    let forward = filter.pose.rotate(Vector2(1, 0))
    return filter.covariance.widened(along: forward, by_m2: Self.doubtShare * alongDoubt_m2)
  }

  /// Moves to an offset of the histogram along the road, m.
  mutating func moveAlong(to offset_m: Double, configuration: LocalizationConfiguration) {
    let forward = filter.pose.rotate(Vector2(1, 0))
    if abs(offset_m - along.held_m) > Self.refuted * alongSigmaInDoubt_m { filter.unlearnOdometry(configuration) }
    filter.shift(forward * (offset_m - along.held_m), alongNormal: forward, sigma_m: Self.taken_m)
    doubt.end(along: forward)
    along.held_m = offset_m
    along.recentre()
    secondsElsewhereAlong = 0
  }
}
