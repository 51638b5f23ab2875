internal import CRdKafka

/// Hands records to librdkafka, which copies them, and reads back what became of them.
enum MessageWriter {
  /// Stands for a key, value or header that is empty but not null: an empty array may have no address.
  private static let emptiness: [UInt8] = [0]

  static func produce(_ record: OutgoingRecord, token: UInt64, client: ClientHandle) -> rd_kafka_resp_err_t {
    unsafe record.topic.withCString { topic in
      unsafe bytes(of: record.key) { key in
        unsafe bytes(of: record.value) { value in
          var parts = unsafe [
            part(RD_KAFKA_VTYPE_TOPIC) { unsafe $0.cstr = topic },
            part(RD_KAFKA_VTYPE_PARTITION) { unsafe $0.i32 = record.partition ?? RD_KAFKA_PARTITION_UA },
            part(RD_KAFKA_VTYPE_KEY) { unsafe $0.mem = key },
            part(RD_KAFKA_VTYPE_VALUE) { unsafe $0.mem = value },
            part(RD_KAFKA_VTYPE_MSGFLAGS) { unsafe $0.i = RD_KAFKA_MSG_F_COPY },
            part(RD_KAFKA_VTYPE_OPAQUE) { unsafe $0.ptr = UnsafeMutableRawPointer(bitPattern: UInt(token)) },
          ]
          if let timestamp_ms = record.timestamp_ms {
            unsafe parts.append(part(RD_KAFKA_VTYPE_TIMESTAMP) { unsafe $0.i64 = timestamp_ms })
          }
          let headers = unsafe headers(record.headers)
          if let headers = unsafe headers {
            unsafe parts.append(part(RD_KAFKA_VTYPE_HEADERS) { unsafe $0.headers = headers })
          }
          guard let error = unsafe rd_kafka_produceva(client.pointer, parts, parts.count) else {
            return RD_KAFKA_RESP_ERR_NO_ERROR
          }
          defer { unsafe rd_kafka_error_destroy(error) }
          // The headers are librdkafka's only once it has accepted the record.
          if let headers = unsafe headers { unsafe rd_kafka_headers_destroy(headers) }
          return unsafe rd_kafka_error_code(error)
        }
      }
    }
  }

  private typealias Memory = rd_kafka_vu_s.__Unnamed_union_u.__Unnamed_struct_mem

  private static func part(
    _ type: rd_kafka_vtype_t, _ fill: (inout rd_kafka_vu_s.__Unnamed_union_u) -> Void
  ) -> rd_kafka_vu_t {
    var part = unsafe rd_kafka_vu_t()
    unsafe part.vtype = type
    unsafe fill(&part.u)
    return unsafe part
  }

  private static func bytes<R>(of bytes: [UInt8]?, _ body: (Memory) -> R) -> R {
    guard let bytes else { return unsafe body(Memory(ptr: nil, size: 0)) }
    return unsafe (bytes.isEmpty ? emptiness : bytes).withUnsafeBytes {
      unsafe body(Memory(ptr: UnsafeMutableRawPointer(mutating: $0.baseAddress), size: bytes.count))
    }
  }

  private static func headers(_ headers: [KafkaHeader]) -> OpaquePointer? {
    guard !headers.isEmpty, let list = unsafe rd_kafka_headers_new(headers.count) else { return nil }
    for header in headers {
      unsafe (header.value.isEmpty ? emptiness : header.value).withUnsafeBytes {
        _ = unsafe rd_kafka_header_add(list, header.name, -1, $0.baseAddress, header.value.count)
      }
    }
    return unsafe list
  }
}

extension Delivery {
  init(_ message: rd_kafka_message_t) {
    let topic = unsafe message.rkt.flatMap { unsafe CText.string(rd_kafka_topic_name($0)) } ?? ""
    let partition = unsafe TopicPartition(topic, message.partition)
    let token = unsafe UInt64(UInt(bitPattern: message._private))
    let code = unsafe message.err
    self.init(
      token: token,
      result: code == RD_KAFKA_RESP_ERR_NO_ERROR
        ? .success(RecordPosition(partition, offset: unsafe message.offset))
        : .failure(KafkaError(code, "deliver to \(partition)")))
  }
}
