import Evidence
import MapModel

/// Edits a tile, one change at a time, touching nothing but what the change is about.
public struct TileEditor: Sendable {
  /// The tile as edited so far; its version is still that of the base.
  public private(set) var tile: MapTile
  private let extent: TileExtent

  /// Stretches left over by a cut that are shorter than this go with what is cut away, cm.
  private static let remnant_cm = 200

  /// An editor of a tile.
  public init(_ tile: MapTile) {
    self.tile = tile
    extent = TileExtent(tile.id)
  }

  /// Makes an edit.
  /// - Parameters:
  ///   - elementClass: Class of an added element.
  ///   - kind: Shape of an added element.
  ///   - newElement: Id of an added element.
  /// - Throws: `GateFailure` where the piece is gone or its numbers are used up; the tile is unchanged then.
  public mutating func apply(
    _ edit: TileEdit, elementClass: ElementClass, kind: ShapeKind, newElement: ElementID
  ) throws(GateFailure) -> EditResult {
    switch edit {
    case .add(let points, let attributes):
      let piece = PieceID(newElement)
      guard tile[piece] == nil else { throw GateFailure(gate: "identity", detail: "piece \(newElement.value) exists") }
      replace(
        [],
        with: [
          MapElement(piece: piece, elementClass: elementClass, kind: kind, points: points, attributes: attributes)
        ])
      var result = EditResult()
      result.pieceAfter = piece
      result.after = points
      result.attributesAfter = attributes
      return result
    case .remove(let piece, let stretch_cm):
      let element = try existing(piece)
      guard let stretch_cm else { return removeWhole(element) }
      return try cut(element, stretch_cm, relabel: nil)
    case .relabel(let piece, let stretch_cm, let attributes):
      let element = try existing(piece)
      if let stretch_cm { return try cut(element, stretch_cm, relabel: attributes) }
      var relabelled = element
      relabelled.attributes = element.attributes.setting(attributes)
      replace([element.piece], with: [relabelled])
      return changed(element, to: relabelled)
    case .shiftPoint(let piece, let east_cm, let north_cm):
      let element = try existing(piece)
      var shifted = element
      shifted.points = element.points.map { TilePoint(x_cm: $0.x_cm &+ east_cm, y_cm: $0.y_cm &+ north_cm) }
      replace([element.piece], with: [shifted])
      return changed(element, to: shifted)
    case .shiftLine(let piece, let shifts):
      let element = try existing(piece)
      let shifted = LineShifting(element: element, shifts: shifts, extent: extent).shifted { side in
        tile.id < tile.id.neighbour(side)
      }
      replace([element.piece], with: [shifted.element])
      var result = changed(element, to: shifted.element)
      result.before = shifted.before
      result.after = shifted.after
      result.borderEdits = borderEdits(from: element, to: shifted.element)
      return result
    }
  }

  /// Takes a change back; nil, and nothing done, where another one has touched since what it did.
  /// - Returns: what the neighbours have to follow.
  mutating func restore(_ undo: TileUndo) -> [BorderEdit]? {
    guard undo.isPossible(in: tile) else { return nil }
    let edits = undo.restored.flatMap { element in
      tile[element.piece].map { element.kind == .line ? borderEdits(from: $0, to: element) : [] } ?? []
    }
    replace(undo.made.map(\.piece), with: undo.restored)
    return edits
  }

  /// Follows the edit of a border vertex by the tile that owns it; false where there is nothing to follow.
  public mutating func follow(_ edit: BorderEdit) -> Bool {
    guard let point = edit.point,
      let side = TileExtent.Side.allCases.first(where: { tile.id.neighbour($0) == edit.owner })
    else { return false }
    // The owner knows the element and the place, but not how the pieces on this side are cut by now.
    var best: (distance: Int64, element: MapElement, index: Int)?
    for element in tile.elements where element.piece.element == edit.piece.element && element.kind == .line {
      for index in [0, element.points.count - 1] where extent.side(of: element.points[index]) == side {
        let distance = element.points[index].distance_cm(to: point)
        if distance < best?.distance ?? Self.followReach_cm { best = (distance, element, index) }
      }
    }
    guard let best else { return false }
    var followed = best.element
    // Across the border the vertex stays where this tile has it.
    if side.runsAlongY {
      followed.points[best.index].y_cm = point.y_cm
    } else {
      followed.points[best.index].x_cm = point.x_cm
    }
    guard followed != best.element else { return false }
    replace([followed.piece], with: [Self.tapered(followed, from: best.element, at: best.index)])
    return true
  }

  /// A line whose end was moved, led back to where it was soon after: of what lies beyond this tile's own drives tell. Where it was moved by nearly
  /// a lane they take it for the next line and tell nothing, so that all of its next stretch goes along.
  private static func tapered(_ moved: MapElement, from before: MapElement, at index: Int) -> MapElement {
    let next = index == 0 ? 1 : index - 1
    let (from, to) = (before.points[index], before.points[next])
    let length_cm = from.distance_cm(to: to)
    guard length_cm > 2 * taper_cm, moved.points[index].distance_cm(to: from) <= taperedMost_cm,
      moved.points.count < TileLimits.vertices
    else { return moved }
    func between(_ a: Int32, _ b: Int32) -> Int32 {
      a + Int32(FixedPoint.divide((Int64(b) - Int64(a)) * taper_cm, by: length_cm))
    }
    var tapered = moved
    let place = max(index, next)
    tapered.points.insert(TilePoint(x_cm: between(from.x_cm, to.x_cm), y_cm: between(from.y_cm, to.y_cm)), at: place)
    if !before.elevations_cm.isEmpty {
      tapered.elevations_cm.insert(between(before.elevations_cm[index], before.elevations_cm[next]), at: place)
    }
    return tapered
  }

