import CContracts
import Observations

/// Dead letters in one piece: `resurvey.v1.DeadLetter`, for files and for people.
public enum DeadLetterCodec {
  /// Decodes one dead letter.
  /// - Throws: why it is refused: field, value and limit.
  public static func decode(_ bytes: [UInt8], limits: RecordLimits = .standard) throws(Rejection) -> DeadLetter {
    try unsafe Wire.read(bytes, as: .deadLetter, Resurvey__V1__DeadLetter.self) { message throws(Rejection) in
      let letter = unsafe DeadLetter(
        topic: Columns.text(message.pointee.topic), partition: message.pointee.partition,
        offset: message.pointee.offset, logTime_ms: message.pointee.log_time_ms,
        reason: Columns.text(message.pointee.reason_code), field: Columns.text(message.pointee.field),
        value: Columns.text(message.pointee.value), limit: Columns.text(message.pointee.limit),
        originalKey: blob(message.pointee.original_key), originalValue: blob(message.pointee.original_value))
      let id = unsafe Columns.text(message.pointee.dead_letter_id)
      guard id == letter.id else {
        throw Rejection(
          .outOfRange, field: "dead_letter_id", value: id, limit: "topic, partition and offset: \(letter.id)")
      }
      guard !letter.reason.isEmpty else { throw Rejection(.missing, field: "reason_code", limit: "a reason") }
      return letter
    }
  }

  /// The bytes of a dead letter; equal ones give equal bytes.
  public static func encode(_ letter: DeadLetter) -> [UInt8] {
    let arena = Arena.forBuilding()
    let message = unsafe arena.message(resurvey__v1__dead_letter__init)
    unsafe message.pointee.dead_letter_id = arena.text(letter.id)
    unsafe message.pointee.topic = arena.text(letter.topic)
    unsafe message.pointee.partition = letter.partition
    unsafe message.pointee.offset = letter.offset
    unsafe message.pointee.log_time_ms = letter.logTime_ms
    unsafe message.pointee.reason_code = arena.text(letter.reason)
    unsafe message.pointee.field = arena.text(letter.field)
    unsafe message.pointee.value = arena.text(letter.value)
    unsafe message.pointee.limit = arena.text(letter.limit)
    if let key = letter.originalKey { unsafe message.pointee.original_key = blob(key, arena) }
    if let value = letter.originalValue { unsafe message.pointee.original_value = blob(value, arena) }
    return unsafe Wire.bytes(of: message, in: arena)
  }

  private static func blob(_ message: UnsafeMutablePointer<Resurvey__V1__Blob>?) -> [UInt8]? {
    guard let message = unsafe message else { return nil }
    return unsafe Columns.copy(message.pointee.data)
  }

  private static func blob(_ bytes: [UInt8], _ arena: borrowing Arena) -> UnsafeMutablePointer<Resurvey__V1__Blob> {
    let message = unsafe arena.message(resurvey__v1__blob__init)
    unsafe message.pointee.data = arena.bytes(bytes)
    return unsafe message
  }
}
