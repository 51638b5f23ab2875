import Foundation
import Testing

@testable import Settings

@Suite struct ExampleFileTests {
  private let path: String = {
    var root = URL(filePath: #filePath)
    for _ in 0..<5 { root.deleteLastPathComponent() }
    return root.appending(path: "Config/resurvey.yaml").path
  }()

  @Test func theExampleHoldsExactlyTheDefaults() throws {
    let loaded = try SettingsSources(file: path).load(ResurveyConfiguration.self)
    #expect(loaded.settings == ResurveyConfiguration())
  }

  @Test func theExampleListsEveryKey() throws {
    let listed = Set(try YAMLDocument(file: path).root.leafPaths)
    let known = Set(try YAMLNode(encoding: ResurveyConfiguration()).leafPaths)
    #expect(listed == known)
  }

  @Test func everyKeyOfTheExampleIsExplained() throws {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    // Groups and topics are named by their keys; one comment stands above all of them.
    let explainedTogether = ["topics", "groups"]
    var section = ""
    var unexplained: [Substring] = []
    for (index, line) in lines.enumerated() {
      let text = line.drop { $0 == " " }
      guard let colon = text.firstIndex(of: ":"), !text.hasPrefix("#") else { continue }
      let isSection = text.index(after: colon) == text.endIndex
      if isSection { section = String(text[..<colon]) }
      if isSection || explainedTogether.contains(section) { continue }
      if !lines[index - 1].drop(while: { $0 == " " }).hasPrefix("#") { unexplained.append(line) }
    }
    #expect(unexplained.isEmpty)
  }
}
