import Evidence
import Geometry
import MapModel
import Simulation

/// One change as the picture shows it: a true one, a found one, or both in one.
struct PictureMark {
  enum Result {
    /// True and found.
    case found
    /// True and reported as something else.
    case otherwise
    /// True and not reported.
    case missed
    /// Reported and not true.
    case wrong
    /// Reported, where no truth is known.
    case reported
  }

  /// What stands beside it.
  let name: String
  let kind: ChangeEvent.Kind
  let elementClass: ElementClass
  let result: Result
  let shape: ShapeKind
  /// The true geometry, in pixels; empty where no truth is known.
  let truth: [Vector2]
  /// Found geometries, in pixels.
  let found: [[Vector2]]
  /// What the list says beside the class.
  let remark: String

  /// True where found and true do not agree.
  var isDoubtful: Bool { [.missed, .wrong, .otherwise].contains(result) }

  /// Where the label belongs.
  var anchor: Vector2 {
    let points = truth.isEmpty ? (found.first ?? []) : truth
    guard points.count > 1, shape != .point else { return points.first ?? .zero }
    return shape == .line
      ? Polyline(points).point(at: Polyline(points).length_m / 2)
      : points.reduce(Vector2.zero, +) * (1 / Double(points.count))
  }

  /// The marks of all true and standing found changes: true ones in order, then those that belong to none.
  static func marks(events: [ChangeEvent], truth: [TruthChange], rules: ScorecardRules, view: PictureView)
    -> [PictureMark]
  {
    let standing = ChangeScorecard.standing(events)
    let geometries = Dictionary(
      standing.map { event in
        let frame = event.tile.frame
        let points = event.after.isEmpty ? event.before : event.after
        return (event.change, points.map { view.pixel(frame.geodetic($0.vector)) })
      }, uniquingKeysWith: { $1 })
    guard !truth.isEmpty else {
      return standing.map { event in
        PictureMark(
          name: event.change, kind: event.kind, elementClass: event.elementClass, result: .reported,
          shape: event.shapeKind, truth: [], found: [geometries[event.change] ?? []], remark: event.status.name)
      }
    }
    let scorecard = ChangeScorecard(events: events, truth: truth, rules: rules)
    var marks = zip(truth, scorecard.truth).map { change, outcome in
      PictureMark(
        name: change.id, kind: change.kind, elementClass: change.elementClass,
        result: outcome.isFound ? .found : outcome.result == .otherwise ? .otherwise : .missed, shape: change.shape,
        truth: view.pixels(change.after.isEmpty ? change.before : change.after),
        found: outcome.changes.compactMap { geometries[$0] }, remark: "\(change.passes) passes")
    }
    var number = 0
    for (event, outcome) in zip(standing, scorecard.found) where outcome.result == .wrong {
      number += 1
      marks.append(
        PictureMark(
          name: "f\(number)", kind: event.kind, elementClass: event.elementClass, result: .wrong,
          shape: event.shapeKind, truth: [], found: [geometries[event.change] ?? []], remark: event.change))
    }
    return marks
  }
}
