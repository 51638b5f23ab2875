import Contracts
import Testing

@testable import Runtime

@Suite struct ReplayLogTests {
  private func record(_ name: String) -> OutgoingRecord {
    OutgoingRecord(topic: .evidence, key: [], value: Array(name.utf8))
  }

  @Test func whatFollowsFromOnePartitionIsReadBehindWhatWaitsInAnother() {
    var log = ReplayLog()
    for (name, partition) in [("a", Int32(0)), ("b", 2), ("c", 2)] {
      log.append(log.number(record(name), partition: partition, timestamp_ms: 0))
    }
    #expect(log.next()?.partition == 0)
    // Folding "a" has something to say to partition 2, where two records wait.
    log.append(log.number(record("d"), partition: 2, timestamp_ms: 0))
    let next = log.next()
    #expect(next?.partition == 2 && next?.records.map(\.offset) == [0, 1, 2])
    #expect(log.next() == nil)
  }
}
