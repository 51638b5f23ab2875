import Contracts
import Evidence
import Kafka
import MapModel
import Topology

/// The first records of a tile log: which fold, which thresholds, which map. They are written once, where a partition is still empty.
public enum LogOpening {
  /// The opening of one partition.
  public static func records(partition: Int32, of count: Int32, policy: Policy, maps: [MapTile]) -> [Contracts
    .OutgoingRecord]
  {
    let own = maps.filter { Murmur2.partition(of: key(of: $0.id), count: count) == partition }
    return TileTask.opening(policy: policy, maps: own).map { record in
      Contracts.OutgoingRecord(
        topic: .evidence, partition: partition, key: record.tile.map(key) ?? Array("partition".utf8),
        value: TileLogCodec.encode(record))
    }
  }

  /// Writes the opening of every partition that holds nothing.
  /// - Returns: the partitions that were opened.
  public static func write(_ cluster: Cluster, policy: Policy, maps: [MapTile], partitions count: Int32)
    throws(KafkaError)
    -> [Int32]
  {
    let admin = try KafkaAdmin(cluster.kafka)
    let topic = cluster.names[.evidence]
    let marks = try admin.watermarks(of: (0..<count).map { TopicPartition(topic, $0) })
    let empty = marks.filter { $0.value.high == 0 }.map(\.key.partition).sorted()
    guard !empty.isEmpty else { return [] }
    let producer = try KafkaProducer(cluster.kafka)
    let openings = empty.map { records(partition: $0, of: count, policy: policy, maps: maps) }
    // The first record of each partition goes alone. The leader of a partition that is only just made may refuse a batch at first and take the next one;
    // the first, sent again, then passes for a repetition, is acknowledged and is not in the log.
    for opening in openings { try send(opening.prefix(1), by: producer, cluster) }
    try check(producer.flush(timeout_ms: 30_000))
    for opening in openings { try send(opening.dropFirst(), by: producer, cluster) }
    try check(producer.close(timeout_ms: 30_000))
    return empty
  }

  private static func send(
    _ records: ArraySlice<Contracts.OutgoingRecord>, by producer: KafkaProducer, _ cluster: Cluster
  ) throws(KafkaError) {
    for record in records { try producer.send(cluster.names.outgoing(record), token: 1) }
  }

  private static func check(_ deliveries: [Delivery]) throws(KafkaError) {
    for delivery in deliveries { if case .failure(let error) = delivery.result { throw error } }
  }

  private static func key(of tile: TileID) -> [UInt8] { Array(tile.description.utf8) }
}
