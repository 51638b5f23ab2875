import Geometry
import MapModel

/// What was seen of unmapped lines along one stretch of the driven path: samples summed in cells of a frame laid along the path, so that
/// its size does not grow with the number of frames.
struct LineStretch: Sendable {
  static let length_m = 20.0
  static let part_m = 5.0
  static let parts = 4
  static let cell_m = 0.25
  static let halfWidth_m = 20.0

  /// Where samples fell.
  struct Cell: Sendable {
    var count = 0.0
    var along = 0.0
    var left = 0.0
    var left2 = 0.0
    var slope = 0.0
    var frames = 0
    var lastFrame = -1
    var existence = 0.0
    var sigma2 = 0.0
    var pose2 = 0.0
    var first = Double.infinity
    var last = -Double.infinity
  }

  /// A cell's place: class, part along the stretch, column across it.
  struct Key: Hashable, Comparable, Sendable {
    var elementClass: ElementClass
    var part: Int
    var column: Int

    static func < (a: Key, b: Key) -> Bool {
      (a.elementClass, a.part, a.column) < (b.elementClass, b.part, b.column)
    }
  }

  /// Place of the stretch in the traversal.
  let number: Int
  /// Traversal frame from the stretch's own: x along the path, y left.
  let frame: Pose2
  /// Of each part the frames that could see it.
  private(set) var views = SIMD4<Int>()
  var cells: [Key: Cell] = [:]
  var tallies: [ElementClass: AttributeTally] = [:]

  init(number: Int, frame: Pose2) {
    self.number = number
    self.frame = frame
  }

  /// Notes that a frame could see the path between two stations, m.
  mutating func look(from_m: Double, to_m: Double) {
    let start_m = Double(number) * Self.length_m
    for part in 0..<Self.parts {
      let begin_m = start_m + Double(part) * Self.part_m
      if begin_m <= to_m, begin_m + Self.part_m >= from_m { views[part] += 1 }
    }
  }

  /// A sample in the stretch's frame.
  mutating func add(
    _ point: Vector2, slope: Double, elementClass: ElementClass, frame: Int, existence: Double, sigma_m: Double,
    poseVariance_m2: Double
  ) {
    guard abs(point.y) < Self.halfWidth_m, point.x > -Self.part_m, point.x < Self.length_m + Self.part_m else { return }
    let part = min(max(Int((point.x / Self.part_m).rounded(.down)), 0), Self.parts - 1)
    let column = Int((point.y / Self.cell_m).rounded(.down))
    let key = Key(elementClass: elementClass, part: part, column: column)
    var cell = cells[key] ?? Cell()
    cell.count += 1
    cell.along += point.x
    cell.left += point.y
    cell.left2 += point.y * point.y
    cell.slope += slope
    cell.existence += existence
    cell.sigma2 += sigma_m * sigma_m
    cell.pose2 += poseVariance_m2
    cell.first = min(cell.first, point.x)
    cell.last = max(cell.last, point.x)
    if cell.lastFrame != frame {
      cell.frames += 1
      cell.lastFrame = frame
    }
    cells[key] = cell
  }

  /// Cells that belong together across one part of the stretch.
  struct Cluster: Sendable {
    var part: Int
    var along_m: Double
    var left_m: Double
    var slope: Double
    var frames: Double
    var existence: Double
    var variance_m2: Double
    var pose_m2: Double
    var first_m: Double
    var last_m: Double
  }

  /// A line through clusters of successive parts, in the stretch's frame.
  struct Chain: Sendable {
    var vertices: [Vector2]
    var frames: Double
    /// Frames that showed it over frames that could have, part by part.
    var rate: Double
    var existence: Double
    var variance_m2: Double
    var pose_m2: Double
  }

  private static let reach_m = 0.6

