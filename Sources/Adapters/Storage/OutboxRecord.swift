/// A record that waits to be sent, or was.
public struct OutboxRecord: Hashable, Sendable {
  /// A header of the record.
  public struct Header: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its bytes.
    public let value: [UInt8]

    /// A header of name and bytes.
    public init(_ name: String, _ value: [UInt8]) {
      self.name = name
      self.value = value
    }
  }

  /// The topic's name.
  public let topic: String
  /// Number within the topic, gap-free from 1.
  public let sequence: UInt64
  /// The partition it goes to.
  public let partition: Int32
  /// The key.
  public let key: [UInt8]
  /// The value; nil is a tombstone.
  public let value: [UInt8]?
  /// Headers, in order.
  public let headers: [Header]
  /// The `ce_time` it carries, ns since 1970.
  public let time_ns: Int64

  /// A record of its parts.
  public init(
    topic: String, sequence: UInt64, partition: Int32, key: [UInt8], value: [UInt8]?, headers: [Header], time_ns: Int64
  ) {
    self.topic = topic
    self.sequence = sequence
    self.partition = partition
    self.key = key
    self.value = value
    self.headers = headers
    self.time_ns = time_ns
  }
}

extension OutboxRecord {
  /// Headers as bytes: for each, the lengths of name and value (4 bytes each, most significant first), name, value.
  static func pack(_ headers: [Header]) -> [UInt8] {
    var bytes: [UInt8] = []
    for header in headers {
      let name = Array(header.name.utf8)
      for length in [name.count, header.value.count] {
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: length >> shift)) }
      }
      bytes += name
      bytes += header.value
    }
    return bytes
  }

  /// The headers of some bytes; nil where `pack` did not make them.
  static func unpack(_ bytes: [UInt8]) -> [Header]? {
    var headers: [Header] = []
    var rest = bytes[...]
    func number() -> Int { rest.prefix(4).reduce(0) { $0 << 8 | Int($1) } }
    while !rest.isEmpty {
      guard rest.count >= 8 else { return nil }
      let name_bytes = number()
      rest = rest.dropFirst(4)
      let value_bytes = number()
      rest = rest.dropFirst(4)
      guard rest.count >= name_bytes + value_bytes,
        let name = String(validating: rest.prefix(name_bytes), as: UTF8.self)
      else { return nil }
      rest = rest.dropFirst(name_bytes)
      headers.append(Header(name, Array(rest.prefix(value_bytes))))
      rest = rest.dropFirst(value_bytes)
    }
    return headers
  }
}
