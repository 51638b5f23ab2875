import Contracts
import Testing

@testable import Topology

@Suite struct MemoryLogTests {
  @Test func aKeyAlwaysLandsInItsPartitionAndOffsetsAreGapFree() {
    var log = MemoryLog(partitionCount: 4)
    for i in 0..<100 {
      let key = Array("vehicle-\(i % 10)".utf8)
      let place = log.append(OutgoingRecord(topic: .observations, key: key, value: [UInt8(i)]), timestamp_ms: 0)
      #expect(place.partition == Murmur2.partition(of: key, count: 4))
    }
    for partition in 0..<Int32(4) {
      let records = log.records(of: .observations, partition: partition)
      #expect(records.map(\.offset) == Array(0..<Int64(records.count)))
    }
    #expect(log.records(of: .observations).count == 100)
    #expect(log.records(of: .changes).isEmpty)
  }

  @Test func anExplicitPartitionWins() {
    var log = MemoryLog(partitionCount: 4)
    let record = OutgoingRecord(topic: .tiles, partition: 3, key: [1], value: nil)
    #expect(log.append(record, timestamp_ms: 5).partition == 3)
    #expect(log.records(of: .tiles, partition: 3, from: 0).first?.timestamp_ms == 5)
    #expect(log.records(of: .tiles, partition: 3, from: 1).isEmpty)
  }
}
