import MapModel

extension ChangeProposal {
  /// What a person may judge apart: of a move a removal and an addition, of a stretch of line its intervals. Fewer than two where it is one.
  public func parts(in tile: MapTile) -> [ChangeProposal] {
    switch edit {
    case .shiftPoint(let piece, let east_cm, let north_cm):
      guard let element = tile[piece] else { return [] }
      let points = element.points.map { TilePoint(x_cm: $0.x_cm &+ east_cm, y_cm: $0.y_cm &+ north_cm) }
      return [
        part(.removed, .remove(piece, stretch_cm: nil)),
        part(.added, .add(points: points, attributes: element.attributes)),
      ]
    case .remove(let piece, let stretch_cm):
      return intervals(of: piece, stretch_cm, tile).map { part(.removed, .remove(piece, stretch_cm: $0)) }
    case .relabel(let piece, let stretch_cm, let attributes):
      return intervals(of: piece, stretch_cm, tile).map {
        part(.attributeChanged, .relabel(piece, stretch_cm: $0, attributes))
      }
    case .add(let points, let attributes):
      guard shapeKind == .line else { return [] }
      let measure = LineMeasure(points)
      return Self.intervals(of: points, 0..<LineInterval.length_cm(of: points)).map {
        part(.added, .add(points: measure.slice($0), attributes: attributes))
      }
    case .shiftLine: return []
    }
  }

  /// Clusters speak for what is new.
  private func part(_ kind: ChangeEvent.Kind, _ edit: TileEdit) -> ChangeProposal {
    ChangeProposal(
      kind: kind, elementClass: elementClass, shapeKind: shapeKind, edit: edit,
      clusters: kind == .added ? clusters : [], evidence_mnat: evidence_mnat, support: support)
  }

  private func intervals(of piece: PieceID, _ stretch_cm: Range<Int>?, _ tile: MapTile) -> [Range<Int>] {
    guard let element = tile[piece], element.kind == .line else { return [] }
    return Self.intervals(of: element.points, stretch_cm ?? 0..<LineInterval.length_cm(of: element.points))
  }

  private static func intervals(of points: [TilePoint], _ stretch_cm: Range<Int>) -> [Range<Int>] {
    let length = LineInterval.length_cm(of: points)
    let intervals = (0..<LineInterval.count(lineLength_cm: length)).map {
      LineInterval.range_cm(of: $0, lineLength_cm: length).clamped(to: stretch_cm)
    }.filter { !$0.isEmpty }
    return intervals.count > 1 ? intervals : []
  }
}
