import Observations

/// A record that was refused, with the reason. On a dead-letter topic the key and value are the record's own, byte for byte, and the rest
/// stands in headers; `DeadLetterCodec` writes the same in one piece.
public struct DeadLetter: Hashable, Sendable {
  /// Where the record stood: topic as its cluster names it.
  public var topic: String
  /// Partition of the record.
  public var partition: Int32
  /// Offset of the record.
  public var offset: Int64
  /// When the log took it, ms since 1970.
  public var logTime_ms: Int64
  /// Why it was refused. Words this version does not know are kept.
  public var reason: String
  /// Which field; empty where the whole record is meant.
  public var field: String
  /// What the field held.
  public var value: String
  /// What it may hold.
  public var limit: String
  /// The record's key; nil where it had none.
  public var originalKey: [UInt8]?
  /// The record's value; nil for a tombstone.
  public var originalValue: [UInt8]?

  /// The id a reader drops repeats by: `<topic>/<partition>/<offset>`.
  public var id: String { "\(topic)/\(partition)/\(offset)" }

  /// The refusal of a record; `topic` where the cluster names the topic otherwise.
  public init(_ record: IncomingRecord, _ rejection: Rejection, topic: String? = nil) {
    self.topic = topic ?? record.topic.rawValue
    partition = record.partition
    offset = record.offset
    logTime_ms = record.timestamp_ms
    reason = rejection.reason.rawValue
    field = rejection.field
    value = rejection.value
    limit = rejection.limit
    originalKey = record.key
    originalValue = record.value
  }

  /// Names of the headers.
  private enum Name {
    static let id = "resurvey_dead_letter_id"
    static let topic = "resurvey_topic"
    static let partition = "resurvey_partition"
    static let offset = "resurvey_offset"
    static let logTime = "resurvey_log_time_ms"
    static let reason = "resurvey_reason"
    static let field = "resurvey_field"
    static let value = "resurvey_value"
    static let limit = "resurvey_limit"
  }

  /// The headers beside the record's own bytes.
  public var headers: [RecordHeader] {
    [
      RecordHeader(Name.id, id), RecordHeader(Name.topic, topic), RecordHeader(Name.partition, "\(partition)"),
      RecordHeader(Name.offset, "\(offset)"), RecordHeader(Name.logTime, "\(logTime_ms)"),
      RecordHeader(Name.reason, reason), RecordHeader(Name.field, field), RecordHeader(Name.value, value),
      RecordHeader(Name.limit, limit),
    ]
  }

  /// The dead letter that a record of a dead-letter topic is.
  /// - Throws: which header is missing or no number.
  public init(from record: IncomingRecord) throws(Rejection) {
    func text(_ name: String) throws(Rejection) -> String {
      guard let header = record.headers.first(where: { $0.name == name }) else {
        throw Rejection(.missing, field: "header \(name)", limit: "a header of a dead letter")
      }
      return header.text
    }
    func number<Number: FixedWidthInteger>(_ name: String) throws(Rejection) -> Number {
      let digits = try text(name)
      guard let number = Number(digits) else {
        throw Rejection(.wrongType, field: "header \(name)", value: digits, limit: "a whole number")
      }
      return number
    }
    topic = try text(Name.topic)
    partition = try number(Name.partition)
    offset = try number(Name.offset)
    logTime_ms = try number(Name.logTime)
    reason = try text(Name.reason)
    field = try text(Name.field)
    value = try text(Name.value)
    limit = try text(Name.limit)
    originalKey = record.key
    originalValue = record.value
  }

  init(
    topic: String, partition: Int32, offset: Int64, logTime_ms: Int64, reason: String, field: String, value: String,
    limit: String, originalKey: [UInt8]?, originalValue: [UInt8]?
  ) {
    self.topic = topic
    self.partition = partition
    self.offset = offset
    self.logTime_ms = logTime_ms
    self.reason = reason
    self.field = field
    self.value = value
    self.limit = limit
    self.originalKey = originalKey
    self.originalValue = originalValue
  }

  /// The record that carries it on a dead-letter topic: the refused key and value, the reason in headers.
  public func record(on topic: Topic) -> OutgoingRecord {
    OutgoingRecord(topic: topic, key: originalKey ?? [], value: originalValue, headers: headers)
  }
}
