internal import CRdKafka
internal import Foundation

/// Copies librdkafka's messages into records.
struct RecordReader {
  /// Names of the topics met: a new string per record would cost more than the rest of the copy.
  private var topics: [String] = []

  mutating func record(_ message: UnsafeMutablePointer<rd_kafka_message_t>) -> KafkaRecord {
    let fields = unsafe message.pointee
    var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
    return unsafe KafkaRecord(
      topic: topic(fields.rkt), partition: fields.partition, offset: fields.offset,
      timestamp_ms: rd_kafka_message_timestamp(message, &kind),
      key: CText.bytes(fields.key, count: fields.key_len),
      value: CText.bytes(fields.payload, count: fields.len),
      headers: Self.headers(message))
  }

  mutating func partition(_ message: UnsafeMutablePointer<rd_kafka_message_t>) -> TopicPartition {
    unsafe TopicPartition(topic(message.pointee.rkt), message.pointee.partition)
  }

  private mutating func topic(_ handle: OpaquePointer?) -> String {
    guard let handle = unsafe handle, let name = unsafe rd_kafka_topic_name(handle) else { return "" }
    for topic in topics where unsafe topic.withCString({ unsafe strcmp($0, name) == 0 }) { return topic }
    let topic = unsafe String(cString: name)
    topics.append(topic)
    return topic
  }

  private static func headers(_ message: UnsafeMutablePointer<rd_kafka_message_t>) -> [KafkaHeader] {
    var list: OpaquePointer?
    guard unsafe rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list = unsafe list else {
      return []
    }
    var headers: [KafkaHeader] = []
    headers.reserveCapacity(unsafe rd_kafka_header_cnt(list))
    var name: UnsafePointer<CChar>?
    var value: UnsafeRawPointer?
    var count = 0
    while unsafe rd_kafka_header_get_all(list, headers.count, &name, &value, &count) == RD_KAFKA_RESP_ERR_NO_ERROR {
      headers.append(
        unsafe KafkaHeader(name: CText.string(name) ?? "", value: CText.bytes(value, count: count) ?? []))
    }
    return headers
  }
}
