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

  @Test func aDamagedFileIsDecodedOrRefusedButNeverCrashes() throws {
    let bytes = Array(try String(contentsOfFile: path, encoding: .utf8).utf8)
    let pieces = ["[", "]", "{", "}", ":", "-", "&a", "*a", "!", "|", ">", "\"", "'", "\n", "\t", "?", "%", "\u{0}"]
    // A linear congruential generator: every run damages alike.
    var state: UInt64 = 20_260_301
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var refused = 0
    for _ in 0..<400 {
      var damaged = bytes
      for _ in 0...next(3) {
        let position = next(damaged.count)
        switch next(3) {
        case 0: damaged.replaceSubrange(position..<min(damaged.count, position + next(8)), with: [])
        case 1: damaged.insert(contentsOf: pieces[next(pieces.count)].utf8, at: position)
        default: damaged[position] = UInt8(next(256))
        }
      }
      do throws(SettingsError) {
        let document = try YAMLDocument(text: String(decoding: damaged, as: UTF8.self), path: "damaged")
        let defaults = try YAMLDocument(file: path).root
        _ = try YAMLDecoder().decode(ResurveyConfiguration.self, from: defaults.overlaid(by: document.root))
      } catch {
        refused += 1
        #expect(!error.problems.isEmpty)
      }
    }
    #expect(refused > 40 && refused < 400)
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
