import Geometry
import MapModel
import Observations

/// All that lasts from frame to frame once a pose is known.
struct Track: Sendable {
  var filter: PoseFilter
  var lane = LaneHistogram()
  var along = AlongHistogram()
  var unmapped = UnmappedLines()
  var influence = PieceInfluence()
  var anchor: TileID
  var frame: ENUFrame
  var versions: [UInt64]
  var time_ns: Int64
  var motion: Motion?
  var fix: Vector2?
  var fixYaw_rad: Double?
  /// How far fixes jump, where their differences are all that tells of motion.
  var jitter: FixJitter
  /// True once the lane is chosen and the filter follows the map.
  var isHeld = false
  var updates = 0
  /// What lanes in doubt have left of the place.
  var doubt = LaneDoubt()
  /// Share of detections that found a counterpart, smoothed.
  var agreement = Agreement()
  /// Seconds for which the map has not agreed with what was seen.
  var secondsAstray = 0.0
  /// Seconds for which another lane has been the likelier.
  var secondsElsewhere = 0.0
  /// Seconds since the lane was last looked at.
  var secondsSinceLaneLook = 0.0
  /// Seconds for which another place along the road has been the likelier.
  var secondsElsewhereAlong = 0.0
  /// Seconds since the place along the road was last looked at.
  var secondsSinceAlongLook = 0.0
  /// Probability of the lane it is held to.
  var laneProbability = 0.0

  /// How far the map agrees with what is seen: shares of line samples and of landmarks that found a counterpart.
  struct Agreement: Sendable {
    var lines = 0.5
    var landmarks = 0.5

    /// Neither lines nor landmarks are where the map has them.
    var isLost: Bool { lines < 0.2 && landmarks < 0.3 }
    /// Landmarks are not where the map has them, whatever the lines say.
    var isAstrayAlong: Bool { landmarks < 0.45 }
  }

  /// Variance across the road, m².
  var lateralVariance: Double { filter.position.variance(along: filter.pose.rotate(Vector2(0, 1))) }
  /// Variance along the road, m².
  var alongVariance: Double { filter.position.variance(along: filter.pose.rotate(Vector2(1, 0))) }

  /// Tells the histogram that the pose moved across the road.
  mutating func noteLateralMove(from before: Pose2) {
    let normal = filter.pose.rotate(Vector2(0, 1))
    lane.held_m += (filter.pose.position - before.position).dot(normal)
    lane.recentre()
  }

  /// Tells the histogram along the road that the pose moved along it.
  mutating func noteAlongMove(from before: Pose2) {
    along.held_m += (filter.pose.position - before.position).dot(filter.pose.rotate(Vector2(1, 0)))
    along.recentre()
  }

  /// Puts everything into the frame of another region.
  mutating func rebase(to region: MapRegion) {
    let versions = region.tiles.map(\.version)
    guard anchor != region.anchor || self.versions != versions else { return }
    var turn_rad = 0.0
    if anchor != region.anchor {
      let motion = region.frame.from(frame)
      filter.rebase(by: motion)
      turn_rad = motion.yaw_rad
      doubt.rebase(turn_rad: turn_rad)
      fix = fix.map(motion.transform)
      jitter.rebase(by: motion)
      anchor = region.anchor
      frame = region.frame
    }
    self.versions = versions
    influence.rebase(to: region, turn_rad: turn_rad)
  }

  /// Moves into the lane at an offset of the histogram, m. Where nothing but the fix says how far along the road it is, it begins there anew:
  /// on a bend the wrong lane's error across the road has become one along it.
  /// - Parameter alongSure_m: standard deviation along the road below which something else has said so.
  mutating func moveLane(to offset_m: Double, fix: Vector2?, alongSure_m: Double) {
    let normal = filter.pose.rotate(Vector2(0, 1))
    if let fix, filter.alongSigma_m > alongSure_m {
      let ahead = filter.pose.rotate(Vector2(1, 0))
      filter.shift(ahead * (fix - filter.pose.position).dot(ahead))
    }
    let distance = offset_m - lane.held_m
    unmapped.clear(in: &filter)
    filter.shift(normal * distance, alongNormal: normal, sigma_m: 0.5)
    lane.held_m = offset_m
    lane.recentre()
    influence.clear()
    along = AlongHistogram()
    isHeld = true
    updates = 0
    secondsElsewhere = 0
  }
}
