import MapModel

extension ChangeProposal {
  /// Adds the stored form.
  public func write(to writer: inout LedgerWriter) {
    writer.byte(kind.rawValue)
    writer.byte(elementClass.rawValue)
    writer.byte(shapeKind.rawValue)
    edit.write(to: &writer)
    writer.list(clusters) { $0.unsigned($1) }
    writer.signed(evidence_mnat)
    support.write(to: &writer)
  }

  /// Reads the stored form.
  public init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    guard let kind = ChangeEvent.Kind(rawValue: try reader.byte("proposal.kind")) else {
      throw LedgerCorruption("proposal.kind")
    }
    guard let elementClass = ElementClass(rawValue: try reader.byte("proposal.class")) else {
      throw LedgerCorruption("proposal.class")
    }
    guard let shapeKind = ShapeKind(rawValue: try reader.byte("proposal.shape")) else {
      throw LedgerCorruption("proposal.shape")
    }
    let edit = try TileEdit(from: &reader)
    let clusters = try reader.list("proposal.clusters") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> UInt32 in try reader.unsigned("proposal.cluster")
    }
    self.init(
      kind: kind, elementClass: elementClass, shapeKind: shapeKind, edit: edit, clusters: clusters,
      evidence_mnat: try reader.signed("proposal.evidence"), support: try Support(from: &reader))
  }
}

extension TileEdit {
  func write(to writer: inout LedgerWriter) {
    switch self {
    case .remove(let piece, let stretch_cm):
      writer.byte(1)
      writer.piece(piece)
      writer.stretch(stretch_cm)
    case .add(let points, let attributes):
      writer.byte(2)
      writer.list(points) { $0.point($1) }
      writer.attributes(attributes)
    case .shiftPoint(let piece, let east_cm, let north_cm):
      writer.byte(3)
      writer.piece(piece)
      writer.signed(east_cm)
      writer.signed(north_cm)
    case .shiftLine(let piece, let shifts):
      writer.byte(4)
      writer.piece(piece)
      writer.list(shifts) { writer, shift in
        writer.signed(shift.station_cm)
        writer.signed(shift.left_cm)
      }
    case .relabel(let piece, let stretch_cm, let attributes):
      writer.byte(5)
      writer.piece(piece)
      writer.stretch(stretch_cm)
      writer.attributes(attributes)
    }
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    switch try reader.byte("edit.kind") {
    case 1: self = .remove(try reader.piece("edit.piece"), stretch_cm: try reader.stretch("edit.stretch"))
    case 2:
      let points = try reader.list("edit.points") {
        (reader: inout LedgerReader) throws(LedgerCorruption) -> TilePoint in
        try reader.point("edit.point")
      }
      self = .add(points: points, attributes: try reader.attributes("edit.attributes"))
    case 3:
      self = .shiftPoint(
        try reader.piece("edit.piece"), east_cm: try reader.signed("edit.east"),
        north_cm: try reader.signed("edit.north"))
    case 4:
      let piece = try reader.piece("edit.piece")
      self = .shiftLine(
        piece,
        try reader.list("edit.shifts") { (reader: inout LedgerReader) throws(LedgerCorruption) -> LineShift in
          LineShift(station_cm: try reader.signed("edit.station"), left_cm: try reader.signed("edit.left"))
        })
    case 5:
      self = .relabel(
        try reader.piece("edit.piece"), stretch_cm: try reader.stretch("edit.stretch"),
        try reader.attributes("edit.attributes"))
    default: throw LedgerCorruption("edit.kind")
    }
  }
}

extension LedgerWriter {
  fileprivate mutating func stretch(_ range_cm: Range<Int>?) {
    flag(range_cm != nil)
    guard let range_cm else { return }
    unsigned(range_cm.lowerBound)
    unsigned(range_cm.count)
  }
}

extension LedgerReader {
  fileprivate mutating func stretch(_ field: StaticString) throws(LedgerCorruption) -> Range<Int>? {
    guard try flag(field) else { return nil }
    let start: Int32 = try unsigned(field)
    let count: Int32 = try unsigned(field)
    return Int(start)..<(Int(start) + Int(count))
  }
}