  /// The lines of a class, left to right.
  func chains(of elementClass: ElementClass, minimumFrames: Int) -> [Chain] {
    var parts = (0..<Self.parts).map { clusters(of: elementClass, part: $0, minimumFrames: minimumFrames) }
    var chains: [Chain] = []
    for start in 0..<Self.parts {
      while let head = parts[start].first {
        parts[start].removeFirst()
        var links = [head]
        for part in (start + 1)..<max(Self.parts, start + 1) {
          let tail = links[links.count - 1]
          let near = parts[part].indices.min {
            gap(tail, parts[part][$0]) < gap(tail, parts[part][$1])
          }
          guard let near, gap(tail, parts[part][near]) < Self.reach_m else { break }
          links.append(parts[part].remove(at: near))
        }
        if let chain = chain(links) { chains.append(chain) }
      }
    }
    return chains
  }

  private func gap(_ a: Cluster, _ b: Cluster) -> Double {
    let slope = (a.slope + b.slope) / 2
    return abs(a.left_m + slope * (b.along_m - a.along_m) - b.left_m)
  }

  private func clusters(of elementClass: ElementClass, part: Int, minimumFrames: Int) -> [Cluster] {
    var columns = cells.filter { $0.key.elementClass == elementClass && $0.key.part == part }.sorted { $0.key < $1.key }
    var out: [Cluster] = []
    while let top = columns.max(by: { ($0.value.count, $1.key.column) < ($1.value.count, $0.key.column) }) {
      let centre = top.value.left / top.value.count
      let members = columns.filter { abs($0.value.left / $0.value.count - centre) < Self.reach_m }
      columns.removeAll { abs($0.value.left / $0.value.count - centre) < Self.reach_m }
      var sum = Cell()
      var most = 0
      for (_, cell) in members {
        sum.count += cell.count
        sum.along += cell.along
        sum.left += cell.left
        sum.left2 += cell.left2
        sum.slope += cell.slope
        sum.frames += cell.frames
        sum.existence += cell.existence
        sum.sigma2 += cell.sigma2
        sum.pose2 += cell.pose2
        sum.first = min(sum.first, cell.first)
        sum.last = max(sum.last, cell.last)
        most = max(most, cell.frames)
      }
      // A frame's samples may fall in neighbouring cells: between the fullest cell's frames and the sum.
      let frames = max(Double(most), Double(sum.frames) / 1.5)
      guard frames >= Double(minimumFrames) else { continue }
      let n = sum.count
      let mean = sum.left / n
      out.append(
        Cluster(
          part: part, along_m: sum.along / n, left_m: mean, slope: sum.slope / n, frames: frames,
          existence: sum.existence / n, variance_m2: sum.sigma2 / n + max(sum.left2 / n - mean * mean, 0),
          pose_m2: sum.pose2 / n, first_m: sum.first, last_m: sum.last))
    }
    return out.sorted { $0.left_m > $1.left_m }
  }

  private func chain(_ links: [Cluster]) -> Chain? {
    let head = links[0]
    let tail = links[links.count - 1]
    let first = max(head.first_m, 0)
    let last = min(tail.last_m, Self.length_m)
    guard last - first >= Self.part_m else { return nil }
    // Both ends are laid along the slope between the clusters, or where there is one, along its own.
    let slope = links.count > 1 ? (tail.left_m - head.left_m) / (tail.along_m - head.along_m) : head.slope
    let isBent = links.count > 2
    let headSlope = isBent ? (links[1].left_m - head.left_m) / (links[1].along_m - head.along_m) : slope
    let before = links[links.count - 2 < 0 ? 0 : links.count - 2]
    let tailSlope = isBent ? (tail.left_m - before.left_m) / (tail.along_m - before.along_m) : slope
    var vertices = [Vector2(first, head.left_m + headSlope * (first - head.along_m))]
    if isBent { for link in links[1..<(links.count - 1)] { vertices.append(Vector2(link.along_m, link.left_m)) } }
    vertices.append(Vector2(last, tail.left_m + tailSlope * (last - tail.along_m)))
    let n = Double(links.count)
    let looks = links.reduce(0) { $0 + views[$1.part] }
    return Chain(
      vertices: vertices, frames: links.map(\.frames).max() ?? 0,
      rate: links.reduce(0) { $0 + $1.frames } / Double(max(looks, 1)),
      existence: links.map(\.existence).reduce(0, +) / n,
      variance_m2: links.map(\.variance_m2).reduce(0, +) / n, pose_m2: links.map(\.pose_m2).reduce(0, +) / n)
  }
}