  /// Farthest that an end is moved by itself, cm.
  private static let taperedMost_cm: Int64 = 150
  /// Over so much of the line it leads back, cm.
  private static let taper_cm: Int64 = 1000

  /// A border vertex farther from where the owner has it is another one, cm.
  private static let followReach_cm: Int64 = 1000

  private func existing(_ piece: PieceID) throws(GateFailure) -> MapElement {
    guard let element = tile[piece] else {
      throw GateFailure(gate: "identity", detail: "piece \(piece.element.value)/\(piece.part) is not in the tile")
    }
    return element
  }

  private mutating func replace(_ pieces: [PieceID], with elements: [MapElement]) {
    let gone = Set(pieces).union(elements.map(\.piece))
    tile = MapTile(
      id: tile.id, version: tile.version, elements: tile.elements.filter { !gone.contains($0.piece) } + elements)
  }

  private func changed(_ before: MapElement, to after: MapElement) -> EditResult {
    var result = EditResult()
    result.pieceBefore = before.piece
    result.pieceAfter = after.piece
    result.before = before.points
    result.after = after.points
    result.attributesBefore = before.attributes
    result.attributesAfter = after.attributes
    return result
  }

  private mutating func removeWhole(_ element: MapElement) -> EditResult {
    var result = EditResult()
    result.pieceBefore = element.piece
    result.before = element.points
    result.attributesBefore = element.attributes
    let id = element.piece.element
    let hasOtherPieces = tile.elements.contains { $0.piece.element == id && $0.piece != element.piece }
    let ties = LaneTies(tile: tile)
    if !hasOtherPieces && element.kind == .line && ties.bounds(id) {
      // A lane needs its bound: it stays where it was as one that nothing in the world shows.
      var bound = element
      bound.elementClass = .virtualBoundary
      bound.attributes = Attributes()
      replace([element.piece], with: [bound])
      result.pieceAfter = element.piece
    } else {
      replace([element.piece], with: hasOtherPieces ? [] : ties.freed(from: id))
    }
    return result
  }

  /// Cuts a stretch out of a line, or gives it other attributes.
  private mutating func cut(
    _ element: MapElement, _ stretch_cm: Range<Int>, relabel: Attributes?
  ) throws(GateFailure) -> EditResult {
    let length = LineInterval.length_cm(of: element.points)
    let start = stretch_cm.lowerBound < Self.remnant_cm ? 0 : stretch_cm.lowerBound
    let end = length - stretch_cm.upperBound < Self.remnant_cm ? length : stretch_cm.upperBound
    guard start > 0 || end < length else {
      guard let relabel else { return removeWhole(element) }
      return try apply(
        .relabel(element.piece, stretch_cm: nil, relabel), elementClass: element.elementClass, kind: element.kind,
        newElement: element.piece.element)
    }
    var ranges: [(range: Range<Int>, isChanged: Bool)] = []
    if start > 0 { ranges.append((0..<start, false)) }
    if relabel != nil { ranges.append((start..<end, true)) }
    if end < length { ranges.append((end..<length, false)) }
    let next = tile.elements.first { $0.piece > element.piece && $0.piece.element == element.piece.element }
    guard let parts = PartNumbers.spread(ranges.count, from: element.piece.part, below: next?.piece.part) else {
      throw GateFailure(
        gate: "identity", detail: "no part number left after \(element.piece.element.value)/\(element.piece.part)")
    }
    var result = EditResult()
    result.pieceBefore = element.piece
    result.before = LineMeasure(element.points).slice(start..<end)
    result.attributesBefore = element.attributes
    var pieces: [MapElement] = []
    for (part, (range, isChanged)) in zip(parts, ranges) {
      var piece = element.stretch(range, as: PieceID(element.piece.element, part: part))
      if isChanged, let relabel {
        piece.attributes = element.attributes.setting(relabel)
        result.pieceAfter = piece.piece
        result.after = piece.points
        result.attributesAfter = piece.attributes
      }
      pieces.append(piece)
    }
    replace([element.piece], with: pieces)
    return result
  }

  private func borderEdits(from before: MapElement, to after: MapElement) -> [BorderEdit] {
    let ends = [(0, 0, false), (before.points.count - 1, after.points.count - 1, true)]
    return ends.compactMap { old, new, isEnd in
      guard before.points[old] != after.points[new], let side = extent.side(of: before.points[old]) else { return nil }
      let base = before.piece.part / PieceID.step * PieceID.step
      let part = isEnd ? base &+ PieceID.step : base &- min(base, PieceID.step)
      return BorderEdit(
        tile: tile.id.neighbour(side), owner: tile.id, ownerVersion: tile.version + 1,
        piece: PieceID(before.piece.element, part: part), isEnd: !isEnd,
        point: BorderTransfer.point(after.points[new], from: tile.id, across: side))
    }
  }
}

extension Attributes {
  /// These attributes with those of another list set.
  func setting(_ others: Attributes) -> Attributes {
    var merged = self
    for entry in others.entries { merged[entry.key] = entry.value }
    return merged
  }
}
