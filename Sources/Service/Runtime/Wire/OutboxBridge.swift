import Contracts
import Storage
import Topology

extension PartitionStore {
  /// Notes that these records have arrived.
  func markSent(_ records: [OutboxRecord]) throws {
    var last: [String: UInt64] = [:]
    for record in records { last[record.topic] = max(last[record.topic] ?? 0, record.sequence) }
    for (topic, sequence) in last.sorted(by: { $0.key < $1.key }) {
      try markPublished(topic: topic, upTo: sequence)
    }
  }
}

extension OutboxRecord {
  /// An output of a fold as its file keeps it.
  init(_ output: TaskOutput) {
    self.init(
      topic: output.record.topic.rawValue, sequence: output.sequence, partition: output.record.partition ?? 0,
      key: output.record.key, value: output.record.value,
      headers: output.record.headers.map { Header($0.name, $0.value) }, time_ns: output.time_ns)
  }

  /// The record to send; nil where the file names a topic this version does not know.
  var outgoing: OutgoingRecord? {
    guard let topic = Topic(rawValue: topic) else { return nil }
    return OutgoingRecord(
      topic: topic, partition: partition, key: key, value: value,
      headers: headers.map { RecordHeader($0.name, $0.value) })
  }
}
