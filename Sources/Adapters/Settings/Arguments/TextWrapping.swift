/// Breaks text into lines at spaces.
enum TextWrapping {
  /// - Parameters:
  ///   - width: longest line in characters; a longer word stays whole.
  ///   - first: what the first line begins with.
  ///   - indent: what every further line begins with.
  ///   - keepsBrackets: whether to keep `[--option <value>]` and `--option <value>` on one line.
  static func wrap(
    _ text: String, width: Int, first: String = "", indent: String = "", keepsBrackets: Bool = false
  ) -> String {
    var words = text.split(separator: " ").map(String.init)
    if keepsBrackets { words = joinBrackets(words) }
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in words {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = indent
        isEmpty = true
      }
      line += isEmpty ? word : " " + word
      isEmpty = false
    }
    return (lines + [line]).joined(separator: "\n")
  }

  private static func joinBrackets(_ words: [String]) -> [String] {
    var result: [String] = []
    var depth = 0
    for word in words {
      if depth > 0 || (word.hasPrefix("<") && result.last?.hasPrefix("--") == true), !result.isEmpty {
        result[result.count - 1] += " " + word
      } else {
        result.append(word)
      }
      depth += word.count(where: { $0 == "[" }) - word.count(where: { $0 == "]" })
    }
    return result
  }
}
