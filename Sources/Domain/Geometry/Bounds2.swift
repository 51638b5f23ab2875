/// An axis-parallel rectangle, m, borders included.
public struct Bounds2: Hashable, Sendable {
  /// Corner of least coordinates.
  public var low: Vector2
  /// Corner of greatest coordinates.
  public var high: Vector2

  /// A rectangle of its corners.
  @inlinable public init(low: Vector2, high: Vector2) {
    self.low = low
    self.high = high
  }

  /// The rectangle around two points.
  public init(_ a: Vector2, _ b: Vector2) {
    self.init(low: Vector2(min(a.x, b.x), min(a.y, b.y)), high: Vector2(max(a.x, b.x), max(a.y, b.y)))
  }

  /// The square of side twice `radius_m` around a point.
  public init(centre: Vector2, radius_m: Double) {
    self.init(
      low: Vector2(centre.x - radius_m, centre.y - radius_m), high: Vector2(centre.x + radius_m, centre.y + radius_m))
  }

  /// The rectangle with every side moved outwards.
  public func grown(by margin_m: Double) -> Bounds2 {
    Bounds2(
      low: Vector2(low.x - margin_m, low.y - margin_m), high: Vector2(high.x + margin_m, high.y + margin_m))
  }

  /// The smallest rectangle around both.
  public func union(_ other: Bounds2) -> Bounds2 {
    Bounds2(
      low: Vector2(min(low.x, other.low.x), min(low.y, other.low.y)),
      high: Vector2(max(high.x, other.high.x), max(high.y, other.high.y)))
  }

  /// Whether a point lies inside or on the border.
  public func contains(_ point: Vector2) -> Bool {
    point.x >= low.x && point.x <= high.x && point.y >= low.y && point.y <= high.y
  }

  /// Whether both share a point.
  public func intersects(_ other: Bounds2) -> Bool {
    low.x <= other.high.x && other.low.x <= high.x && low.y <= other.high.y && other.low.y <= high.y
  }
}
