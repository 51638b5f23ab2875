import Evidence
import MapModel

/// A change whose evidence suffices, but which a gate, a storm or a person keeps from the map.
struct HeldChange: Hashable, Sendable {
  /// Most changes held in a tile; the oldest goes when one more comes.
  static let limit = 64

  var name: ChangeName
  var proposal: ChangeProposal
  var reason: String
  /// True where it waits for a storm to pass, and for nothing else.
  var isStorm: Bool
  /// The change it is a part of.
  var splitFrom: ChangeName?
  /// Low 32 bits of the content hash of the piece it is about; 0 for an addition.
  var pieceHash: UInt32
  /// Vertices of what it is about as it lay then: of a stretch of line the stretch.
  var course: [TilePoint]

  /// The same on a tile in which its piece has changed: a stretch is found again where it lies now. Nil where it is not there any more.
  func following(_ tile: MapTile) -> HeldChange? {
    guard let piece = proposal.edit.piece, tile[piece]?.evidenceHash != pieceHash else { return self }
    guard let stretch = proposal.edit.stretch_cm, course.count > 1 else { return nil }
    let middle = LineMeasure(course).point(at: stretch.count / 2).point
    for element in tile.elements where element.piece.element == piece.element && element.kind == .line {
      let measure = LineMeasure(element.points)
      guard element.elementClass == proposal.elementClass,
        measure.nearest(to: middle).distance_cm <= Self.sameLine_cm
      else { continue }
      let start = measure.nearest(to: course[0]).station_cm
      let end = measure.nearest(to: course[course.count - 1]).station_cm
      guard start < end else { return nil }
      var followed = self
      followed.proposal.edit = proposal.edit.with(element.piece, stretch_cm: start..<end)
      followed.pieceHash = element.evidenceHash
      return followed
    }
    return nil
  }

  /// A stretch farther from a line than this is not of it, cm.
  private static let sameLine_cm: Int64 = 10

  func write(to writer: inout LedgerWriter) {
    name.write(to: &writer)
    proposal.write(to: &writer)
    writer.text(reason)
    writer.flag(isStorm)
    writer.flag(splitFrom != nil)
    splitFrom?.write(to: &writer)
    writer.unsigned(pieceHash)
    writer.list(course) { $0.point($1) }
  }

  init(_ change: NamedChange, reason: String, isStorm: Bool, in tile: MapTile) {
    name = change.name
    proposal = change.proposal
    self.reason = reason
    self.isStorm = isStorm
    splitFrom = change.splitFrom
    let element = change.proposal.edit.piece.flatMap { tile[$0] }
    pieceHash = element?.evidenceHash ?? 0
    course = element?.points ?? change.proposal.newPoints
    if let stretch = change.proposal.edit.stretch_cm { course = LineMeasure(course).slice(stretch) }
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    name = try ChangeName(from: &reader)
    proposal = try ChangeProposal(from: &reader)
    reason = try reader.text("held.reason")
    isStorm = try reader.flag("held.is_storm")
    splitFrom = try reader.flag("held.is_part") ? try ChangeName(from: &reader) : nil
    pieceHash = try reader.unsigned("held.piece_hash")
    course = try reader.list("held.course") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try reader.point("held.point")
    }
  }
}

/// A change with its name, on its way to the map.
struct NamedChange {
  var name: ChangeName
  var proposal: ChangeProposal
  /// The change it is a part of.
  var splitFrom: ChangeName?
  /// Who approved it, and what they said.
  var reason = ""
}

extension TileEdit {
  /// The stretch it is about; nil where it is about all of a piece, or where stretches do not name it.
  var stretch_cm: Range<Int>? {
    switch self {
    case .remove(_, let stretch_cm), .relabel(_, let stretch_cm, _): stretch_cm
    case .add, .shiftPoint, .shiftLine: nil
    }
  }

  /// The same on another stretch of another piece.
  func with(_ piece: PieceID, stretch_cm: Range<Int>) -> TileEdit {
    switch self {
    case .remove: .remove(piece, stretch_cm: stretch_cm)
    case .relabel(_, _, let attributes): .relabel(piece, stretch_cm: stretch_cm, attributes)
    case .add, .shiftPoint, .shiftLine: self
    }
  }
}
