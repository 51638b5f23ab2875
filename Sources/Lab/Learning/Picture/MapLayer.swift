import Geometry
import MapModel
import Simulation

/// The map as the picture's quiet ground.
struct MapLayer {
  let elements: [GeodeticElement]
  let tiles: [TileID]
  let view: PictureView

  func draw(on canvas: inout SVGCanvas) {
    drawTiles(on: &canvas)
    let road = max(3.6 * view.scale, 1.2)
    canvas.group(
      "fill=\"none\" stroke=\"\(PictureStyle.road)\" stroke-width=\"\(SVGCanvas.number(road))\" stroke-linejoin=\"round\""
    ) {
      for element in elements where element.elementClass == .lane {
        if let kind = element.attributes[.laneKind], kind.contains("walk") { continue }
        $0.path(view.pixels(element.vertices))
      }
    }
    canvas.group("fill=\"#ffffff\" fill-opacity=\"0.9\" stroke=\"\(PictureStyle.boundary)\" stroke-width=\"0.5\"") {
      for element in elements where [.crosswalk, .roadMarking].contains(element.elementClass) {
        $0.path(view.pixels(element.vertices), isClosed: element.kind == .polygon)
      }
    }
    canvas.group("fill=\"none\" stroke=\"\(PictureStyle.boundary)\" stroke-width=\"0.8\"") {
      for element in elements where element.elementClass == .laneBoundary {
        let dash = element.attributes[.style] == "dashed" ? "stroke-dasharray=\"3 2\"" : ""
        $0.path(view.pixels(element.vertices), dash)
      }
    }
    canvas.group("fill=\"none\" stroke=\"\(PictureStyle.edge)\" stroke-width=\"1\"") {
      for element in elements where element.elementClass == .roadEdge { $0.path(view.pixels(element.vertices)) }
      for element in elements where element.elementClass == .stopLine {
        $0.path(view.pixels(element.vertices), "stroke-width=\"1.8\"")
      }
    }
    drawFurniture(on: &canvas)
  }

  private func drawTiles(on canvas: inout SVGCanvas) {
    canvas.group("fill=\"none\" stroke=\"#cfcabb\" stroke-width=\"0.8\" stroke-dasharray=\"6 5\"") {
      for tile in tiles {
        let corners = [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map { view.pixel(tile.place(u: $0.0, v: $0.1)) }
        $0.path(corners, isClosed: true)
      }
    }
    canvas.group("fill=\"#b5af9c\" font-size=\"10\"") {
      for tile in tiles {
        let corner = view.pixel(tile.place(u: 0, v: 0))
        let far = view.pixel(tile.place(u: 1, v: 1))
        let at = view.clamped(corner)
        // A sliver of a tile has no room for its name.
        guard view.clamped(far).x - at.x > 120, view.clamped(far).y - at.y > 30 else { continue }
        $0.text("tile \(tile)", at: at + Vector2(7, 15), "")
      }
    }
  }

  private func drawFurniture(on canvas: inout SVGCanvas) {
    canvas.group("fill=\"\(PictureStyle.furniture)\"") {
      for element in elements {
        guard let place = element.vertices.first else { continue }
        let at = view.pixel(place)
        switch element.elementClass {
        case .pole: $0.circle(at, radius: 1.1, "")
        case .trafficSign:
          $0.path([at + Vector2(0, -2.4), at + Vector2(2.1, 1.3), at + Vector2(-2.1, 1.3)], isClosed: true)
        case .trafficLight: $0.rectangle(at.x - 1.2, at.y - 2.4, 2.4, 4.8, "rx=\"1\"")
        case .workZoneObject: $0.rectangle(at.x - 1.4, at.y - 1.4, 2.8, 2.8, "")
        default: break
        }
      }
    }
  }
}
