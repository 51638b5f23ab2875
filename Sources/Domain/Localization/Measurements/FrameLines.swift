import Geometry
import Observations

/// The line detections of a frame as evenly spaced samples in the vehicle frame, before any scale.
public struct FrameLines: Sendable {
  /// Sample positions, m, of all lines.
  public private(set) var samples: [Vector2] = []
  /// Unit direction of the line at each sample; its sense has no meaning.
  public private(set) var directions: [Vector2] = []
  /// Samples of each line.
  public private(set) var ranges: [Range<Int>] = []
  /// Index of each line among the frame's line detections.
  public private(set) var detection: [Int] = []

  /// Samples of the lines, at most `spacing_m` apart and at most `limit` a line.
  /// - Parameter longest_m: samples farther than this from the vehicle are left out.
  public init(_ lines: LineDetections, spacing_m: Double, limit: Int, longest_m: Double) {
    take(lines, spacing_m: spacing_m, limit: limit, longest_m: longest_m)
  }

  /// No lines.
  public init() {}

  /// Takes other lines; the memory of the old ones is used again.
  public mutating func take(_ lines: LineDetections, spacing_m: Double, limit: Int, longest_m: Double) {
    samples.removeAll(keepingCapacity: true)
    directions.removeAll(keepingCapacity: true)
    ranges.removeAll(keepingCapacity: true)
    detection.removeAll(keepingCapacity: true)
    for i in 0..<lines.count {
      let range = lines.vertices(of: i)
      guard range.count > 1 else { continue }
      let first = samples.count
      var length = 0.0
      for v in range.dropFirst() { length += Self.vertex(lines, v).distance(to: Self.vertex(lines, v - 1)) }
      guard length > 0.5 else { continue }
      let count = min(max(Int((length / spacing_m).rounded(.up)) + 1, 2), limit)
      let spacing = length / Double(count - 1)
      var walked = 0.0
      var next = 0.0
      for v in range.dropFirst() {
        let a = Self.vertex(lines, v - 1)
        let b = Self.vertex(lines, v)
        let step = a.distance(to: b)
        guard step > 0 else { continue }
        let direction = (b - a) * (1 / step)
        while next <= walked + step + 1e-9, samples.count - first < count {
          let sample = a + direction * (next - walked)
          if sample.squaredLength <= longest_m * longest_m {
            samples.append(sample)
            directions.append(direction)
          }
          next += spacing
        }
        walked += step
      }
      guard samples.count > first else { continue }
      ranges.append(first..<samples.count)
      detection.append(i)
    }
  }

  private static func vertex(_ lines: LineDetections, _ i: Int) -> Vector2 {
    Vector2(Double(lines.x_m[i]), Double(lines.y_m[i]))
  }
}
