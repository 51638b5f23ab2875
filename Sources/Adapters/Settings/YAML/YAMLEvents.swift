import CYAML

/// One step of reading a YAML text, with its place.
struct YAMLEvent {
  enum Kind {
    case documentStart
    case documentEnd
    case streamStart
    case streamEnd
    case scalar(text: String, isPlain: Bool)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
    case alias
  }

  var kind: Kind
  /// Counted from 1.
  var line: Int
  var column: Int
  var hasAnchor = false
  var hasTag = false
}

/// Why the text is no YAML.
struct YAMLSyntaxError: Error {
  var message: String
  var line: Int
  var column: Int
}

/// Reads events one by one. The only place that touches libyaml; no pointer of it leaves.
enum YAMLEvents {
  /// Calls `visit` for every event until the end of the stream, an error of syntax or an error of `visit`.
  static func read(_ bytes: [UInt8], _ visit: (YAMLEvent) throws -> Void) throws {
    // libyaml takes the address of its own fields, so the parser must not move.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { unsafe parser.deallocate() }
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      throw YAMLSyntaxError(message: "no memory for the YAML parser", line: 1, column: 1)
    }
    defer { unsafe yaml_parser_delete(parser) }
    try unsafe bytes.withUnsafeBufferPointer { input in
      unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
      var ended = false
      while !ended {
        let event = try unsafe next(parser)
        if case .streamEnd = event.kind { ended = true }
        try visit(event)
      }
    }
  }

  private static func next(_ parser: UnsafeMutablePointer<yaml_parser_t>) throws -> YAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else {
      throw unsafe syntaxError(parser.pointee)
    }
    defer { unsafe yaml_event_delete(&event) }
    let mark = unsafe event.start_mark
    var result = YAMLEvent(kind: .streamStart, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    switch unsafe event.type {
    case YAML_STREAM_START_EVENT: result.kind = .streamStart
    case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
    case YAML_ALIAS_EVENT: result.kind = .alias
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      result.kind = unsafe .scalar(
        text: String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
      result.hasAnchor = unsafe scalar.anchor != nil
      result.hasTag = unsafe scalar.tag != nil
    case YAML_SEQUENCE_START_EVENT:
      let sequence = unsafe event.data.sequence_start
      result.kind = .sequenceStart
      result.hasAnchor = unsafe sequence.anchor != nil
      result.hasTag = unsafe sequence.tag != nil
    case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let mapping = unsafe event.data.mapping_start
      result.kind = .mappingStart
      result.hasAnchor = unsafe mapping.anchor != nil
      result.hasTag = unsafe mapping.tag != nil
    case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
    default: result.kind = .streamEnd
    }
    return result
  }

  private static func syntaxError(_ parser: yaml_parser_t) -> YAMLSyntaxError {
    let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "unknown problem"
    let context = unsafe parser.context.map { unsafe " (\(String(cString: $0)))" } ?? ""
    let mark = unsafe parser.problem_mark
    return YAMLSyntaxError(message: problem + context, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
