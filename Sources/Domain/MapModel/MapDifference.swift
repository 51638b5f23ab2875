import Geometry

/// One difference between two maps of a place.
public struct MapDifference: Hashable, Sendable {
  /// What differs. Raw values are the names in reports.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Only the second map has it, or a stretch of it.
    case added
    /// Only the first map has it, or a stretch of it.
    case removed
    /// Both have it, in different places.
    case moved
    /// It is where it was, and looks otherwise: style, colour, sign, lamp, marking.
    case attributeChanged = "attribute_changed"
    /// Nobody on the road could tell: ids, splits, rules, names, all that nothing in the world shows, and what of a boundary the world
    /// shows where a map does not say it.
    case tags

    /// True where a drive could see it.
    public var isPhysical: Bool { self != .tags }
  }

  /// What differs.
  public let kind: Kind
  /// What it is.
  public let elementClass: ElementClass
  /// How to read the vertices.
  public let shape: ShapeKind
  /// Which element: the first map's, of an addition the second's.
  public let element: ElementID
  /// Geometry in the first map, of a line the stretch that differs; empty for an addition.
  public let before: [Geodetic]
  /// Geometry in the second map, of a line the stretch that differs; empty for a removal.
  public let after: [Geodetic]
  /// Attributes in the first map.
  public let attributesBefore: Attributes
  /// Attributes in the second map.
  public let attributesAfter: Attributes
  /// Farthest that a part of it lies from the other map's, m; 0 where both have the same place, or only one has it.
  public let distance_m: Double

  /// Length of the stretch, m; 0 of points. The longer one where both maps have one.
  public var length_m: Double {
    guard shape != .point, let origin = (before + after).first else { return 0 }
    let frame = ENUFrame(origin: origin.onGround)
    return [before, after].filter { !$0.isEmpty }
      .map { Polyline($0.map { frame.local($0.onGround) }).length_m }.max() ?? 0
  }
}
