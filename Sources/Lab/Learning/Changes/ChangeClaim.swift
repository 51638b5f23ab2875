import Evidence
import Geometry
import MapModel

/// A change of a line that stands at the end, in a metric frame.
public struct ChangeClaim: Hashable, Sendable {
  /// What is said.
  public let kind: ChangeEvent.Kind
  /// Of which mapped element; nil for an addition.
  public let element: ElementID?
  /// Where it was, m; empty for an addition.
  public let before: [Vector2]
  /// Where it is, m; empty for a removal.
  public let after: [Vector2]
  /// Last traversal that speaks for it when it is first confirmed, ns since 1970.
  public let told_ns: Int64

  /// A claim of its parts.
  init(_ kind: ChangeEvent.Kind, element: ElementID? = nil, before: [Vector2], after: [Vector2], told_ns: Int64) {
    self.kind = kind
    self.element = element
    self.before = before
    self.after = after
    self.told_ns = told_ns
  }

  /// The claims on lines of a class that stand after all events, in order of first report.
  public static func standing(_ events: [ChangeEvent], class: ElementClass, in frame: ENUFrame) -> [ChangeClaim] {
    var told: [String: Int64] = [:]
    for event in events where event.status == .confirmed || event.status == .applied {
      if told[event.change] == nil { told[event.change] = event.lastSeen_ns }
    }
    return ChangeScorecard.standing(events).filter { $0.elementClass == `class` && $0.shapeKind == .line }.map {
      event in
      let tile = event.tile.frame
      func local(_ points: [TilePoint]) -> [Vector2] { points.map { frame.local(tile.geodetic($0.vector)) } }
      return ChangeClaim(
        event.kind, element: event.pieceBefore?.element, before: local(event.before), after: local(event.after),
        told_ns: told[event.change] ?? event.lastSeen_ns)
    }
  }

  /// Where it points at: what is new, or what is gone.
  var shape: [Vector2] { after.isEmpty ? before : after }

  /// Length, m.
  public var length_m: Double { shape.isEmpty ? 0 : Polyline(shape).length_m }

  /// True where at least half of it lies within a distance of some lines, m.
  func lies(on lines: [[Vector2]], within_m reach: Double) -> Bool {
    Nearness.share(of: shape, on: lines, within_m: reach, isLine: true, shape: .line) >= 0.5
  }
}
