/// Reads the values of a mapping by key.
struct NodeKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: NodeDecoder
  let mapping: YAMLMapping
  var codingPath: [any CodingKey] { decoder.codingPath }

  var allKeys: [Key] {
    mapping.entries.compactMap { Key(stringValue: $0.key) }
  }

  private func name(_ key: Key) -> String {
    decoder.verbatimKeys ? key.stringValue : key.stringValue.snakeCased
  }

  private func find(_ key: Key) -> YAMLNode? {
    let name = name(key)
    decoder.session.request(name, at: decoder.path)
    return mapping[name]
  }

  private func child(_ key: Key) throws -> NodeDecoder {
    guard let node = find(key) else {
      throw decoder.fail("needs the key '\(name(key))'")
    }
    var path = decoder.path
    path.append(key: name(key))
    return NodeDecoder(node: node, session: decoder.session, path: path, codingPath: codingPath + [key])
  }

  func contains(_ key: Key) -> Bool { find(key) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { find(key)?.isNull ?? true }

  private func value(_ key: Key) throws -> NodeValueContainer { NodeValueContainer(decoder: try child(key)) }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key).decode(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try value(key).decode(type) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try value(key).decode(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try value(key).decode(type) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try value(key).decode(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try value(key).decode(type) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try value(key).decode(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try value(key).decode(type) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try value(key).decode(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try value(key).decode(type) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try value(key).decode(type) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try value(key).decode(type) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try value(key).decode(type) }
  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try child(key).decode(type) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try child(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try child(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { decoder }
  func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }
}

/// Reads the values of a list in order.
struct NodeListContainer: UnkeyedDecodingContainer {
  let decoder: NodeDecoder
  let nodes: [YAMLNode]
  private(set) var currentIndex = 0

  init(decoder: NodeDecoder, nodes: [YAMLNode]) {
    self.decoder = decoder
    self.nodes = nodes
  }

  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { nodes.count }
  var isAtEnd: Bool { currentIndex >= nodes.count }

  private struct Position: CodingKey {
    var intValue: Int?
    var stringValue: String { "\(intValue ?? 0)" }
    init(intValue: Int) { self.intValue = intValue }
    init?(stringValue: String) { nil }
  }

  private mutating func next() throws -> NodeDecoder {
    guard currentIndex < nodes.count else { throw decoder.fail("needs more than \(nodes.count) values") }
    var path = decoder.path
    path.append(index: currentIndex)
    let child = NodeDecoder(
      node: nodes[currentIndex], session: decoder.session, path: path,
      codingPath: codingPath + [Position(intValue: currentIndex)])
    currentIndex += 1
    return child
  }

  mutating func decodeNil() throws -> Bool {
    guard currentIndex < nodes.count, nodes[currentIndex].isNull else { return false }
    currentIndex += 1
    return true
  }

  private mutating func value() throws -> NodeValueContainer { NodeValueContainer(decoder: try next()) }

  mutating func decode(_ type: Bool.Type) throws -> Bool { try value().decode(type) }
  mutating func decode(_ type: String.Type) throws -> String { try value().decode(type) }
  mutating func decode(_ type: Double.Type) throws -> Double { try value().decode(type) }
  mutating func decode(_ type: Float.Type) throws -> Float { try value().decode(type) }
  mutating func decode(_ type: Int.Type) throws -> Int { try value().decode(type) }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try value().decode(type) }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try value().decode(type) }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try value().decode(type) }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try value().decode(type) }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try value().decode(type) }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try value().decode(type) }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try value().decode(type) }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try value().decode(type) }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try value().decode(type) }
  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().decode(type) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try next() }
}
