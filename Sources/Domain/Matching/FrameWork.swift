import Geometry
import Localization
import MapModel
import Observations

/// The steps of one match, with the memory they use.
struct FrameWork: ~Copyable {
  private(set) var result = MatchedFrame()
  private var visibility: Visibility?
  private var query = IndexQuery()
  private var points = PointMatcher()
  private var bearings = BearingMatcher()
  private var lines = LineMatcher()

  init() {}

  /// Holds a frame against its region; `result` tells what came out.
  mutating func match(_ view: borrowing FrameView, _ configuration: MatchConfiguration, _ model: SensorModel) {
    result.clear()
    var visibility = self.visibility.take() ?? Visibility(of: view.frame, model: model, configuration: configuration)
    visibility.turn(to: view.frame, model: model, configuration: configuration)
    points.prepare(view, configuration)
    lines.prepare(view, configuration)
    query.turn(to: view.region.index)
    query.find(points, lines, near: view.pose.origin, range_m: visibility.range_m, configuration)
    Expectations(visibility: visibility).append(query, view, to: &result)
    points.match(view, query, configuration, into: &result)
    bearings.match(view, configuration, into: &result)
    lines.match(view, query, configuration, into: &result)
    self.visibility = visibility
  }
}

extension IndexQuery {
  /// Asks for the counterparts of a frame's points and lines, and for what lies within range.
  fileprivate mutating func find(
    _ points: borrowing PointMatcher, _ lines: borrowing LineMatcher, near position: Vector2, range_m: Double,
    _ configuration: MatchConfiguration
  ) {
    locate(
      position, cosine: LineMatcher.parallel, samples: lines.samples.span, offsets: lines.offsets.span,
      points: points.places.span, gates: points.gates.span)
    touch()
    resolve(families: lines.families.span, penalties: lines.penalties.span)
    within(range_m)
    gate(limit: Float(configuration.pointGate))
    nearest(
      samples: lines.samples.span, offsets: lines.offsets.span, limit_m: LineMatcher.reach_m(configuration),
      cosine: LineMatcher.parallel)
  }
}
