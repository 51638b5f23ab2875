import Contracts
import Kafka
import Localization
import MapModel
import Observations
import Reconstruction

/// Keeps a view of the current map by reading `map.tiles` from its beginning.
public final class TileFollower {
  private let reader: TopicReader
  /// The current map.
  public private(set) var map = MapView()
  /// Versions that were read.
  public private(set) var versionsRead = 0
  /// Records that could not be read, with the last reason.
  public private(set) var failures: (count: Int, last: String) = (0, "")

  /// A follower that knows nothing yet; `catchUp` brings it to the end of the topic.
  /// - Throws: `rejected` if there is no such topic, `retryable` if the broker does not answer.
  public init(_ cluster: Cluster) throws(KafkaError) { reader = try TopicReader(cluster, .tiles) }

  /// Reads what has come since, without waiting.
  public func poll() throws(KafkaError) { try take(timeout_ms: 0) }

  /// Reads every partition to where it ended when the follower began, and on until each of these tiles is known.
  ///
  /// Both are needed before the first frame is matched: what stands in the topic is not the whole map while TILE is publishing the map it
  /// starts from, and against part of a map a vehicle is lost, or finds itself in the lane beside.
  /// - Parameter tiles: what the tile log says the map began with.
  public func catchUp(with tiles: Set<TileID>, until stop: StopSignal) throws(KafkaError) {
    while !holds(tiles), !stop.isRaised { try take(timeout_ms: 100) }
  }

  /// True where all is read that was there at the beginning, and these tiles are known.
  public func holds(_ tiles: Set<TileID>) -> Bool { reader.hasReachedEnd && tiles.allSatisfy { map[$0] != nil } }

  /// Ends the reading.
  public func close() { reader.close() }

  private func take(timeout_ms: Int32) throws(KafkaError) {
    for record in try reader.poll(timeout_ms: timeout_ms).records {
      guard let value = record.value else { continue }
      do throws(Rejection) {
        map.publish(try TileVersionCodec.decode(value).tile)
        versionsRead += 1
      } catch {
        failures = (failures.count + 1, "\(reader.name)-\(record.partition)@\(record.offset): \(error)")
      }
    }
  }
}
