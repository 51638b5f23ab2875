import CContracts
import MapModel
import Observations

/// Packed columns back to map elements, every count checked before anything is cut from the columns.
struct ElementReading {
  private let group: String
  private let limits: RecordLimits
  private let points: [TilePoint]
  private let elevations_cm: [Int32]
  private let attributes: [Attributes.Entry]
  private let references: [Reference]

  /// The elements of a message whose path is `group`.
  static func elements(
    _ message: Resurvey__V1__TileElements, _ group: String, _ limits: RecordLimits
  ) throws(Rejection) -> [MapElement] {
    let count = unsafe message.n_element_id_delta
    try FieldCheck.count(count, group, atMost: limits.pieces)
    let pieces = try unsafe self.pieces(
      elementDeltas: Columns.copy(message.n_element_id_delta, message.element_id_delta),
      parts: Columns.copy(message.n_part, message.part), "\(group).element_id_delta", "\(group).part")
    try unsafe FieldCheck.length(message.n_element_class, "\(group).element_class", count)
    try unsafe FieldCheck.length(message.n_shape_kind, "\(group).shape_kind", count)
    let reading = try unsafe ElementReading(message, group, limits)
    let vertices = try unsafe reading.counts(
      Columns.copy(message.n_vertex_count, message.vertex_count), "vertex_count", count, sum: reading.points.count)
    let heights = try unsafe reading.counts(
      Columns.copy(message.n_elevation_count, message.elevation_count), "elevation_count", count,
      sum: reading.elevations_cm.count)
    let properties = try unsafe reading.counts(
      Columns.copy(message.n_attribute_count, message.attribute_count), "attribute_count", count,
      sum: reading.attributes.count)
    let ties = try unsafe reading.counts(
      Columns.copy(message.n_reference_count, message.reference_count), "reference_count", count,
      sum: reading.references.count)

    var elements: [MapElement] = []
    elements.reserveCapacity(count)
    var next = (point: 0, height: 0, attribute: 0, reference: 0)
    for i in 0..<count {
      let kind = try unsafe WireEnum.shapeKind(message.shape_kind[i].rawValue, "\(group).shape_kind[\(i)]")
      let elementClass = try unsafe WireEnum.elementClass(
        message.element_class[i].rawValue, "\(group).element_class[\(i)]")
      try RecordCheck.vertexCount(vertices[i], kind, "\(group).vertex_count[\(i)]", limits)
      guard heights[i] == 0 || heights[i] == vertices[i] else {
        throw Rejection(
          .lengthMismatch, field: "\(group).elevation_count[\(i)]", value: "\(heights[i])",
          limit: "0 or \(vertices[i]), the number of vertices")
      }
      try FieldCheck.count(ties[i], "\(group).reference_count[\(i)]", atMost: limits.referencesPerPiece)
      elements.append(
        MapElement(
          piece: pieces[i], elementClass: elementClass, kind: kind,
          points: Array(reading.points[next.point..<next.point + vertices[i]]),
          elevations_cm: Array(reading.elevations_cm[next.height..<next.height + heights[i]]),
          attributes: try reading.attributes(next.attribute..<next.attribute + properties[i]),
          references: Array(reading.references[next.reference..<next.reference + ties[i]])))
      next.point += vertices[i]
      next.height += heights[i]
      next.attribute += properties[i]
      next.reference += ties[i]
    }
    return elements
  }

  /// Pieces of two columns, in strictly rising order.
  static func pieces(
    elementDeltas: [UInt64], parts: [UInt32], _ elementField: String, _ partField: String
  ) throws(Rejection) -> [PieceID] {
    try FieldCheck.length(parts.count, partField, elementDeltas.count)
    var pieces: [PieceID] = []
    pieces.reserveCapacity(parts.count)
    for (i, element) in Deltas.sums(elementDeltas).enumerated() {
      let piece = try RecordCheck.piece(element, parts[i], "\(elementField)[\(i)]")
      if let last = pieces.last, !(last < piece) {
        throw Rejection(
          last == piece ? .duplicate : .outOfOrder, field: "\(elementField)[\(i)]",
          value: "element \(element) part \(parts[i])",
          limit: "above element \(last.element.value) part \(last.part)")
      }
      pieces.append(piece)
    }
    return pieces
  }

