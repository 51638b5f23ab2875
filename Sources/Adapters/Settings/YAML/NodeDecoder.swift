/// Marks dictionaries with text as keys, whose keys are data and not names of properties.
protocol KeyedByText {}
extension Dictionary: KeyedByText where Key == String {}

/// The standard library's side of decoding one node.
struct NodeDecoder: Decoder {
  let node: YAMLNode
  let session: DecodingSession
  let path: KeyPathText
  let codingPath: [any CodingKey]
  var verbatimKeys = false
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func fail(_ message: String) -> SettingsError {
    SettingsError(node.origin, path.text, message)
  }

  /// Decodes a value and turns what its own `init(from:)` complains about into an error with a place.
  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    var decoder = self
    decoder.verbatimKeys = type is any KeyedByText.Type
    do {
      let value = try T(from: decoder)
      if let section = value as? any SettingsSection { check(section) }
      return value
    } catch DecodingError.dataCorrupted(let context) {
      let allowed = allowedTexts(type).map { "must be one of \($0.joined(separator: ", "))" }
      throw fail("is \(node.summary), \(allowed ?? context.debugDescription)")
    }
  }

  private func check(_ section: any SettingsSection) {
    var check = SettingsCheck()
    section.check(&check)
    for finding in check.findings {
      var keyPath = path
      keyPath.append(key: finding.key)
      let value = node.mapping?[finding.key]
      let found = value.map { "is \($0.summary), " } ?? ""
      session.problems.append(
        SettingsProblem(
          origin: value?.origin ?? node.origin, keyPath: keyPath.text, message: found + finding.message))
    }
  }

  private func allowedTexts(_ type: any Decodable.Type) -> [String]? {
    guard let cases = type as? any CaseIterable.Type else { return nil }
    func texts<C: CaseIterable>(_ cases: C.Type) -> [String] {
      cases.allCases.map { ($0 as? any RawRepresentable).map { "\($0.rawValue)" } ?? "\($0)" }
    }
    return texts(cases)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard let mapping = node.mapping ?? (node.isNull ? YAMLMapping() : nil) else {
      throw fail("is \(node.summary), must be a mapping (key: value)")
    }
    session.open(mapping, at: path)
    return KeyedDecodingContainer(NodeKeyedContainer<Key>(decoder: self, mapping: mapping))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    if case .scalar(let text, isPlain: true) = node.content, node.origin.isOneLine, !node.isNull {
      // A list in a variable or an argument is also written a,b.
      let items = text.split(separator: ",", omittingEmptySubsequences: false).map { item in
        YAMLNode(.scalar(String(item.trimmingPrefix(while: \.isWhitespace)), isPlain: true), origin: node.origin)
      }
      return NodeListContainer(decoder: self, nodes: items)
    }
    guard case .sequence(let nodes) = node.content else {
      throw fail("is \(node.summary), must be a list (- value, or [a, b])")
    }
    return NodeListContainer(decoder: self, nodes: nodes)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    NodeValueContainer(decoder: self)
  }
}

/// Reads one scalar.
struct NodeValueContainer: SingleValueDecodingContainer {
  let decoder: NodeDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { decoder.node.isNull }

  func decode(_ type: Bool.Type) throws -> Bool {
    switch try plainText("true or false") {
    case "true": return true
    case "false": return false
    default: throw decoder.fail("is \(decoder.node.summary), must be true or false")
    }
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .scalar(let text, _) = decoder.node.content, !decoder.node.isNull else {
      throw decoder.fail("is \(decoder.node.summary), must be text")
    }
    return text
  }

  func decode(_ type: Double.Type) throws -> Double {
    let text = try plainText("a number")
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let value = Double(text), value.isFinite else {
      throw decoder.fail("is '\(text)', must be a finite number")
    }
    return value
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try integer() }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
  func decode(_ type: UInt.Type) throws -> UInt { try integer() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

  func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decode(type) }

  private func integer<Value: FixedWidthInteger>() throws -> Value {
    let text = try plainText("a whole number")
    guard let value = Value(text) else {
      throw decoder.fail("is '\(text)', must be a whole number in \(Value.min)…\(Value.max)")
    }
    return value
  }

  private func plainText(_ wanted: String) throws -> String {
    guard case .scalar(let text, isPlain: true) = decoder.node.content, !decoder.node.isNull else {
      throw decoder.fail("is \(decoder.node.summary), must be \(wanted)")
    }
    return text
  }
}
