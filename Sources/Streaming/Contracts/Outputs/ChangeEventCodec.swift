import CContracts
import Evidence
import MapModel
import Observations

/// Change events as bytes: `resurvey.v1.ChangeEvent`.
public enum ChangeEventCodec {
  /// Decodes and validates one event.
  /// - Throws: why it is refused: field, value and limit.
  public static func decode(_ bytes: [UInt8], limits: RecordLimits = .standard) throws(Rejection) -> ChangeEvent {
    try unsafe Wire.read(bytes, as: .changeEvent, Resurvey__V1__ChangeEvent.self) { message throws(Rejection) in
      try unsafe event(message.pointee, limits)
    }
  }

  private static func event(
    _ message: Resurvey__V1__ChangeEvent, _ limits: RecordLimits
  ) throws(Rejection) -> ChangeEvent {
    var event = try unsafe ChangeEvent(
      change: RecordCheck.text(Columns.text(message.change_id), "change_id", atLeast: 1, atMost: limits.name_bytes),
      kind: WireEnum.value(message.kind.rawValue, "kind"), status: WireEnum.value(message.status.rawValue, "status"),
      tile: TileID(quadkey: message.tile_id),
      elementClass: WireEnum.elementClass(message.element_class.rawValue, "element_class"),
      shapeKind: WireEnum.shapeKind(message.shape_kind.rawValue, "shape_kind"))
    if let piece = unsafe message.piece_before {
      event.pieceBefore = try unsafe RecordCheck.piece(
        piece.pointee.element_id, piece.pointee.part, "piece_before.element_id")
    }
    if let piece = unsafe message.piece_after {
      event.pieceAfter = try unsafe RecordCheck.piece(
        piece.pointee.element_id, piece.pointee.part, "piece_after.element_id")
    }
    if let shape = unsafe message.before { event.before = try unsafe points(shape.pointee, "before", limits) }
    if let shape = unsafe message.after { event.after = try unsafe points(shape.pointee, "after", limits) }
    event.attributesBefore = try unsafe AttributeColumns.read(
      message.n_attributes_before, message.attributes_before, "attributes_before")
    event.attributesAfter = try unsafe AttributeColumns.read(
      message.n_attributes_after, message.attributes_after, "attributes_after")
    unsafe event.evidence_mnat = message.evidence_mnat
    unsafe event.traversals = message.traversal_count
    unsafe event.vehicles = message.vehicle_count
    unsafe event.days = message.day_count
    unsafe event.firstSeen_ns = message.first_seen_ns
    unsafe event.lastSeen_ns = message.last_seen_ns
    unsafe event.appliedVersion = message.applied_version
    event.reason = try unsafe RecordCheck.prose(Columns.text(message.reason), "reason", atMost: limits.text_bytes)
    event.splitFrom = try unsafe RecordCheck.text(
      Columns.text(message.split_from_change_id), "split_from_change_id", atLeast: 0, atMost: limits.name_bytes)
    unsafe event.restoredVersion = message.restored_version
    event.cause = try unsafe WireEnum.optional(message.cause.rawValue, "cause")
    event.group = try unsafe RecordCheck.text(
      Columns.text(message.group_id), "group_id", atLeast: 0, atMost: limits.name_bytes)
    return event
  }

  private static func points(
    _ shape: Resurvey__V1__TileShape, _ field: String, _ limits: RecordLimits
  ) throws(Rejection) -> [TilePoint] {
    try unsafe RecordCheck.points(
      x_cm: Columns.copy(shape.n_x_cm, shape.x_cm), y_cm: Columns.copy(shape.n_y_cm, shape.y_cm), field, limits)
  }

  /// The bytes of an event; equal events give equal bytes.
  public static func encode(_ event: ChangeEvent) -> [UInt8] {
    let arena = Arena.forBuilding()
    let message = unsafe arena.message(resurvey__v1__change_event__init)
    unsafe message.pointee.change_id = arena.text(event.change)
    unsafe message.pointee.kind = .init(rawValue: UInt32(event.kind.rawValue))
    unsafe message.pointee.status = .init(rawValue: UInt32(event.status.rawValue))
    unsafe message.pointee.tile_id = event.tile.quadkey
    unsafe message.pointee.element_class = .init(rawValue: UInt32(event.elementClass.rawValue))
    unsafe message.pointee.shape_kind = .init(rawValue: UInt32(event.shapeKind.rawValue))
    if let piece = event.pieceBefore { unsafe message.pointee.piece_before = ElementWriting.piece(piece, arena) }
    if let piece = event.pieceAfter { unsafe message.pointee.piece_after = ElementWriting.piece(piece, arena) }
    if !event.before.isEmpty { unsafe message.pointee.before = ElementWriting.shape(event.before, arena) }
    if !event.after.isEmpty { unsafe message.pointee.after = ElementWriting.shape(event.after, arena) }
    unsafe (message.pointee.n_attributes_before, message.pointee.attributes_before) = AttributeColumns.write(
      event.attributesBefore, arena)
    unsafe (message.pointee.n_attributes_after, message.pointee.attributes_after) = AttributeColumns.write(
      event.attributesAfter, arena)
    unsafe message.pointee.evidence_mnat = event.evidence_mnat
    unsafe message.pointee.traversal_count = event.traversals
    unsafe message.pointee.vehicle_count = event.vehicles
    unsafe message.pointee.day_count = event.days
    unsafe message.pointee.first_seen_ns = event.firstSeen_ns
    unsafe message.pointee.last_seen_ns = event.lastSeen_ns
    unsafe message.pointee.applied_version = event.appliedVersion
    unsafe message.pointee.reason = arena.text(event.reason)
    unsafe message.pointee.split_from_change_id = arena.text(event.splitFrom)
    unsafe message.pointee.restored_version = event.restoredVersion
    if let cause = event.cause { unsafe message.pointee.cause = .init(rawValue: UInt32(cause.rawValue)) }
    unsafe message.pointee.group_id = arena.text(event.group)
    return unsafe Wire.bytes(of: message, in: arena)
  }
}
