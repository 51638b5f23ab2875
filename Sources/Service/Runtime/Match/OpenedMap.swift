import Contracts
import Evidence
import Foundation
import Kafka
import MapModel
import Observations

/// Which tiles the map began with, by the first records of the tile log.
public enum OpenedMap {
  /// Waits until every partition of the tile log is opened and reads the openings: `LogOpening` writes one into each, also where no
  /// tile of the map falls. A partition whose beginning is gone was opened long ago: what it began with stands in `map.tiles`.
  /// - Returns: the tiles named; not all of them if `stop` is raised before.
  /// - Throws: `rejected` if there is no tile log, `retryable` if the broker does not answer.
  public static func tiles(_ cluster: Cluster, until stop: StopSignal) throws(KafkaError) -> Set<TileID> {
    let admin = try KafkaAdmin(cluster.kafka)
    let name = cluster.names[.evidence]
    guard let partitions = try admin.topic(name)?.partitions else { throw TopicReader.unknown(name) }
    var marks = try admin.watermarks(of: partitions)
    while marks.values.contains(where: { $0.high == 0 }), !stop.isRaised {
      Thread.sleep(forTimeInterval: 0.1)
      marks = try admin.watermarks(of: partitions)
    }
    var unread = Set(marks.filter { $0.value.low == 0 }.map(\.key.partition))
    var tiles: Set<TileID> = []
    let reader = try TopicReader(cluster, .evidence)
    defer { reader.close() }
    while !unread.isEmpty, !reader.hasReachedEnd, !stop.isRaised {
      for record in try reader.poll(timeout_ms: 100).records where unread.contains(record.partition) {
        switch opening(record) {
        case .baseMap(let base): tiles.insert(base.tile)
        case .foldVersion, .policy: break
        default: unread.remove(record.partition)
        }
      }
    }
    return tiles
  }

  /// The record, if it is one of the tile log; what is none of it TILE refuses.
  private static func opening(_ record: IncomingRecord) -> TileLogRecord? {
    do throws(Rejection) { return try TileLogCodec.decode(record.value ?? []) } catch { return nil }
  }
}
