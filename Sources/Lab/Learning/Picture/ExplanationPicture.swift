import Evidence
import Foundation
import Geometry
import MapModel
import Topology

/// A change explained in one picture: the map before with what was seen, the map after, and the evidence over the traversals.
public struct ExplanationPicture {
  private let explanation: ChangeExplanation
  private let event: ChangeEvent

  private static let panel = 440.0
  private static let margin = 24.0
  private static let top = 64.0
  private static let chart = 190.0

  /// The picture of an explanation.
  public init(_ explanation: ChangeExplanation) {
    self.explanation = explanation
    let steps = explanation.steps
    event = (steps.first { $0.event.status == .applied } ?? steps[steps.count - 1]).event
  }

  /// The file.
  public var svg: String {
    let width = Self.margin * 3 + Self.panel * 2
    let chartTop = Self.top + Self.panel + 56
    var canvas = SVGCanvas(width: width, height: chartTop + Self.chart + 60)
    canvas.rectangle(0, 0, width, canvas.height, "fill=\"\(PictureStyle.background)\"")
    canvas.text(
      "\(PictureStyle.title(event.kind)): \(event.elementClass.name), change \(explanation.change)",
      at: Vector2(Self.margin, 28), "font-size=\"16\" fill=\"\(PictureStyle.ink)\"")
    map(explanation.before, left: Self.margin, "the map before, and what was seen", isBefore: true, &canvas)
    map(
      explanation.after, left: Self.margin * 2 + Self.panel, "the map at the end of the log", isBefore: false, &canvas)
    evidence(top: chartTop, width: width - Self.margin * 2, &canvas)
    return canvas.svg
  }

  /// A square view around what changed, at least 30 m wide.
  private func view(left: Double) -> (pixel: (TilePoint) -> Vector2, scale: Double) {
    let places = (event.before + event.after).map(\.vector)
    let xs = places.map(\.x)
    let ys = places.map(\.y)
    let centre = Vector2(((xs.min() ?? 0) + (xs.max() ?? 0)) / 2, ((ys.min() ?? 0) + (ys.max() ?? 0)) / 2)
    let extent = max((xs.max() ?? 0) - (xs.min() ?? 0), (ys.max() ?? 0) - (ys.min() ?? 0))
    let size = max(extent * 1.3, event.shapeKind == .line ? 30 : 20)
    let scale = Self.panel / size
    return (
      { point in
        Vector2(
          left + Self.panel / 2 + (point.vector.x - centre.x) * scale,
          Self.top + Self.panel / 2 - (point.vector.y - centre.y) * scale)
      }, scale
    )
  }

  private func map(_ tile: MapTile, left: Double, _ title: String, isBefore: Bool, _ canvas: inout SVGCanvas) {
    let (pixel, scale) = view(left: left)
    let clip = isBefore ? "before" : "after"
    canvas.text(title, at: Vector2(left, Self.top - 10), "font-size=\"12\" fill=\"\(PictureStyle.faint)\"")
    canvas.raw("<clipPath id=\"\(clip)\">")
    canvas.rectangle(left, Self.top, Self.panel, Self.panel, "")
    canvas.raw("</clipPath>")
    canvas.rectangle(left, Self.top, Self.panel, Self.panel, "fill=\"\(PictureStyle.paper)\"")
    canvas.group("clip-path=\"url(#\(clip))\"") { canvas in
      for element in tile.elements where element.elementClass.entry.matchKind != .none {
        let isMeant = element.piece == (isBefore ? event.pieceBefore : event.pieceAfter)
        let colour = isMeant ? (isBefore ? PictureStyle.wrong : PictureStyle.colour(event.kind)) : PictureStyle.boundary
        draw(element.points, element.kind, pixel, colour: colour, width: isMeant ? 3 : 1.5, &canvas)
      }
      if isBefore {
        let colour = PictureStyle.drive
        for said in explanation.testimonies {
          for place in said.places {
            draw(place, event.shapeKind, pixel, colour: colour, width: 1, opacity: 0.35, radius: 3, &canvas)
          }
        }
      }
      let shape = isBefore ? event.before : event.after
      let kind = event.shapeKind
      if event.kind == .removed || !isBefore {
        draw(
          isBefore ? shape : (shape.isEmpty ? event.before : shape), kind, pixel,
          colour: PictureStyle.colour(event.kind), width: 4, opacity: 0.8, dashed: event.after.isEmpty, radius: 8,
          &canvas)
      } else if !event.after.isEmpty {
        draw(
          event.after, kind, pixel, colour: PictureStyle.colour(event.kind), width: 2, dashed: true, radius: 8, &canvas)
      }
    }
    var length_m = 1.0
    for next in [2.0, 5, 10, 20, 50, 100, 200] where next * scale <= Self.panel / 3 { length_m = next }
    let bar = Vector2(left + 12, Self.top + Self.panel - 14)
    canvas.path(
      [bar, Vector2(bar.x + length_m * scale, bar.y)], "stroke=\"\(PictureStyle.ink)\" stroke-width=\"2\"")
    canvas.text(
      "\(Int(length_m)) m", at: Vector2(bar.x, bar.y - 6), "font-size=\"11\" fill=\"\(PictureStyle.ink)\"")
  }

