import Contracts

/// The logs of a replay: numbers what is written, and keeps of each partition what is not yet read. What a fold has to say is appended
/// behind what waits already, so that every partition is read in the order of its offsets.
struct ReplayLog {
  private var offsets: [Topic: [Int32: Int64]] = [:]
  private var unread: [Int32: [IncomingRecord]] = [:]

  /// Numbers a record of any topic.
  mutating func number(_ record: OutgoingRecord, partition: Int32, timestamp_ms: Int64) -> IncomingRecord {
    let offset = offsets[record.topic, default: [:]][partition, default: 0]
    offsets[record.topic, default: [:]][partition] = offset + 1
    return IncomingRecord(
      topic: record.topic, partition: partition, offset: offset, timestamp_ms: timestamp_ms, key: record.key,
      value: record.value, headers: record.headers)
  }

  /// Appends a numbered record of the tile log to what is to be read.
  mutating func append(_ record: IncomingRecord) { unread[record.partition, default: []].append(record) }

  /// Takes what is unread of the lowest partition that has something; nil where all is read.
  mutating func next() -> (partition: Int32, records: [IncomingRecord])? {
    guard let partition = unread.keys.min(), let records = unread.removeValue(forKey: partition) else { return nil }
    return (partition, records)
  }
}
