import Contracts
import Foundation
import Observations
import Runtime

/// A record as `tap` shows it.
struct TappedRecord {
  private struct Envelope: Encodable {
    let topic: String
    let partition: Int32
    let offset: Int64
    let time: String
    let key: String?
    let headers: [String: String]
    let refused: String?
    let unreadable: String?
  }

  private let envelope: Envelope
  /// The value as JSON; nil for a tombstone or what cannot be read.
  private let value: String?
  private let size_bytes: Int?

  /// A record of a topic.
  init(_ record: IncomingRecord, name: String, names: TopicNames) {
    var refused: String?
    var unreadable: String?
    var json: String?
    do throws(Rejection) {
      var type = MessageType(topic: record.topic)
      if record.topic == .observationsDeadLetter || record.topic == .evidenceDeadLetter {
        let letter = try DeadLetter(from: record)
        refused = "\(Rejection.words(letter)), was \(letter.id)"
        type = names.topic(named: letter.topic).flatMap { MessageType(topic: $0) }
      }
      if let type, let bytes = record.value {
        json = String(decoding: try ContractJSON.encode(bytes, as: type), as: UTF8.self)
      }
    } catch {
      unreadable = error.description
    }
    envelope = Envelope(
      topic: name, partition: record.partition, offset: record.offset,
      time: Timestamp.text(of: record.timestamp_ms * 1_000_000),
      key: record.key.map { String(decoding: $0, as: UTF8.self) },
      headers: Dictionary(record.headers.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 }), refused: refused,
      unreadable: unreadable)
    value = json
    size_bytes = record.value?.count
  }

  /// One object on one line.
  func jsonLine() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let line = String(decoding: try encoder.encode(envelope), as: UTF8.self)
    return "\(line.dropLast()),\"value\":\(value ?? "null")}"
  }

  /// A line about the record and a line of its value.
  var text: String {
    var parts = ["\(envelope.topic)/\(envelope.partition)@\(envelope.offset)", "key=\(envelope.key ?? "none")"]
    let told = envelope.headers.filter { $0.key.hasPrefix("ce_") || $0.key == "traceparent" }
    parts += told.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    if told.isEmpty { parts.append("time=\(envelope.time)") }
    if let refused = envelope.refused { parts.append("REFUSED \(refused)") }
    let body =
      value ?? envelope.unreadable.map { "unreadable, \(size_bytes ?? 0) bytes: \($0)" }
      ?? size_bytes.map { "\($0) bytes" } ?? "tombstone"
    return "\(parts.joined(separator: " "))\n  \(body)"
  }
}

extension Rejection {
  /// The reason of a dead letter in one line.
  fileprivate static func words(_ letter: DeadLetter) -> String {
    var text = letter.reason
    if !letter.field.isEmpty { text += " \(letter.field)" }
    if !letter.value.isEmpty { text += " = \(letter.value)" }
    if !letter.limit.isEmpty { text += " (must be \(letter.limit))" }
    return text
  }
}
