import Contracts
import Kafka

/// Sends encoded frames keyed by vehicle, and waits for the reader where the broker could not hold what is ahead of it.
public final class FrameProducer {
  private let producer: KafkaProducer
  private let topic: String
  private let limit_bytes: Int?
  private let positions: () throws -> [Int32: Int64]
  private var inFlight = InFlight()
  private var sizes: [UInt64: Int] = [:]
  private var nextToken: UInt64 = 1
  /// Frames the broker has acknowledged.
  public private(set) var delivered = 0
  /// Frames the broker refused, with the last reason.
  public private(set) var failed: (count: Int, last: KafkaError?) = (0, nil)
  /// True while it waits for the reader.
  public private(set) var isWaiting = false

  /// A producer of frames.
  /// - Parameters:
  ///   - limit_bytes: most bytes of a partition the reader may be behind; nil for a broker that keeps what it is given.
  ///   - positions: the reader's next offset of each partition.
  public init(
    _ cluster: Cluster, limit_bytes: Int?, positions: @escaping () throws -> [Int32: Int64] = { [:] }
  ) throws(KafkaError) {
    producer = try KafkaProducer(cluster.kafka)
    topic = cluster.names[.observations]
    self.limit_bytes = limit_bytes
    self.positions = positions
  }

  /// Sends one frame; blocks while the broker's memory is at its limit.
  /// - Parameters:
  ///   - timestamp_ms: when the fleet's gateway had it, ms since 1970; nil takes the time of sending. Topics with the broker's own clock
  ///     ignore it.
  ///   - whileWaiting: called every 20 ms of waiting; returns false to give up.
  /// - Returns: false if it was told to give up.
  public func send(
    vehicle: String, frame: [UInt8], timestamp_ms: Int64? = nil, whileWaiting: () -> Bool = { true }
  ) throws -> Bool {
    collect(producer.poll())
    while let limit_bytes, inFlight.largest_bytes + pendingBytes > limit_bytes {
      isWaiting = true
      guard whileWaiting() else { return false }
      collect(producer.poll(timeout_ms: 20))
      inFlight.read(upTo: try positions())
    }
    isWaiting = false
    let token = nextToken
    nextToken += 1
    sizes[token] = frame.count
    pendingBytes += frame.count
    try producer.send(
      Kafka.OutgoingRecord(
        topic: topic, key: Array(vehicle.utf8), value: frame,
        headers: [KafkaHeader("content-type", "application/protobuf")], timestamp_ms: timestamp_ms),
      token: token)
    return true
  }

  /// Waits until the broker has acknowledged everything, at most `timeout_ms`.
  /// - Returns: true if nothing is left.
  public func finish(timeout_ms: Int32 = 30_000) -> Bool {
    collect(producer.flush(timeout_ms: timeout_ms))
    return producer.pending == 0
  }

  // Sent and not yet acknowledged: it lies in some partition soon, so it counts for each.
  private var pendingBytes = 0

  private func collect(_ deliveries: [Delivery]) {
    for delivery in deliveries {
      let size = sizes.removeValue(forKey: delivery.token) ?? 0
      pendingBytes -= size
      switch delivery.result {
      case .success(let position):
        delivered += 1
        if limit_bytes != nil {
          inFlight.delivered(partition: position.partition.partition, offset: position.offset, bytes: size)
        }
      case .failure(let error):
        failed = (failed.count + 1, error)
      }
    }
  }
}
