import Geometry

/// What kind of city to build.
public struct CityParameters: Hashable, Sendable {
  /// The same seed and parameters give the same city.
  public var seed: UInt64 = 1
  /// Blocks along each side, 1 … 64; a city of n blocks has (n + 1)² junctions.
  public var blocks = 4
  /// Distance between neighbouring streets before the grid is bent, m, 90 … 400.
  public var blockLength_m = 150.0
  /// How far the grid is bent to make curves, m, 0 … 12.
  public var bend_m = 10.0
  /// The city's middle. The default lies near a corner of four tiles, so that every city crosses borders.
  public var anchor = Geodetic(latitude_deg: 48.1004, longitude_deg: 11.5031)

  /// The default city.
  public init() {}
}

/// Why no city can be built.
public enum CityError: Error, Hashable, Sendable {
  /// A parameter is out of its range.
  case parameter(name: String, value: Double, range: ClosedRange<Double>)
}

extension CityError: CustomStringConvertible {
  /// One line with the parameter and its range.
  public var description: String {
    switch self {
    case .parameter(let name, let value, let range):
      "city \(name) is \(value), must be within \(range.lowerBound) … \(range.upperBound)"
    }
  }
}

extension CityParameters {
  func check() throws(CityError) {
    try check("blocks", Double(blocks), 1...64)
    try check("block length (m)", blockLength_m, 90...400)
    try check("bend (m)", bend_m, 0...12)
    try check("anchor latitude (deg)", anchor.latitude_deg, -80...80)
    try check("anchor longitude (deg)", anchor.longitude_deg, -179...179)
  }

  private func check(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws(CityError) {
    guard range.contains(value) else { throw .parameter(name: name, value: value, range: range) }
  }
}
