/// What a map element is. Raw values are part of the contracts: never reuse one.
public enum ElementClass: UInt8, CaseIterable, Hashable, Sendable, Comparable {
  /// A drivable lane: its centre line, with references to its two bounds.
  case lane = 1
  /// A painted line between lanes or at the carriageway's side.
  case laneBoundary = 2
  /// A bound of a lane that nothing in the world shows.
  case virtualBoundary = 3
  /// Where the road ends: kerb, border, wall, fence, guard rail.
  case roadEdge = 4
  /// Paint that is not a boundary: arrow, symbol, zig-zag, keep-clear.
  case roadMarking = 5
  /// Where to stop.
  case stopLine = 6
  /// Paint that lets people cross.
  case crosswalk = 7
  /// A signal head.
  case trafficLight = 8
  /// A sign.
  case trafficSign = 9
  /// A pole, post or mast.
  case pole = 10
  /// A cone, barrier or sign of a work zone; never permanent.
  case workZoneObject = 11

  /// Order of the raw values.
  public static func < (a: ElementClass, b: ElementClass) -> Bool { a.rawValue < b.rawValue }
}
