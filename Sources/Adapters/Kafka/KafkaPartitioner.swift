internal import CRdKafka

/// Which partition a key goes to, without asking a broker.
public enum KafkaPartitioner {
  /// The partition murmur2 gives a key, the same as the producer and the Java client choose.
  /// - Parameters:
  ///   - key: the key's bytes; may be empty.
  ///   - partitionCount: the topic's partitions, above 0.
  public static func partition(key: [UInt8], partitionCount: Int32) -> Int32 {
    precondition(partitionCount > 0, "a topic has at least one partition")
    return unsafe key.withUnsafeBytes {
      unsafe rd_kafka_msg_partitioner_murmur2(nil, $0.baseAddress, $0.count, partitionCount, nil, nil)
    }
  }
}
