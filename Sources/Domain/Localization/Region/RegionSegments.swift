import Geometry
import MapModel

/// Straight parts of lines, cut at interval borders and to at most `longest_m`, one entry a part in every column.
public struct RegionSegments: Sendable {
  /// Where the part begins, in the region's frame, m.
  public let start: [Vector2]
  /// Unit direction from there.
  public let direction: [Vector2]
  /// Length, m; positive.
  public let length_m: [Double]
  /// Distance of the beginning along the piece, m.
  public let station_m: [Double]
  /// Height of the beginning, m, and rise a metre from there; not a number where the map has none. Empty where no line has any.
  public let height_m: [Float]
  /// See `height_m`.
  public let slope: [Float]
  /// What the line is.
  public let elementClass: [ElementClass]
  /// Index into the region's pieces.
  public let piece: [Int32]
  /// Index into the region's targets: the interval it lies in.
  public let target: [Int32]
  /// Index over the parts.
  public let grid: IndexGrid

  /// A little less than a cell can hold.
  static let longest_m = PackedIndexBuilder.longestSegment_m(reach_m: MapRegion.reach_m) - 0.05

  /// From the beginning of a target to its end, m, given its first part.
  public func chord(of number: Int, from first: Int) -> Vector2 {
    var chord = Vector2.zero
    var part = first
    while part < target.count, Int(target[part]) == number {
      chord = chord + direction[part] * length_m[part]
      part += 1
    }
    return chord
  }

  struct Builder {
    var start: [Vector2] = []
    var direction: [Vector2] = []
    var length_m: [Double] = []
    var station_m: [Double] = []
    var height_m: [Float] = []
    var slope: [Float] = []
    var hasHeights = false
    var elementClass: [ElementClass] = []
    var piece: [Int32] = []
    var target: [Int32] = []

    /// Adds a line; returns the length of each of its intervals, none where it has no length.
    /// - Parameter heights_m: of each vertex; empty where the map has none.
    mutating func append(
      line: [Vector2], heights_m: [Double], elementClass: ElementClass, piece: Int, firstTarget: Int
    ) -> [Double] {
      guard line.count > 1 else { return [] }
      let polyline = Polyline(line)
      guard polyline.length_m > 0 else { return [] }
      let count = LineInterval.count(lineLength_cm: Int((polyline.length_m * 100).rounded()))
      let interval_m = Double(LineInterval.length_cm) / 100
      for i in 0..<(line.count - 1) {
        let from = polyline.stations_m[i]
        let to = polyline.stations_m[i + 1]
        guard to > from else { continue }
        let direction = (line[i + 1] - line[i]).normalized
        let hasHeights = heights_m.count == line.count
        if hasHeights { self.hasHeights = true }
        let slope = hasHeights ? (heights_m[i + 1] - heights_m[i]) / (to - from) : .nan
        let height = hasHeights ? heights_m[i] : .nan
        var station = from
        while station < to - 1e-9 {
          let interval = min(Int(station / interval_m + 1e-9), count - 1)
          let border = interval == count - 1 ? to : Double(interval + 1) * interval_m
          let end = min(to, border, station + RegionSegments.longest_m)
          start.append(line[i] + direction * (station - from))
          self.direction.append(direction)
          length_m.append(end - station)
          station_m.append(station)
          height_m.append(Float(height + slope * (station - from)))
          self.slope.append(Float(slope))
          self.elementClass.append(elementClass)
          self.piece.append(Int32(piece))
          target.append(Int32(firstTarget + interval))
          station = end
        }
      }
      return (0..<count).map { $0 < count - 1 ? interval_m : polyline.length_m - Double(count - 1) * interval_m }
    }
  }

  init(_ builder: Builder, _ index: PackedIndex) {
    start = builder.start
    direction = builder.direction
    length_m = builder.length_m
    station_m = builder.station_m
    height_m = builder.hasHeights ? builder.height_m : []
    slope = builder.hasHeights ? builder.slope : []
    elementClass = builder.elementClass
    piece = builder.piece
    target = builder.target
    grid = IndexGrid(index, .segments)
  }

  /// The rectangle around a part.
  public func box(_ s: Int) -> Bounds2 { Bounds2(start[s], start[s] + direction[s] * length_m[s]) }

  /// Number of parts.
  public var count: Int { start.count }
}