  private func draw(
    _ points: [TilePoint], _ kind: ShapeKind, _ pixel: (TilePoint) -> Vector2, colour: String, width: Double,
    opacity: Double = 1, dashed: Bool = false, radius: Double = 5, _ canvas: inout SVGCanvas
  ) {
    let style =
      "fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(width)\" stroke-opacity=\"\(opacity)\""
      + (dashed ? " stroke-dasharray=\"6 4\"" : "")
    let places = points.map(pixel)
    if places.count == 1 {
      canvas.circle(places[0], radius: radius, style)
    } else {
      canvas.path(places, isClosed: kind == .polygon, style)
    }
  }

  private func evidence(top: Double, width: Double, _ canvas: inout SVGCanvas) {
    let said = explanation.testimonies
    let needed = explanation.gates.filter { $0.name.hasSuffix("_mnat") || $0.name == "suspected_permille" }
    let most = Double(max(said.map { max($0.before_mnat, $0.after_mnat) }.max() ?? 0, needed.map(\.needed).max() ?? 1))
    let left = Self.margin + 40
    let step = (width - 60) / Double(max(said.count, 1))
    func place(_ index: Int, _ mnat: Int64) -> Vector2 {
      Vector2(left + (Double(index) + 0.5) * step, top + Self.chart * (1 - Double(mnat) / (most * 1.1)))
    }
    canvas.text(
      "evidence over the traversals, nats; after it was applied for what the map holds since",
      at: Vector2(Self.margin, top - 12), "font-size=\"12\" fill=\"\(PictureStyle.faint)\"")
    canvas.rectangle(left, top, width - 60, Self.chart, "fill=\"\(PictureStyle.paper)\"")
    for gate in needed {
      let y = place(0, gate.needed).y
      canvas.path(
        [Vector2(left, y), Vector2(left + width - 60, y)],
        "stroke=\"\(PictureStyle.faint)\" stroke-width=\"0.8\" stroke-dasharray=\"3 3\"")
      canvas.text(
        gate.name.replacing("_threshold_mnat", with: "").replacing("_permille", with: "").replacing("_mnat", with: ""),
        at: Vector2(gate.name.hasPrefix("verified") ? left + width - 120 : left + 6, y - 3),
        "font-size=\"10\" fill=\"\(PictureStyle.faint)\"")
      canvas.text(
        String(format: "%.1f", Double(gate.needed) / 1000),
        at: Vector2(gate.name.hasPrefix("verified") ? left + width - 56 : Self.margin, y + 4),
        "font-size=\"10\" fill=\"\(PictureStyle.faint)\"")
    }
    for isVerifying in [false, true] {
      let part = said.indices.filter { said[$0].isVerifying == isVerifying }
      let colour = isVerifying ? PictureStyle.drive : PictureStyle.colour(event.kind)
      canvas.path(
        part.map { place($0, said[$0].after_mnat) }, "fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\"")
      for index in part {
        let isFor = said[index].after_mnat > said[index].before_mnat
        canvas.circle(
          place(index, said[index].after_mnat), radius: 3.5,
          "stroke=\"\(colour)\" fill=\"\(isFor ? colour : PictureStyle.background)\"")
      }
    }
    for step in explanation.steps {
      guard let index = said.firstIndex(where: { $0.offset >= step.offset }) else { continue }
      let x = place(index, 0).x
      canvas.path(
        [Vector2(x, top), Vector2(x, top + Self.chart)], "stroke=\"\(PictureStyle.ink)\" stroke-width=\"0.7\"")
      // Confirmed and applied come with one record.
      if step.event.status == .confirmed && explanation.steps.contains(where: { $0.event.status == .applied }) {
        continue
      }
      canvas.text(
        step.event.status.name, at: Vector2(x - 20, top + Self.chart + 16),
        "font-size=\"11\" fill=\"\(PictureStyle.ink)\"")
    }
  }
}
