import Evidence
import Geometry
import MapModel
import Simulation

/// One picture of a map with drives over it and the changes that were found, beside the true ones where they are known.
public struct ChangePicture: Sendable {
  /// The map before the changes; each tile once.
  public var tiles: [MapTile]
  /// Ways that were driven.
  public var drives: [[Geodetic]]
  /// All events of found changes, in order of report.
  public var events: [ChangeEvent]
  /// True changes; empty where they are not known.
  public var truth: [TruthChange]
  /// When a found change counts as a true one.
  public var rules = ScorecardRules()
  /// The first line.
  public var title: String
  /// Width of the picture, pixels.
  public var width_px = 1400.0

  /// A picture of its parts.
  public init(
    tiles: [MapTile], drives: [[Geodetic]] = [], events: [ChangeEvent], truth: [TruthChange] = [],
    title: String = "Changes on the map"
  ) {
    self.tiles = tiles
    self.drives = drives
    self.events = events
    self.truth = truth
    self.title = title
  }

  private static let margin = 24.0
  private static let panel = 330.0
  private static let head = 78.0
  private static let foot = 40.0

  /// The picture as SVG.
  public var svg: String {
    let elements = TileJoiner.elements(of: tiles)
    let frame = World(tiles: tiles).frame
    let places = elements.flatMap(\.vertices).map { frame.local($0) }
    let view = PictureView(
      places: places, frame: frame, left: Self.margin, top: Self.head,
      width: width_px - Self.panel - 3 * Self.margin, highest: width_px, margin_m: 18)
    let marks = PictureMark.marks(events: events, truth: truth, rules: rules, view: view)
    let bodyHeight = max(view.height, PicturePanel.height(rows: min(marks.count, 40)))
    var canvas = SVGCanvas(width: width_px, height: Self.head + bodyHeight + Self.foot)
    canvas.rectangle(0, 0, canvas.width, canvas.height, "fill=\"\(PictureStyle.background)\"")
    canvas.text(
      title, at: Vector2(Self.margin, 36), "font-size=\"22\" font-weight=\"bold\" fill=\"\(PictureStyle.ink)\"")
    canvas.text(subtitle, at: Vector2(Self.margin, 59), "font-size=\"13\" fill=\"\(PictureStyle.faint)\"")
    canvas.raw("<defs><clipPath id=\"map\">")
    canvas.rectangle(Self.margin, Self.head, view.width, view.height, "rx=\"6\"")
    canvas.raw("</clipPath></defs>")
    canvas.rectangle(Self.margin, Self.head, view.width, view.height, "rx=\"6\" fill=\"\(PictureStyle.paper)\"")
    canvas.group("clip-path=\"url(#map)\"") { canvas in
      MapLayer(elements: elements, tiles: tiles.map(\.id), view: view).draw(on: &canvas)
      drawDrives(view, on: &canvas)
      ChangeLayer(marks: marks, view: view).draw(on: &canvas)
    }
    canvas.rectangle(
      Self.margin, Self.head, view.width, view.height, "rx=\"6\" fill=\"none\" stroke=\"#d9d5c8\" stroke-width=\"1\"")
    PicturePanel(
      marks: marks, hasTruth: !truth.isEmpty, left: 2 * Self.margin + view.width, top: Self.head, height: bodyHeight
    ).draw(on: &canvas)
    drawScale(view, on: &canvas)
    return canvas.svg
  }

  private var subtitle: String {
    let standing = ChangeScorecard.standing(events).count
    let found = "\(standing) \(standing == 1 ? "change" : "changes") found in \(drives.count) drives"
    return truth.isEmpty ? found : found + " · " + ChangeScorecard(events: events, truth: truth, rules: rules).summary
  }

  private func drawDrives(_ view: PictureView, on canvas: inout SVGCanvas) {
    // Many drives lie on each other: fainter the more there are, so that the busiest street is still not a bar.
    let opacity = SVGCanvas.number(max(min(6 / Double(max(drives.count, 1)), 0.5), 0.1))
    canvas.group(
      "fill=\"none\" stroke=\"\(PictureStyle.drive)\" stroke-opacity=\"\(opacity)\" stroke-width=\"1\" stroke-linejoin=\"round\""
    ) {
      for drive in drives { $0.path(view.pixels(drive)) }
    }
  }

  private func drawScale(_ view: PictureView, on canvas: inout SVGCanvas) {
    let length_m = view.roundLength_m(pixels: 180)
    let left = Self.margin
    let y = Self.head + view.height + 18
    let right = left + length_m * view.scale
    canvas.path(
      [Vector2(left, y - 4), Vector2(left, y), Vector2(right, y), Vector2(right, y - 4)],
      "fill=\"none\" stroke=\"\(PictureStyle.ink)\" stroke-width=\"1.4\"")
    let style = "font-size=\"11\" fill=\"\(PictureStyle.faint)\""
    let length = length_m >= 1000 ? "\(Int(length_m / 1000)) km" : "\(SVGCanvas.number(length_m)) m"
    canvas.text(length, at: Vector2(right + 8, y + 2), style)
    canvas.text(
      "north is up · blue: drives · dashed squares: tiles", at: Vector2(right + 70, y + 2), style)
  }
}
