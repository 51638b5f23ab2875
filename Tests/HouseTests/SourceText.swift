/// One text file of the repository, by its path from the package root.
struct SourceText: Sendable {
  let path: String
  let text: String
  /// `text` with the insides of comments and string literals turned to spaces; lines keep their numbers.
  let code: [UInt8]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    var blanking = Blanking(bytes: Array(text.utf8))
    blanking.run()
    code = blanking.bytes
  }

  /// The words of the code in order (identifiers and keywords), each with what stands directly around it.
  func words() -> [Word] {
    var words: [Word] = []
    var line = 1
    var index = 0
    var previous: UInt8 = 0x0A
    while index < code.count {
      let byte = code[index]
      if byte == 0x0A { line += 1 }
      guard Self.isWordByte(byte) else {
        if byte != 0x20, byte != 0x0A { previous = byte }
        index += 1
        continue
      }
      let start = index
      while index < code.count, Self.isWordByte(code[index]) { index += 1 }
      var next = index
      while next < code.count, code[next] == 0x20 || code[next] == 0x0A { next += 1 }
      words.append(
        Word(
          text: String(decoding: code[start..<index], as: UTF8.self), line: line,
          before: start == 0 ? nil : previous, after: next < code.count ? code[next] : nil))
      previous = code[index - 1]
    }
    return words
  }

  struct Word {
    let text: String
    let line: Int
    /// The nearest byte before and after that is no space.
    let before: UInt8?
    let after: UInt8?
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...: true
    default: false
    }
  }
}

/// Blanks comments and string literals in place; code inside an interpolation stays code.
private struct Blanking {
  var bytes: [UInt8]
  private var index = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() {
    code(untilClosingParenthesis: false)
  }

  private func at(_ offset: Int) -> UInt8 {
    index + offset < bytes.count ? bytes[index + offset] : 0
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where index < bytes.count {
      if bytes[index] != 0x0A { bytes[index] = 0x20 }
      index += 1
    }
  }

  private mutating func code(untilClosingParenthesis: Bool) {
    var depth = 0
    while index < bytes.count {
      switch at(0) {
      case UInt8(ascii: "/") where at(1) == UInt8(ascii: "/"): lineComment()
      case UInt8(ascii: "/") where at(1) == UInt8(ascii: "*"): blockComment()
      case UInt8(ascii: "\""): string(pounds: 0)
      case UInt8(ascii: "#"):
        var pounds = 0
        while at(pounds) == UInt8(ascii: "#") { pounds += 1 }
        if at(pounds) == UInt8(ascii: "\"") {
          blank(pounds)
          string(pounds: pounds)
        } else {
          index += pounds
        }
      case UInt8(ascii: "("):
        depth += 1
        index += 1
      case UInt8(ascii: ")"):
        if untilClosingParenthesis, depth == 0 { return }
        depth -= 1
        index += 1
      default: index += 1
      }
    }
  }

  private mutating func lineComment() {
    while index < bytes.count, at(0) != 0x0A { blank() }
  }

  private mutating func blockComment() {
    var depth = 0
    repeat {
      if at(0) == UInt8(ascii: "/"), at(1) == UInt8(ascii: "*") {
        depth += 1
        blank(2)
      } else if at(0) == UInt8(ascii: "*"), at(1) == UInt8(ascii: "/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && index < bytes.count
  }

  private mutating func string(pounds: Int) {
    let quotes = at(1) == UInt8(ascii: "\"") && at(2) == UInt8(ascii: "\"") ? 3 : 1
    blank(quotes)
    while index < bytes.count {
      // A literal of one line ends with the line at the latest: a quote in a regex literal spoils no more than that.
      if quotes == 1, at(0) == 0x0A { return }
      if closes(quotes: quotes, pounds: pounds) {
        blank(quotes + pounds)
        return
      }
      guard at(0) == UInt8(ascii: "\\"), (0..<pounds).allSatisfy({ at(1 + $0) == UInt8(ascii: "#") }) else {
        blank()
        continue
      }
      blank(1 + pounds)
      guard at(0) == UInt8(ascii: "(") else {
        blank()
        continue
      }
      blank()
      code(untilClosingParenthesis: true)
      blank()
    }
  }

  private func closes(quotes: Int, pounds: Int) -> Bool {
    (0..<quotes).allSatisfy { at($0) == UInt8(ascii: "\"") }
      && (0..<pounds).allSatisfy { at(quotes + $0) == UInt8(ascii: "#") }
  }
}