  private init(
    _ message: Resurvey__V1__TileElements, _ group: String, _ limits: RecordLimits
  ) throws(Rejection) {
    self.group = group
    self.limits = limits
    points = try unsafe RecordCheck.points(
      x_cm: Deltas.sums(Columns.copy(message.n_x_delta_cm, message.x_delta_cm)),
      y_cm: Deltas.sums(Columns.copy(message.n_y_delta_cm, message.y_delta_cm)), "\(group).vertices", limits)
    elevations_cm = unsafe Deltas.sums(Columns.copy(message.n_elevation_delta_cm, message.elevation_delta_cm))
    let heights = -limits.elevation_cm...limits.elevation_cm
    if let i = elevations_cm.firstIndex(where: { !heights.contains($0) }) {
      throw Rejection(
        .outOfRange, field: "\(group).elevation_delta_cm[\(i)]", value: "\(elevations_cm[i])",
        limit: "within \(limits.elevation_cm) cm")
    }
    attributes = try unsafe Self.attributes(message, group)
    references = try unsafe Self.references(message, group)
  }

  private static func attributes(
    _ message: Resurvey__V1__TileElements, _ group: String
  ) throws(Rejection) -> [Attributes.Entry] {
    let values = unsafe Columns.texts(message.n_attribute_values, message.attribute_values)
    for i in values.indices { try AttributeColumns.check(values[i], "\(group).attribute_values[\(i)]") }
    let indexes = unsafe Columns.copy(message.n_attribute_value_index, message.attribute_value_index)
    try unsafe FieldCheck.length(message.n_attribute_key, "\(group).attribute_key", indexes.count)
    try FieldCheck.indexes(indexes, "\(group).attribute_value_index", into: "attribute values", count: values.count)
    var entries: [Attributes.Entry] = []
    entries.reserveCapacity(indexes.count)
    for i in indexes.indices {
      let key = try unsafe WireEnum.attributeKey(message.attribute_key[i].rawValue, "\(group).attribute_key[\(i)]")
      entries.append(Attributes.Entry(key, values[Int(indexes[i])]))
    }
    return entries
  }

  private static func references(
    _ message: Resurvey__V1__TileElements, _ group: String
  ) throws(Rejection) -> [Reference] {
    let ids = unsafe Columns.copy(message.n_reference_element_id, message.reference_element_id)
    let reversed = unsafe Columns.copy(message.n_reference_is_reversed, message.reference_is_reversed)
    try unsafe FieldCheck.length(message.n_reference_role, "\(group).reference_role", ids.count)
    try FieldCheck.length(reversed.count, "\(group).reference_is_reversed", ids.count)
    var references: [Reference] = []
    references.reserveCapacity(ids.count)
    for i in ids.indices {
      let role: Reference.Role = try unsafe WireEnum.value(
        message.reference_role[i].rawValue, "\(group).reference_role[\(i)]")
      guard ids[i] != 0 else {
        throw Rejection(
          .missing, field: "\(group).reference_element_id[\(i)]", value: "0", limit: "an element id of 1 or more")
      }
      references.append(Reference(role, ElementID(ids[i]), isReversed: reversed[i] != 0))
    }
    return references
  }

  /// One count a piece, together as many as there are entries.
  private func counts(_ column: [UInt32], _ name: String, _ count: Int, sum: Int) throws(Rejection) -> [Int] {
    try FieldCheck.length(column.count, "\(group).\(name)", count)
    let total = column.reduce(0) { $0 + Int($1) }
    guard total == sum else {
      throw Rejection(
        .lengthMismatch, field: "\(group).\(name)", value: "sum \(total)", limit: "\(sum), the number of entries")
    }
    return column.map(Int.init)
  }

  private func attributes(_ range: Range<Int>) throws(Rejection) -> Attributes {
    var set = Attributes()
    for i in range {
      guard set[attributes[i].key] == nil else {
        throw Rejection(
          .duplicate, field: "\(group).attribute_key[\(i)]", value: attributes[i].key.name,
          limit: "each key once a piece")
      }
      set[attributes[i].key] = attributes[i].value
    }
    return set
  }
}
