internal import CRdKafka

/// An owned `rd_kafka_topic_partition_list_t`.
@safe
struct PartitionList: ~Copyable {
  struct Entry {
    var partition: TopicPartition
    var offset: Int64
    var code: rd_kafka_resp_err_t
  }

  let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

  init(_ offsets: some Sequence<(TopicPartition, Int64)>) {
    unsafe pointer = rd_kafka_topic_partition_list_new(0)
    for (partition, offset) in offsets {
      let entry = unsafe rd_kafka_topic_partition_list_add(pointer, partition.topic, partition.partition)
      unsafe entry?.pointee.offset = offset
    }
  }

  /// Topics without partitions, as a subscription wants them.
  init(topics: [String]) {
    self.init(topics.map { (TopicPartition($0, -1), Int64(RD_KAFKA_OFFSET_INVALID)) })
  }

  /// Takes over a list a call handed out.
  init(owning pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) {
    unsafe self.pointer = pointer
  }

  deinit { unsafe rd_kafka_topic_partition_list_destroy(pointer) }

  var entries: [Entry] { unsafe Self.read(pointer) }

  /// Copies a list librdkafka lends; a null list is empty.
  static func read(_ list: UnsafePointer<rd_kafka_topic_partition_list_t>?) -> [Entry] {
    guard let list = unsafe list?.pointee else { return [] }
    return (0..<Int(unsafe list.cnt)).map { index in
      let entry = unsafe list.elems[index]
      return Entry(
        partition: TopicPartition(unsafe CText.string(entry.topic) ?? "", unsafe entry.partition),
        offset: unsafe entry.offset, code: unsafe entry.err)
    }
  }
}
