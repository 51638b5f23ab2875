import Observations

/// The attributes of CloudEvents 1.0 in binary mode, as headers of a Kafka record; with `traceparent` (W3C Trace Context) carried through.
public struct CloudEventHeaders: Hashable, Sendable {
  /// Unique among the records of a topic: `<app>/<partition>/<seq>`.
  public var id: String
  /// Who says it, a URI reference.
  public var source: String
  /// What is said: the message's name, for example `resurvey.v1.ChangeEvent`.
  public var type: String
  /// Event time, ns since 1970 (UTC).
  public var time_ns: Int64
  /// Position in the source's own order, without gaps.
  public var sequence: UInt64
  /// Trace context of what led to it; nil where there is none.
  public var traceparent: String?

  /// Attributes of their values.
  public init(
    id: String, source: String, type: MessageType, time_ns: Int64, sequence: UInt64, traceparent: String? = nil
  ) {
    self.id = id
    self.source = source
    self.type = type.rawValue
    self.time_ns = time_ns
    self.sequence = sequence
    self.traceparent = traceparent
  }

  /// The headers, always in the same order.
  public var recordHeaders: [RecordHeader] {
    let digits = String(sequence)
    let padded = String(repeating: "0", count: 20 - digits.count) + digits
    var headers = [
      RecordHeader("ce_specversion", "1.0"), RecordHeader("ce_id", id), RecordHeader("ce_source", source),
      RecordHeader("ce_type", type), RecordHeader("ce_time", Timestamp.text(of: time_ns)),
      RecordHeader("ce_sequence", padded), RecordHeader("content-type", "application/protobuf"),
    ]
    if let traceparent { headers.append(RecordHeader("traceparent", traceparent)) }
    return headers
  }

  /// The attributes in a record's headers.
  /// - Throws: which header is missing or malformed.
  public init(_ headers: [RecordHeader]) throws(Rejection) {
    func text(_ name: String) throws(Rejection) -> String {
      guard let header = headers.first(where: { $0.name == name }) else {
        throw Rejection(.missing, field: "header \(name)", limit: "a CloudEvents header")
      }
      return header.text
    }
    let version = try text("ce_specversion")
    guard version == "1.0" else {
      throw Rejection(.unsupportedVersion, field: "header ce_specversion", value: version, limit: "1.0")
    }
    id = try text("ce_id")
    source = try text("ce_source")
    type = try text("ce_type")
    let time = try text("ce_time")
    guard let time_ns = Timestamp.time_ns(of: time) else {
      throw Rejection(.malformed, field: "header ce_time", value: time, limit: "RFC 3339 in UTC with nanoseconds")
    }
    self.time_ns = time_ns
    let digits = try text("ce_sequence")
    guard digits.utf8.count == 20, let sequence = UInt64(digits) else {
      throw Rejection(.malformed, field: "header ce_sequence", value: digits, limit: "20 digits")
    }
    self.sequence = sequence
    traceparent = headers.first { $0.name == "traceparent" }?.text
  }
}
