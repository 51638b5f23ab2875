import Geometry
import MapModel

/// The true world as sensors need it: what can be seen, in flat arrays with a grid over them.
struct Scene {
  /// A thing seen at one place.
  struct Spot {
    let place: Vector2
    let element: Int
  }
  /// A line, sampled every metre.
  struct Line {
    let samples: Range<Int>
    let low, high: Vector2
    let element: Int
  }
  /// An area.
  struct Area {
    let centre: Vector2
    let ring: [Vector2]
    let element: Int
  }

  let elements: [TimedElement]
  let book: LabelBook
  let choices: [LabelBook.Choice]
  let spots: [Spot]
  let lines: [Line]
  let areas: [Area]
  /// Points on the lines, in order along each.
  let samples: [Vector2]
  let spotGrid: ItemGrid
  let lineGrid: ItemGrid
  let areaGrid: ItemGrid

  static let sampleSpacing_m = 1.0
  private static let cell_m = 40.0

  init(_ elements: [TimedElement]) {
    var book = LabelBook()
    var choices: [LabelBook.Choice] = []
    var spots: [Spot] = []
    var lines: [Line] = []
    var areas: [Area] = []
    var samples: [Vector2] = []
    for (index, timed) in elements.enumerated() {
      let element = timed.element
      choices.append(book.choice(for: element))
      guard element.elementClass.entry.matchKind != .none, !element.points.isEmpty else { continue }
      switch element.kind {
      case .point: spots.append(Spot(place: element.points[0], element: index))
      case .polygon: areas.append(Area(centre: element.centroid, ring: element.points, element: index))
      case .line:
        guard element.elementClass.entry.matchKind == .line else {
          // A marking drawn as a line is seen as a whole, like an area.
          areas.append(Area(centre: element.centroid, ring: Self.ribbon(element.points), element: index))
          continue
        }
        let points = Polyline(element.points).resampled(spacing_m: Self.sampleSpacing_m)
        let (low, high) = Self.bounds(points)
        lines.append(
          Line(samples: samples.count..<(samples.count + points.count), low: low, high: high, element: index))
        samples += points
      }
    }
    self.elements = elements
    self.book = book
    self.choices = choices
    self.spots = spots
    self.lines = lines
    self.areas = areas
    self.samples = samples
    spotGrid = ItemGrid(spots.map { ($0.place, $0.place) }, cell_m: Self.cell_m)
    areaGrid = ItemGrid(areas.map { ($0.centre, $0.centre) }, cell_m: Self.cell_m)
    lineGrid = ItemGrid(lines.map { ($0.low, $0.high) }, cell_m: Self.cell_m)
  }

  /// Half the width of a marking that is drawn as a line, m.
  private static let halfWidth_m = 0.15

  /// The outline of paint along a line, with the line's own mean; a ring has three vertices at least, a line may have two.
  private static func ribbon(_ line: [Vector2]) -> [Vector2] {
    let aside = line.indices.map { index in
      let chord = line[min(index + 1, line.count - 1)] - line[max(index - 1, 0)]
      return chord.length > 0 ? chord.normalized.leftNormal * halfWidth_m : .zero
    }
    return zip(line, aside).map { $0 + $1 } + zip(line, aside).reversed().map { $0 - $1 }
  }

  private static func bounds(_ points: [Vector2]) -> (low: Vector2, high: Vector2) {
    var low = points[0]
    var high = points[0]
    for point in points {
      low = Vector2(min(low.x, point.x), min(low.y, point.y))
      high = Vector2(max(high.x, point.x), max(high.y, point.y))
    }
    return (low, high)
  }
}

/// Boxes in square cells, packed.
struct ItemGrid {
  private let origin: Vector2
  private let cell_m: Double
  private let columns, rows: Int
  private let starts: [Int32]
  private let items: [Int32]

  init(_ boxes: [(low: Vector2, high: Vector2)], cell_m: Double) {
    let low = Vector2(boxes.map(\.low.x).min() ?? 0, boxes.map(\.low.y).min() ?? 0)
    let high = Vector2(boxes.map(\.high.x).max() ?? 0, boxes.map(\.high.y).max() ?? 0)
    // A map stretched over a country must not make more cells than it has things.
    let span = max(high.x - low.x, high.y - low.y)
    let cell = max(cell_m, span / 2000)
    let columns = Int((high.x - low.x) / cell) + 1
    let rows = Int((high.y - low.y) / cell) + 1
    var cells = Array(repeating: [Int32](), count: columns * rows)
    for (index, box) in boxes.enumerated() {
      for y in Int((box.low.y - low.y) / cell)...Int((box.high.y - low.y) / cell) {
        for x in Int((box.low.x - low.x) / cell)...Int((box.high.x - low.x) / cell) {
          cells[y * columns + x].append(Int32(index))
        }
      }
    }
    var starts: [Int32] = [0]
    starts.reserveCapacity(cells.count + 1)
    for cell in cells { starts.append(starts[starts.count - 1] + Int32(cell.count)) }
    self.starts = starts
    items = cells.flatMap { $0 }
    origin = low
    self.cell_m = cell
    self.columns = columns
    self.rows = rows
  }

  /// Calls with each item whose box touches a cell within `reach_m` of a point; an item in several cells comes several times.
  @inline(__always) func forEach(near point: Vector2, within_m reach: Double, _ body: (Int) -> Void) {
    let x0 = max(Int(((point.x - reach - origin.x) / cell_m).rounded(.down)), 0)
    let x1 = min(Int(((point.x + reach - origin.x) / cell_m).rounded(.down)), columns - 1)
    let y0 = max(Int(((point.y - reach - origin.y) / cell_m).rounded(.down)), 0)
    let y1 = min(Int(((point.y + reach - origin.y) / cell_m).rounded(.down)), rows - 1)
    guard x0 <= x1, y0 <= y1 else { return }
    for y in y0...y1 {
      let row = y * columns
      for entry in Int(starts[row + x0])..<Int(starts[row + x1 + 1]) { body(Int(items[entry])) }
    }
  }
}
