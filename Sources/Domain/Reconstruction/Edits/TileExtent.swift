import Evidence
import MapModel

/// Where a tile ends in its own frame, without the C library: the fold decides by it what lies on a border.
///
/// A Web-Mercator row at fraction v of the world has sin(latitude) = tanh(π(1 − 2v)) and cos(latitude) = 1 / cosh(π(1 − 2v)), so one
/// exponential is all it takes.
public struct TileExtent: Hashable, Sendable {
  /// From the centre to the western and eastern border, cm.
  public let halfWidth_cm: Int32
  /// From the centre to the northern border, cm.
  public let north_cm: Int32
  /// From the centre to the southern border, cm, positive.
  public let south_cm: Int32

  /// Borders bend by a few centimetres in the tile's frame, and vertices on them are rounded: within this a vertex is on one, cm.
  public static let tolerance_cm: Int32 = 25

  private static let a_cm = 637_813_700.0
  private static let e2 = (2 - 1 / 298.257223563) / 298.257223563
  private static let pi = 3.141592653589793

  /// The extent of a tile.
  public init(_ tile: TileID) {
    let side = Double(1 << TileID.zoom)
    func row(_ v: Double) -> (sine: Double, cosine: Double) {
      let power = Self.exponential(Self.pi * (1 - 2 * (Double(tile.y) + v) / side))
      return ((power - 1 / power) / (power + 1 / power), 2 / (power + 1 / power))
    }
    let middle = row(0.5)
    let normal_cm = Self.a_cm / (1 - Self.e2 * middle.sine * middle.sine).squareRoot()
    let meridian_cm = normal_cm * (1 - Self.e2) / (1 - Self.e2 * middle.sine * middle.sine)
    halfWidth_cm = Int32((normal_cm * middle.cosine * Self.pi / side).rounded())
    func toRow(_ v: Double) -> Int32 {
      let other = row(v)
      // sin(Δ) of the difference in latitude, and Δ ≈ sin(Δ) + sin³(Δ)/6.
      let sine = other.sine * middle.cosine - other.cosine * middle.sine
      return Int32((meridian_cm * (sine + sine * sine * sine / 6)).rounded())
    }
    north_cm = toRow(0)
    south_cm = -toRow(1)
  }

  /// A side of the tile.
  public enum Side: Hashable, Sendable, CaseIterable {
    /// The side of greater x.
    case east
    /// The side of smaller x.
    case west
    /// The side of greater y.
    case north
    /// The side of smaller y.
    case south
  }

  /// The side a vertex lies on, if it does.
  public func side(of point: TilePoint) -> Side? {
    if abs(point.x_cm &- halfWidth_cm) <= Self.tolerance_cm { return .east }
    if abs(point.x_cm &+ halfWidth_cm) <= Self.tolerance_cm { return .west }
    if abs(point.y_cm &- north_cm) <= Self.tolerance_cm { return .north }
    if abs(point.y_cm &+ south_cm) <= Self.tolerance_cm { return .south }
    return nil
  }

  /// True where a vertex lies inside, or outside by no more than a margin, cm.
  public func holds(_ point: TilePoint, margin_cm: Int32) -> Bool {
    abs(point.x_cm) <= halfWidth_cm + margin_cm && point.y_cm <= north_cm + margin_cm
      && point.y_cm >= -south_cm - margin_cm
  }

  /// eˣ by its series after halving x into [−½, ½]; only operations that IEEE 754 rounds in one way.
  private static func exponential(_ x: Double) -> Double {
    var reduced = x
    var doublings = 0
    while reduced > 0.5 || reduced < -0.5 {
      reduced /= 2
      doublings += 1
    }
    var sum = 1.0
    var term = 1.0
    for n in 1...20 {
      term = term * reduced / Double(n)
      sum += term
    }
    for _ in 0..<doublings { sum *= sum }
    return sum
  }
}

extension TileID {
  /// The tile across a side.
  public func neighbour(_ side: TileExtent.Side) -> TileID {
    switch side {
    case .east: TileID(x: x + 1, y: y)
    case .west: TileID(x: x - 1, y: y)
    case .north: TileID(x: x, y: y - 1)
    case .south: TileID(x: x, y: y + 1)
    }
  }
}

extension TileExtent.Side {
  /// The same border seen from the other tile.
  public var opposite: TileExtent.Side {
    switch self {
    case .east: .west
    case .west: .east
    case .north: .south
    case .south: .north
    }
  }

  /// True where the border runs along y.
  var runsAlongY: Bool { self == .east || self == .west }
}
