import Foundation

/// A place on or above the WGS84 ellipsoid.
public struct Geodetic: Hashable, Sendable {
  /// Latitude, degrees, north positive, −90 … 90.
  public var latitude_deg: Double
  /// Longitude, degrees, east positive, −180 … 180.
  public var longitude_deg: Double
  /// Height above the ellipsoid, m.
  public var height_m: Double

  /// A place of latitude, longitude and height.
  public init(latitude_deg: Double, longitude_deg: Double, height_m: Double = 0) {
    self.latitude_deg = latitude_deg
    self.longitude_deg = longitude_deg
    self.height_m = height_m
  }

  /// The place of the same latitude and longitude at height zero.
  public var onGround: Geodetic { Geodetic(latitude_deg: latitude_deg, longitude_deg: longitude_deg) }
}

/// A metric frame tangent to the ellipsoid at an origin: east, north, up. Exact conversion through Earth-centred coordinates
/// (WGS84: a = 6 378 137 m, f = 1/298.257223563; NIMA TR8350.2).
public struct ENUFrame: Hashable, Sendable {
  /// The place whose coordinates are zero.
  public let origin: Geodetic

  private static let a = 6_378_137.0
  private static let e2 = (2 - 1 / 298.257223563) / 298.257223563
  private let sinLat, cosLat, sinLon, cosLon, x0, y0, z0: Double

  /// A frame at an origin.
  public init(origin: Geodetic) {
    self.origin = origin
    let lat = origin.latitude_deg.degreesAsRadians
    let lon = origin.longitude_deg.degreesAsRadians
    sinLat = sin(lat)
    cosLat = cos(lat)
    sinLon = sin(lon)
    cosLon = cos(lon)
    (x0, y0, z0) = Self.earthCentred(origin)
  }

  private static func earthCentred(_ place: Geodetic) -> (Double, Double, Double) {
    let lat = place.latitude_deg.degreesAsRadians
    let lon = place.longitude_deg.degreesAsRadians
    let n = a / (1 - e2 * sin(lat) * sin(lat)).squareRoot()
    return (
      (n + place.height_m) * cos(lat) * cos(lon), (n + place.height_m) * cos(lat) * sin(lon),
      (n * (1 - e2) + place.height_m) * sin(lat)
    )
  }

  /// East and north of a place, m. The place's height moves it by less than 1 mm per 10 m within a kilometre.
  public func local(_ place: Geodetic) -> Vector2 {
    let (x, y, z) = Self.earthCentred(place)
    let dx = x - x0
    let dy = y - y0
    let dz = z - z0
    return Vector2(
      -sinLon * dx + cosLon * dy, -sinLat * cosLon * dx - sinLat * sinLon * dy + cosLat * dz)
  }

  /// The place at east, north on the ellipsoid surface raised by `height_m`. Inverse of `local` to well below a millimetre.
  public func geodetic(_ point: Vector2, height_m: Double = 0) -> Geodetic {
    // Newton on the tangent plane: the forward map is nearly linear, so three steps reach rounding.
    let metresPerDegree = Self.a * .pi / 180
    var guess = Geodetic(
      latitude_deg: origin.latitude_deg + point.y / metresPerDegree,
      longitude_deg: origin.longitude_deg + point.x / (metresPerDegree * cosLat), height_m: height_m)
    for _ in 0..<5 {
      let error = point - local(guess)
      guess.latitude_deg += error.y / metresPerDegree
      guess.longitude_deg += error.x / (metresPerDegree * cosLat)
      if error.squaredLength < 1e-14 { break }
    }
    return guess
  }

  /// The rigid motion from `other`'s coordinates to these; exact to a millimetre within a few kilometres.
  public func from(_ other: ENUFrame) -> Pose2 {
    let origin = local(other.geodetic(.zero))
    let ahead = local(other.geodetic(Vector2(100, 0)))
    return Pose2(origin, yaw_rad: (ahead - origin).angle_rad)
  }
}
