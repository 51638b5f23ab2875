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
    for partition in empty {
      for record in records(partition: partition, of: count, policy: policy, maps: maps) {
        try producer.send(cluster.names.outgoing(record), token: 1)
      }
    }
    for delivery in producer.close(timeout_ms: 30_000) {
      if case .failure(let error) = delivery.result { throw error }
    }
    return empty
  }

  private static func key(of tile: TileID) -> [UInt8] { Array(tile.description.utf8) }
}
