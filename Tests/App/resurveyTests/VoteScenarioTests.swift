import Foundation
import Settings
import Simulation
import Testing

@testable import resurvey

/// Scenario files of `resurvey evaluate`.
@Suite struct VoteScenarioTests {
  private static let folder: URL = {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root.appending(path: "Config/scenarios")
  }()

  private func decode(_ text: String) throws(SettingsError) -> VoteScenario {
    let file = URL(filePath: NSTemporaryDirectory()).appending(path: "scenario-\(UUID().uuidString).yaml")
    do { try Data(text.utf8).write(to: file) } catch { throw SettingsError(.builtIn, "", "\(error)") }
    return try SettingsSources(file: file.path).load(VoteScenario.self).settings
  }

  @Test func everyScenarioOfTheProjectLoadsAndSaysWhatItIs() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".yaml") }
    #expect(names.count >= 7)
    for name in names {
      let file = Self.folder.appending(path: name).path
      let settings = try SettingsSources(file: file).load(VoteScenario.self).settings
      #expect(!settings.summary.isEmpty && settings.elements > 0, "\(name)")
    }
  }

  @Test func whatIsLeftOutKeepsItsDefault() throws {
    let settings = try decode("elements: 7\ndetection: {sd: 0.05}\n")
    var expected = VoteScenario()
    expected.elements = 7
    expected.detection.sd = 0.05
    #expect(settings == expected)
  }

  @Test(arguments: [
    ("elemnts: 7", "elemnts: unknown key; did you mean 'elements'?"),
    ("changes: {remove: 0.1}", "changes.remove: unknown key; did you mean 'removed'?"),
    ("occlusion: {share: 2}", "occlusion.share: is '2', must be in 0.0…0.95"),
    ("detection: {mean: 0.9, sd: 0.3}", "detection.sd: is '0.3', must be at most 0.09"),
    (
      "changes: {removed: 0.6, moved: 0.6}",
      "changes.removed: is '0.6', must be at most what moved and attribute leave of 1"
    ),
    ("changes: {moved_m: [1, 5]}", "must be a list of distances in 0.1…3.0"),
    ("misreading_sd: 0.3", "misreading_sd: is '0.3', must be smaller for a misreading of 0.1"),
    ("liars: {lie: rudely}", "liars.lie: is 'rudely', must be one of absence, addition, shift"),
    (
      "sensor_fault: {missed_class: tree}",
      "sensor_fault.missed_class: is 'tree', must be empty or a class: lane, lane_boundary"
    ),
    ("work_zones: {share: 0.5, days: 90}", "must be of at most run_days (60) days"),
    ("weather: {facto: 0.5}", "weather.facto: unknown key; did you mean 'factor'?"),
    ("run_days: 10", "run_days: is '10', must be at least changes.end_day (30)"),
    ("false_alarm: 0.5\ndetection: {mean: 0.4}", "false_alarm: is '0.5', must be below detection.mean"),
    ("name: other", "name: is 'other', must be left out: a scenario is called as its file"),
    ("passes_per_day: often", "passes_per_day: is 'often', must be a finite number"),
  ])
  func whatIsWrongIsNamedWithItsPlace(text: String, complaint: String) throws {
    let error = #expect(throws: SettingsError.self) { _ = try decode(text) }
    let description = try #require(error).description
    #expect(description.contains(complaint) && description.contains(".yaml:"), "\(description)")
  }
}
