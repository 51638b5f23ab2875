import CContracts
import Evidence
import MapModel
import Observations

/// Alerts as bytes: `resurvey.v1.Alert`.
public enum AlertCodec {
  /// Decodes and validates one alert.
  /// - Throws: why it is refused: field, value and limit.
  public static func decode(_ bytes: [UInt8], limits: RecordLimits = .standard) throws(Rejection) -> Alert {
    try unsafe Wire.read(bytes, as: .alert, Resurvey__V1__Alert.self) { message throws(Rejection) in
      try unsafe alert(message.pointee, limits)
    }
  }

  private static func alert(_ message: Resurvey__V1__Alert, _ limits: RecordLimits) throws(Rejection) -> Alert {
    try unsafe Alert(
      alert: RecordCheck.text(Columns.text(message.alert_id), "alert_id", atLeast: 1, atMost: limits.name_bytes),
      revision: message.revision, severity: WireEnum.value(message.severity.rawValue, "severity"),
      tile: TileID(quadkey: message.tile_id),
      changes: RecordCheck.names(message.n_change_ids, message.change_ids, "change_ids", limits),
      title: RecordCheck.text(Columns.text(message.title), "title", atMost: limits.title_bytes),
      detail: RecordCheck.prose(Columns.text(message.detail), "detail", atMost: limits.text_bytes),
      isResolved: message.is_resolved != 0, time_ns: message.time_ns,
      cause: WireEnum.optional(message.cause.rawValue, "cause"))
  }

  /// The bytes of an alert; equal alerts give equal bytes.
  public static func encode(_ alert: Alert) -> [UInt8] {
    let arena = Arena.forBuilding()
    let message = unsafe arena.message(resurvey__v1__alert__init)
    unsafe message.pointee.alert_id = arena.text(alert.alert)
    unsafe message.pointee.revision = alert.revision
    unsafe message.pointee.severity = .init(rawValue: UInt32(alert.severity.rawValue))
    unsafe message.pointee.tile_id = alert.tile.quadkey
    unsafe (message.pointee.n_change_ids, message.pointee.change_ids) = arena.texts(alert.changes)
    unsafe message.pointee.title = arena.text(alert.title)
    unsafe message.pointee.detail = arena.text(alert.detail)
    unsafe message.pointee.is_resolved = alert.isResolved ? 1 : 0
    unsafe message.pointee.time_ns = alert.time_ns
    if let cause = alert.cause { unsafe message.pointee.cause = .init(rawValue: UInt32(cause.rawValue)) }
    return unsafe Wire.bytes(of: message, in: arena)
  }
}
