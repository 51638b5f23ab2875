import Foundation
import Geometry

/// A Web-Mercator square of zoom 16; the id is its quadkey read as a base-4 integer, so any web map can address it.
public struct TileID: Hashable, Comparable, Sendable {
  /// The quadkey: two bits a zoom level, y bit above x bit, most significant level first.
  public let quadkey: UInt32

  /// The only zoom level in use.
  public static let zoom = 16
  private static let side = 1 << zoom

  /// A tile of its quadkey.
  public init(quadkey: UInt32) { self.quadkey = quadkey }

  /// A tile of its column and row, counted from the north-west corner of the Web-Mercator square; taken modulo the world in x,
  /// clamped in y.
  public init(x: Int, y: Int) {
    let column = ((x % Self.side) + Self.side) % Self.side
    let row = min(max(y, 0), Self.side - 1)
    var key: UInt32 = 0
    for bit in (0..<Self.zoom).reversed() {
      key = key << 2 | UInt32((row >> bit) & 1) << 1 | UInt32((column >> bit) & 1)
    }
    quadkey = key
  }

  /// The tile that holds a place. Latitudes beyond Web-Mercator's 85.05° fall into the outermost row.
  public init(_ place: Geodetic) {
    let lat = place.latitude_deg.degreesAsRadians
    let n = Double(Self.side)
    let x = (place.longitude_deg + 180) / 360 * n
    let y = (1 - asinh(tan(lat)) / .pi) / 2 * n
    self.init(x: Int(x.rounded(.down)), y: Int(min(max(y, 0), n - 1).rounded(.down)))
  }

  /// Column from the antimeridian eastwards.
  public var x: Int { Self.everySecondBit(quadkey) }
  /// Row from the north southwards.
  public var y: Int { Self.everySecondBit(quadkey >> 1) }

  private static func everySecondBit(_ key: UInt32) -> Int {
    var out = 0
    for bit in 0..<zoom where key >> (2 * UInt32(bit)) & 1 == 1 { out |= 1 << bit }
    return out
  }

  /// The quadkey's digits as web maps write them.
  public var digits: String {
    String((0..<Self.zoom).reversed().map { Character(String(quadkey >> (2 * UInt32($0)) & 3)) })
  }

  /// The place at fractional position (u, v) of the square: (0, 0) north-west, (1, 1) south-east.
  public func place(u: Double, v: Double) -> Geodetic {
    let n = Double(Self.side)
    let lat = atan(sinh(.pi * (1 - 2 * (Double(y) + v) / n)))
    return Geodetic(
      latitude_deg: lat.radiansAsDegrees, longitude_deg: (Double(x) + u) / n * 360 - 180)
  }

  /// The tile's own metric frame, at its centre.
  public var frame: ENUFrame { ENUFrame(origin: place(u: 0.5, v: 0.5)) }

  /// This tile and its up to eight neighbours, in row order.
  public var neighbourhood: [TileID] {
    var tiles: [TileID] = []
    for dy in -1...1 where y + dy >= 0 && y + dy < Self.side {
      for dx in -1...1 { tiles.append(TileID(x: x + dx, y: y + dy)) }
    }
    return tiles
  }

  /// Order of the quadkeys.
  public static func < (a: TileID, b: TileID) -> Bool { a.quadkey < b.quadkey }
}

extension TileID: CustomStringConvertible {
  /// The quadkey as a decimal integer, as it stands in keys and messages.
  public var description: String { String(quadkey) }
}
