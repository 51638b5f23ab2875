import Geometry
import Observations

/// Which lane it is.
extension Track {
  /// Takes in what a frame says of the lanes, and moves into another where that is clearly the right one.
  mutating func chooseLane(
    _ frame: ObservationFrame, _ lines: FrameLines, _ segments: [Int], _ region: MapRegion, fix: Vector2?,
    seconds: Double, configuration: LocalizationConfiguration
  ) {
    if isHeld, filter.lateralSigma_m > configuration.laneSure_m { letLaneGo() }
    if !isHeld {
      if isAmongStreets(region) {
        chooseFirstPlace(frame, lines, region, fix: fix, configuration: configuration)
        return
      }
      leaveStreets(fix: fix)
    }
    // Which lane it is changes slowly: while one is held, a few looks a second are enough.
    secondsSinceLaneLook += seconds
    guard !isHeld || secondsSinceLaneLook >= configuration.laneInterval_s else { return }
    let seconds = secondsSinceLaneLook
    secondsSinceLaneLook = 0
    let evidence = LaneEvidence(filter: filter, held_m: lane.held_m)
    if let look = evidence.lines(lines, frame: frame, segments: segments, region: region) {
      lane.add(strays: look, seconds: seconds, memory_s: configuration.laneMemory_s)
    }
    if let log = evidence.points(frame: frame, region: region, areaSigma_m: configuration.areaSigma_m) {
      lane.add(points: log, weight: min(seconds * configuration.lanePointRate_hz, 1))
    }
    let normal = filter.pose.rotate(Vector2(0, 1))
    var fixSigma = 10.0
    if let gnss = frame.gnss, let fix {
      let offset = lane.held_m + (fix - filter.pose.position).dot(normal)
      lane.add(fix: offset, seconds: seconds, memory_s: configuration.fixMemory_s)
      fixSigma = max(gnss.covariance.variance(along: normal).squareRoot(), 0.2)
    }
    let posterior = LanePosterior(of: lane, fixSigma_m: fixSigma, configuration: configuration)
    if !isHeld {
      laneProbability = posterior.probability
      if posterior.probability >= configuration.firstLaneProbability {
        moveLane(to: posterior.offset_m, fix: fix, alongSure_m: configuration.alongSure_m)
      }
      return
    }
    laneProbability = posterior.heldProbability
    doubt.state(across: normal, variance_m2: posterior.spread_m2)
    guard abs(posterior.offset_m - lane.held_m) > LaneHistogram.basinHalfWidth_m,
      posterior.probability >= configuration.laneProbability
    else {
      secondsElsewhere = 0
      return
    }
    secondsElsewhere += seconds
    if secondsElsewhere > 1 {
      filter.unlearnOdometry(configuration)
      moveLane(to: posterior.offset_m, fix: fix, alongSure_m: configuration.alongSure_m)
      laneProbability = posterior.probability
    }
  }

  /// Holds no lane any more: after long reckoning without the map it may be any, and only what is seen from now on tells.
  private mutating func letLaneGo() {
    unmapped.clear(in: &filter)
    influence.clear()
    lane = LaneHistogram()
    isHeld = false
    updates = 0
    secondsElsewhere = 0
  }
}
