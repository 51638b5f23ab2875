import Foundation
import Kafka

/// Bytes of a text.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// A name no other test uses.
func uniqueName(_ stem: String) -> String { "\(stem)-\(UUID().uuidString.lowercased())" }

/// Tests read what went wrong from errors, not from the log.
@Sendable func silent(_: KafkaLogLine) {}

/// What a condition did not come to within its time.
struct Timeout: Error, CustomStringConvertible {
  var description: String
}

/// Repeats until a value is there; far longer than any sane machine needs, so that speed decides nothing.
func eventually<Value>(
  _ what: String, within limit: Duration = .seconds(400), _ attempt: () throws -> Value?
) throws -> Value {
  let deadline = ContinuousClock.now + limit
  while ContinuousClock.now < deadline {
    if let value = try attempt() { return value }
  }
  throw Timeout(description: "not within \(limit): \(what)")
}

extension KafkaConsumer {
  /// Polls until `count` records are there. On a busy machine a group may forget a member and assign anew meanwhile.
  func read(_ count: Int) throws -> [KafkaRecord] {
    var records: [KafkaRecord] = []
    return try eventually("\(count) records") {
      let batch = try poll(max: count - records.count, timeout_ms: 100)
      for case .assigned(let partitions) in batch.events { try startAtCommitted(partitions) }
      records += batch.records
      return records.count >= count ? records : nil
    }
  }

  /// Polls until an event of the wanted kind comes; of several at once the last, which stands.
  func await<Value>(_ what: String, _ wanted: (ConsumerEvent) -> Value?) throws -> Value {
    try eventually(what) {
      try poll(max: 1, timeout_ms: 100).events.compactMap(wanted).last
    }
  }

  /// Polls until the group assigns, and starts at what was committed, else at the beginning.
  /// - Parameter wanted: What has to be among it: a group in which another member is leaving may give it only a part at first.
  @discardableResult
  func awaitAssignment(with wanted: TopicPartition? = nil) throws -> [AssignedPartition] {
    try eventually("assignment") {
      for case .assigned(let assigned) in try poll(max: 1, timeout_ms: 100).events {
        try startAtCommitted(assigned)
        if wanted == nil || assigned.contains(where: { $0.partition == wanted }) { return assigned }
      }
      return nil
    }
  }

  private func startAtCommitted(_ assigned: [AssignedPartition]) throws {
    try start(at: Dictionary(uniqueKeysWithValues: assigned.map { ($0.partition, $0.committed ?? 0) }))
  }
}

extension KafkaProducer {
  /// Sends records, tokens counting from 0, and returns where each came to lie.
  @discardableResult
  func deliver(_ records: [OutgoingRecord]) throws -> [RecordPosition] {
    for (token, record) in records.enumerated() { try send(record, token: UInt64(token)) }
    var positions: [UInt64: RecordPosition] = [:]
    try eventually("\(records.count) deliveries") {
      for delivery in flush(timeout_ms: 1000) { positions[delivery.token] = try delivery.result.get() }
      return positions.count == records.count ? () : nil
    }
    return records.indices.compactMap { positions[UInt64($0)] }
  }
}
