import CContracts
import MapModel

/// Map elements to packed columns.
enum ElementWriting {
  static func piece(_ piece: PieceID, _ arena: borrowing Arena) -> UnsafeMutablePointer<Resurvey__V1__Piece> {
    let message = unsafe arena.message(resurvey__v1__piece__init)
    unsafe message.pointee.element_id = piece.element.value
    unsafe message.pointee.part = piece.part
    return unsafe message
  }

  static func shape(_ points: [TilePoint], _ arena: borrowing Arena) -> UnsafeMutablePointer<Resurvey__V1__TileShape> {
    let message = unsafe arena.message(resurvey__v1__tile_shape__init)
    unsafe (message.pointee.n_x_cm, message.pointee.x_cm) = arena.column(points.map(\.x_cm))
    unsafe (message.pointee.n_y_cm, message.pointee.y_cm) = arena.column(points.map(\.y_cm))
    return unsafe message
  }

  static func elements(
    _ elements: [MapElement], _ arena: borrowing Arena
  ) -> UnsafeMutablePointer<Resurvey__V1__TileElements> {
    let message = unsafe arena.message(resurvey__v1__tile_elements__init)
    unsafe (message.pointee.n_element_id_delta, message.pointee.element_id_delta) = arena.column(
      Deltas.differences(elements.map(\.piece.element.value)))
    unsafe (message.pointee.n_part, message.pointee.part) = arena.column(elements.map(\.piece.part))
    unsafe (message.pointee.n_element_class, message.pointee.element_class) = arena.column(
      elements.map { Resurvey__V1__ElementClass(rawValue: UInt32($0.elementClass.rawValue)) })
    unsafe (message.pointee.n_shape_kind, message.pointee.shape_kind) = arena.column(
      elements.map { Resurvey__V1__ShapeKind(rawValue: UInt32($0.kind.rawValue)) })
    unsafe (message.pointee.n_vertex_count, message.pointee.vertex_count) = arena.column(
      elements.map { UInt32($0.points.count) })
    unsafe (message.pointee.n_elevation_count, message.pointee.elevation_count) = arena.column(
      elements.map { UInt32($0.elevations_cm.count) })
    unsafe (message.pointee.n_attribute_count, message.pointee.attribute_count) = arena.column(
      elements.map { UInt32($0.attributes.entries.count) })
    unsafe (message.pointee.n_reference_count, message.pointee.reference_count) = arena.column(
      elements.map { UInt32($0.references.count) })
    let points = elements.flatMap(\.points)
    unsafe (message.pointee.n_x_delta_cm, message.pointee.x_delta_cm) = arena.column(
      Deltas.differences(points.map(\.x_cm)))
    unsafe (message.pointee.n_y_delta_cm, message.pointee.y_delta_cm) = arena.column(
      Deltas.differences(points.map(\.y_cm)))
    unsafe (message.pointee.n_elevation_delta_cm, message.pointee.elevation_delta_cm) = arena.column(
      Deltas.differences(elements.flatMap(\.elevations_cm)))
    let references = elements.flatMap(\.references)
    unsafe (message.pointee.n_reference_role, message.pointee.reference_role) = arena.column(
      references.map { Resurvey__V1__ReferenceRole(rawValue: UInt32($0.role.rawValue)) })
    unsafe (message.pointee.n_reference_element_id, message.pointee.reference_element_id) = arena.column(
      references.map(\.element.value))
    unsafe (message.pointee.n_reference_is_reversed, message.pointee.reference_is_reversed) = arena.column(
      references.map { protobuf_c_boolean($0.isReversed ? 1 : 0) })
    unsafe attributes(elements.flatMap(\.attributes.entries), message, arena)
    return unsafe message
  }

  /// Values in a table, in order of first use: a tile repeats a handful of words.
  private static func attributes(
    _ entries: [Attributes.Entry], _ message: UnsafeMutablePointer<Resurvey__V1__TileElements>,
    _ arena: borrowing Arena
  ) {
    var indexes: [String: UInt32] = [:]
    var values: [String] = []
    let column = entries.map { entry in
      if let index = indexes[entry.value] { return index }
      let index = UInt32(values.count)
      indexes[entry.value] = index
      values.append(entry.value)
      return index
    }
    unsafe (message.pointee.n_attribute_key, message.pointee.attribute_key) = arena.column(
      entries.map { Resurvey__V1__AttributeKey(rawValue: UInt32($0.key.rawValue)) })
    unsafe (message.pointee.n_attribute_value_index, message.pointee.attribute_value_index) = arena.column(column)
    unsafe (message.pointee.n_attribute_values, message.pointee.attribute_values) = arena.texts(values)
  }
}
