import Evidence
import Geometry
import MapModel

@testable import Reconstruction

/// A small tile to edit: a road of one lane with a light, and lines that touch the borders.
enum TileDrawing {
  static let id = TileID(Geodetic(latitude_deg: 49.01, longitude_deg: 8.42))
  static let extent = TileExtent(id)

  static func line(
    _ id: UInt64, part: UInt32 = 0, of elementClass: ElementClass = .laneBoundary, _ points: [(Int32, Int32)],
    elevations_cm: [Int32] = [], references: [Reference] = []
  ) -> MapElement {
    MapElement(
      piece: PieceID(ElementID(id), part: part), elementClass: elementClass, kind: .line,
      points: points.map { TilePoint(x_cm: $0.0, y_cm: $0.1) }, elevations_cm: elevations_cm,
      attributes: Attributes([.init(.style, "solid")]), references: references)
  }

  static func point(_ id: UInt64, _ elementClass: ElementClass, _ x_cm: Int32, _ y_cm: Int32) -> MapElement {
    MapElement(
      piece: PieceID(ElementID(id)), elementClass: elementClass, kind: .point,
      points: [TilePoint(x_cm: x_cm, y_cm: y_cm)])
  }

  static var road: MapTile {
    MapTile(
      id: id, version: 4,
      elements: [
        line(1, [(-10_000, 200), (0, 200), (10_000, 200)], elevations_cm: [0, 100, 300]),
        line(2, [(-10_000, -200), (10_000, -200)]),
        line(
          3, of: .lane, [(-10_000, 0), (10_000, 0)],
          references: [
            Reference(.leftBound, ElementID(1)), Reference(.rightBound, ElementID(2)),
            Reference(.regulation, ElementID(4)),
          ]),
        point(4, .trafficLight, 9000, 600), point(5, .trafficSign, -3000, 700),
        line(6, of: .roadEdge, [(-10_000, 900), (10_000, 900)]),
      ])
  }

  static func proposal(_ edit: TileEdit, kind: ChangeEvent.Kind = .removed, of tile: MapTile = road) -> ChangeProposal {
    let element = edit.piece.flatMap { tile[$0] }
    return ChangeProposal(
      kind: kind, elementClass: element?.elementClass ?? .laneBoundary, shapeKind: element?.kind ?? .line, edit: edit,
      clusters: [], evidence_mnat: 12_000, support: Support())
  }

  static func rebuild(_ edits: [TileEdit], of tile: MapTile = road) -> (TileRebuild, [TileRebuild.Outcome]) {
    var rebuild = TileRebuild(tile)
    let outcomes = edits.enumerated().map { index, edit in
      rebuild.apply(proposal(edit, of: tile), name: ChangeName(offset: 70, number: UInt32(index + 1)))
    }
    return (rebuild, outcomes)
  }
}

extension TileRebuild.Outcome {
  var result: EditResult? {
    if case .applied(let result) = self { return result }
    return nil
  }
  var failure: GateFailure? {
    if case .held(let failure) = self { return failure }
    return nil
  }
}
