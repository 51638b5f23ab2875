import Contracts
import Kafka
import Localization
import MapModel
import Observations
import Reconstruction

/// Keeps a view of the current map by reading `map.tiles` from its beginning, outside any group.
public final class TileFollower {
  private let consumer: KafkaConsumer
  private var unread: Set<TopicPartition>
  /// The current map.
  public private(set) var map = MapView()
  /// Versions that were read.
  public private(set) var versionsRead = 0
  /// Records that could not be read, with the last reason.
  public private(set) var failures: (count: Int, last: String) = (0, "")

  /// A follower that knows nothing yet; `catchUp` brings it to the end of the topic.
  /// - Throws: `retryable` if the broker does not answer.
  public init(_ cluster: Cluster) throws(KafkaError) {
    let admin = try KafkaAdmin(cluster.kafka)
    guard let topic = try admin.topic(cluster.names[.tiles]) else {
      throw .rejected(
        KafkaFault(
          operation: "follow \(cluster.names[.tiles])", code: "UNKNOWN_TOPIC",
          reason: "there is no such topic; `resurvey run` creates it"))
    }
    consumer = try KafkaConsumer(cluster.kafka)
    let start = try admin.offsets(at: .earliest, of: topic.partitions)
    unread = Set(topic.partitions)
    try consumer.assign(start)
  }

  /// Reads what has come since, without waiting.
  public func poll() throws(KafkaError) { try take(timeout_ms: 0) }

  /// Reads what comes, waiting a little for it.
  public func waitForMore() throws(KafkaError) { try take(timeout_ms: 100) }

  /// Reads until the end of every partition has been seen.
  public func catchUp(until stop: StopSignal) throws(KafkaError) {
    while !unread.isEmpty, !stop.isRaised { try take(timeout_ms: 100) }
  }

  /// Ends the reading.
  public func close() { consumer.close() }

  private func take(timeout_ms: Int32) throws(KafkaError) {
    let batch = try consumer.poll(max: 1000, timeout_ms: timeout_ms)
    for record in batch.records {
      guard let value = record.value else { continue }
      do throws(Rejection) {
        map.publish(try TileVersionCodec.decode(value).tile)
        versionsRead += 1
      } catch {
        failures = (failures.count + 1, "\(record.topicPartition)@\(record.offset): \(error)")
      }
    }
    for event in batch.events {
      if case .endOfPartition(let partition, _) = event { unread.remove(partition) }
    }
  }
}
