import Geometry
import Observations

/// Which drives pass a line where: by stations of 10 m and the places the vehicles report, which are all that recorded drives have.
public struct StationPasses: Hashable, Sendable {
  /// Length of a station, m.
  public static let station_m = 10.0
  /// A drive is at a station where a reported place lies this near to the line, m.
  public static let reach_m = 3.0
  /// A drive passes the line where it is at so many of its stations.
  public static let fewest = 3

  /// Of each drive in order, the stations it is at, rising; empty where it does not pass.
  public let stations: [[Int]]
  /// Drives at each station.
  public let drives: [Int]

  /// The passes of drives along a line in a frame, by the places they report.
  public init(_ line: Polyline, in frame: ENUFrame, drives recorded: [RecordedDrive]) {
    self.init(line, in: frame, places: recorded.map { $0.frames.compactMap(\.gnss?.place) })
  }

  /// The passes of drives, each of its places, along a line in a frame.
  public init(_ line: Polyline, in frame: ENUFrame, places recorded: [[Geodetic]]) {
    // A remnant of less than half a metre is no station of its own.
    let count = max(Int(((line.length_m - 0.5) / Self.station_m).rounded(.up)), 1)
    let bounds = line.points.dropFirst().reduce(Bounds2(line.points[0], line.points[0])) { $0.union(Bounds2($1, $1)) }
      .grown(by: Self.reach_m)
    var passes: [[Int]] = []
    var drives = Array(repeating: 0, count: count)
    for drive in recorded {
      var seen: Set<Int> = []
      for place in drive {
        let point = frame.local(place.onGround)
        guard bounds.contains(point) else { continue }
        let foot = line.project(point)
        guard foot.distance_m <= Self.reach_m else { continue }
        seen.insert(min(Int(foot.station_m / Self.station_m), count - 1))
      }
      let stations = seen.count >= Self.fewest ? seen.sorted() : []
      for station in stations { drives[station] += 1 }
      passes.append(stations)
    }
    self.stations = passes
    self.drives = drives
  }

  /// Drives that pass.
  public var passes: Int { stations.count { !$0.isEmpty } }

  /// Stations with at least three drives, rising: fewer are below any quorum.
  public var carried: [Int] { drives.indices.filter { drives[$0] >= 3 } }

  /// The middle of a station of a line.
  static func middle(of station: Int, on line: Polyline) -> Vector2 {
    line.point(at: min((Double(station) + 0.5) * station_m, (Double(station) * station_m + line.length_m) / 2))
  }
}
