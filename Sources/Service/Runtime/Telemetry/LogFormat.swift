import Foundation

/// The two forms of a log line.
public enum LogFormat: String, Sendable, Hashable, CaseIterable {
  /// logfmt: `key=value` pairs.
  case text
  /// One JSON object.
  case json

  /// Writes one line without its end.
  func line(time: Date, level: LogLevel, label: String, message: String, metadata: LogMetadata) -> String {
    let stamp = time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    let head: [LogMetadata.Field] = [
      .init(key: "time", value: .text(stamp)), .init(key: "level", value: .text(level.rawValue)),
      .init(key: "label", value: .text(label)), .init(key: "message", value: .text(message)),
    ]
    switch self {
    case .text:
      return (head + metadata.fields).map { "\(Self.textKey($0.key))=\(Self.text($0.value))" }.joined(separator: " ")
    case .json:
      // A field that is named like one of the head would stand twice in the object.
      let own = metadata.fields.map { field in
        head.contains { $0.key == field.key } ? LogMetadata.Field(key: "_" + field.key, value: field.value) : field
      }
      return "{" + (head + own).map { "\(Self.quoted($0.key)):\(Self.json($0.value))" }.joined(separator: ",") + "}"
    }
  }

  private static func text(_ value: LogValue) -> String {
    switch value {
    case .text(let text):
      let isBare = !text.isEmpty && text.unicodeScalars.allSatisfy { isBareScalar($0) }
      return isBare ? text : quoted(text)
    case .integer(let value): return "\(value)"
    case .number(let value): return "\(value)"
    case .truth(let value): return "\(value)"
    }
  }

  private static func textKey(_ key: String) -> String {
    String(String.UnicodeScalarView(key.unicodeScalars.map { isBareScalar($0) ? $0 : "_" }))
  }

  private static func isBareScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value > 0x20 && scalar != "=" && scalar != "\"" && scalar != "\\" && !isControl(scalar)
  }

  private static func json(_ value: LogValue) -> String {
    switch value {
    case .text(let text): quoted(text)
    case .integer(let value): "\(value)"
    case .number(let value): value.isFinite ? "\(value)" : quoted("\(value)")
    case .truth(let value): "\(value)"
    }
  }

  /// A JSON string. Control characters are escaped, so that no value can begin a line of its own.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if isControl(scalar) {
          let hex = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// C0, DEL and C1, and the separators that some readers take for a line's end.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
  }
}
