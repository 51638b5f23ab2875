import Foundation

/// Standard output for results, standard error for everything else.
enum Console {
  /// A line on standard error.
  static func complain(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }

  /// A result as JSON on standard output, keys in order.
  static func printJSON(_ value: some Encodable, pretty: Bool = true) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
      pretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// True where standard error is a terminal a line can be rewritten on.
  static let isTerminal = isatty(2) == 1
}
