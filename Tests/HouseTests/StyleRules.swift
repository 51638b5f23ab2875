import Foundation

/// Rules of the house that a reader of one file can check.
enum StyleRules {
  static let longestFile_lines = 400

  static func length(of file: SourceText) -> [Violation] {
    let lines = file.text.utf8.count(where: { $0 == 0x0A })
    guard lines > longestFile_lines else { return [] }
    return [
      Violation(path: file.path, line: lines, message: "\(lines) lines, at most \(longestFile_lines): split it by noun")
    ]
  }

  private static let declarations: Set<String> = [
    "class", "struct", "enum", "actor", "protocol", "typealias", "func", "var", "let", "case",
  ]
  private static let emptyNames = ["manager", "helper", "utils", "utilities"]

  /// Names that say nothing about what a thing is.
  static func emptyNames(in file: SourceText) -> [Violation] {
    let fileName = (file.path as NSString).lastPathComponent
    var violations: [Violation] = []
    if let word = emptyNames.first(where: { fileName.lowercased().contains($0) }) {
      violations.append(Violation(path: file.path, line: 1, message: "a file name says more than '\(word)'"))
    }
    var previous = ""
    for word in file.words() {
      if declarations.contains(previous), emptyNames.contains(where: { word.text.lowercased().contains($0) }) {
        violations.append(
          Violation(path: file.path, line: word.line, message: "'\(word.text)' does not say what it is"))
      }
      previous = word.text
    }
    return violations
  }

  /// Only the command line writes to standard output.
  static func prints(in file: SourceText) -> [Violation] {
    guard !file.path.hasPrefix("Sources/App/") else { return [] }
    var previous = ""
    var violations: [Violation] = []
    for word in file.words() {
      let calls = ["print", "debugPrint", "dump"].contains(word.text) && word.after == UInt8(ascii: "(")
      if calls, word.before != UInt8(ascii: "."), previous != "func" {
        violations.append(Violation(path: file.path, line: word.line, message: "\(word.text)( outside Sources/App"))
      }
      previous = word.text
    }
    return violations
  }

  /// Spelled in two parts, because this file is read by the rule too.
  private static let machineFolders = ["/" + "work/", "/" + "root/"]
  private static let openEnds = ["TO" + "DO", "FIX" + "ME"]

  static func machinePaths(in path: String, _ text: String) -> [Violation] {
    matches(machineFolders, in: path, text) { "path of one machine: '\($0)'" }
  }

  static func openEnds(in path: String, _ text: String) -> [Violation] {
    matches(openEnds, in: path, text) { "'\($0)': finish it or file it" }
  }

  private static func matches(
    _ words: [String], in path: String, _ text: String, message: (String) -> String
  ) -> [Violation] {
    guard words.contains(where: text.contains) else { return [] }
    var violations: [Violation] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      for word in words where line.contains(word) {
        violations.append(Violation(path: path, line: index + 1, message: message(word)))
      }
    }
    return violations
  }
}
