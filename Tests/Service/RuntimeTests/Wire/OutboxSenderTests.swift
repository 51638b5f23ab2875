import Contracts
import Kafka
import Storage
import TestSupport
import Testing

@testable import Runtime

/// What several partitions have to say arrives whole, each in its order, and is noted in each file.
@Suite struct OutboxSenderTests {
  private let broker: EmbeddedBroker
  private let cluster: Cluster

  init() throws {
    broker = try EmbeddedBroker(log: { _ in })
    cluster = Cluster.quiet(on: broker)
    try broker.createTopic(cluster.names[.changes], partitions: 3)
  }

  private func store(_ path: String, partition: Int32, _ texts: [String]) throws -> PartitionStore {
    let store = try PartitionStore(path: path, name: "test/\(partition)")
    var changes = PartitionChanges()
    changes.outbox = texts.enumerated().map { index, text in
      OutboxRecord(
        topic: Topic.changes.rawValue, sequence: UInt64(index + 1), partition: partition, key: Array("k".utf8),
        value: Array(text.utf8), headers: [], time_ns: 0)
    }
    try store.commit(expectedOffset: nil, newOffset: 1, changes)
    return store
  }

  @Test func allThatPartitionsHaveToSayArrivesInOrderAndOnce() throws {
    let scratch = try Scratch()
    // More than are sent before arrivals are noted, a few, and none.
    let texts = [(0..<2500).map { "a\($0)" }, ["b0", "b1"], []]
    let stores = try texts.enumerated().map {
      try store(scratch.path("\($0.offset).sqlite"), partition: Int32($0.offset), $0.element)
    }
    let sender = try OutboxSender(cluster)
    defer { sender.close() }
    try sender.send(of: stores)
    for store in stores { #expect(try store.pendingOutbox(limit: 10).isEmpty) }
    try sender.send(of: stores)

    let reader = try TopicReader(cluster, .changes)
    var arrived = [[String]](repeating: [], count: texts.count)
    while !reader.hasReachedEnd {
      for record in try reader.poll(timeout_ms: 100).records {
        arrived[Int(record.partition)].append(String(decoding: record.value ?? [], as: UTF8.self))
      }
    }
    #expect(arrived == texts)
  }

  @Test func aTopicThatThisVersionDoesNotKnowIsSaidAndStays() throws {
    let scratch = try Scratch()
    let store = try PartitionStore(path: scratch.path("x.sqlite"), name: "test/0")
    var changes = PartitionChanges()
    changes.outbox = [
      OutboxRecord(topic: "map.weather", sequence: 1, partition: 0, key: [], value: [], headers: [], time_ns: 0)
    ]
    try store.commit(expectedOffset: nil, newOffset: 1, changes)
    let sender = try OutboxSender(cluster)
    defer { sender.close() }
    let error = #expect(throws: KafkaError.self) { try sender.send(of: [store]) }
    #expect("\(try #require(error))".contains("map.weather"))
    #expect(try store.pendingOutbox(limit: 10).count == 1)
  }
}
