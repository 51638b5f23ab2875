import Contracts
import Evidence

/// The number of the last record of each topic that a task has said, part of its stored state.
struct TopicSequences: Hashable, Sendable {
  private var last: [Topic: UInt64] = [:]

  /// Nothing said yet.
  init() {}

  /// The number of a topic's next record, from 1.
  mutating func next(_ topic: Topic) -> UInt64 {
    last[topic, default: 0] += 1
    return last[topic, default: 0]
  }

  func write(to writer: inout LedgerWriter) { writer.list(Topic.allCases) { $0.unsigned(last[$1, default: 0]) } }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    let numbers = try reader.list("sequences") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> UInt64 in try reader.unsigned("sequence")
    }
    guard numbers.count == Topic.allCases.count else { throw LedgerCorruption("sequences") }
    for (topic, number) in zip(Topic.allCases, numbers) where number > 0 { last[topic] = number }
  }
}
