import Foundation
import Testing

@testable import Settings

@Suite struct SettingsSourcesTests {
  /// A file that lives as long as the test.
  private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml")
    try text.write(to: file, atomically: true, encoding: .utf8)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: file) } }
    return try body(file.path)
  }

  private func problems(_ sources: SettingsSources) -> [SettingsProblem] {
    do throws(SettingsError) {
      _ = try sources.load(ResurveyConfiguration.self)
      return []
    } catch {
      return error.problems
    }
  }

  @Test func argumentsWinOverEnvironmentOverFileOverDefaults() throws {
    try withFile("metrics: {port: 1, address: \"::1\", enabled: false}\n") { path in
      let sources = SettingsSources(
        file: path, environment: ["RESURVEY_METRICS__PORT": "2", "RESURVEY_METRICS__ADDRESS": "0.0.0.0", "HOME": "x"],
        arguments: [try SettingsOverride(argument: "metrics.port=3"), try SettingsOverride(argument: "metrics.port=4")])
      let loaded = try sources.load(ResurveyConfiguration.self)
      #expect(loaded.settings.metrics.port == 4)
      #expect(loaded.settings.metrics.address == "0.0.0.0")
      #expect(!loaded.settings.metrics.enabled)
      #expect(loaded.settings.log.level == .info)
      #expect(loaded.origin(of: ["metrics", "port"]) == .argument("--set metrics.port=4"))
      #expect(loaded.origin(of: ["metrics", "address"]) == .environment(name: "RESURVEY_METRICS__ADDRESS"))
      #expect(loaded.origin(of: ["metrics", "enabled"]) == .file(path: path, line: 1, column: 45))
      #expect(loaded.origin(of: ["log", "level"]) == .builtIn)
    }
  }

  @Test func aBadValueNamesItsSourceWhereverItStands() throws {
    let found = { (sources: SettingsSources) in problems(sources).map(\.description) }
    #expect(
      found(SettingsSources(environment: ["RESURVEY_METRICS__PORT": "http"])) == [
        "environment RESURVEY_METRICS__PORT: metrics.port: is 'http', must be a whole number in 0…65535"
      ])
    #expect(
      found(SettingsSources(arguments: [try SettingsOverride(argument: "match.idle_ms=1")])) == [
        "argument --set match.idle_ms=1: match.idle_ms: is '1', must be in 100…3600000"
      ])
    #expect(
      found(SettingsSources(environment: ["RESURVEY_METRIC__PORT": "1"])) == [
        "environment RESURVEY_METRIC__PORT: metric: unknown key; did you mean 'metrics'?"
      ])
    try withFile("log:\n  level: loud\n") { path in
      #expect(
        found(SettingsSources(file: path)) == [
          "\(path):2:10: log.level: is 'loud', must be one of trace, debug, info, notice, warning, error, critical"
        ])
    }
    try withFile("- a\n") { path in
      #expect(found(SettingsSources(file: path)) == ["\(path):1:1: is a list of 1, must be a mapping (key: value)"])
    }
  }

  @Test func allBrokenRulesAreReportedTogether() throws {
    let sources = SettingsSources(
      arguments: try [
        "kafka.brokers=[]", "kafka.client_id=a b", "topics.tiles=map.changes", "kafka.groups.tile=ü",
        "kafka.properties.\"enable.auto.commit\"=true", "limits.frame_bytes=300000", "metrics.prot=1",
      ].map { argument in try SettingsOverride(argument: argument) })
    let keys = problems(sources).map(\.keyPath)
    let expected = [
      "metrics.prot", "kafka.groups.tile", "kafka.brokers", "kafka.client_id", "kafka.properties", "topics.tiles",
      "limits.frame_bytes",
    ]
    #expect(keys == expected)
  }

  @Test func valuesOnOneLineMayBeListsMappingsAndQuoted() throws {
    let sources = SettingsSources(
      environment: [
        "RESURVEY_KAFKA__BROKERS": "one:9092, two:9093",
        "RESURVEY_KAFKA__PROPERTIES": "{socket.timeout.ms: 1000, sasl.password: \"p: 1\"}",
        "RESURVEY_KAFKA__INSTANCE_ID": "", "RESURVEY_STORAGE__MAP": "a: b # c",
        "RESURVEY_FROM": "2026-03-01T06:00:00Z",
      ],
      arguments: [
        try SettingsOverride(argument: "kafka.properties.\"fetch.min.bytes\"=1"),
        try SettingsOverride(argument: "policy.quorum_vehicles=4"),
        try SettingsOverride(argument: "kafka.client_id='x'", option: "--option"),
      ])
    let loaded = try sources.load(ResurveyConfiguration.self)
    let kafka = loaded.settings.kafka
    #expect(kafka.brokers == ["one:9092", "two:9093"])
    #expect(kafka.properties == ["socket.timeout.ms": "1000", "sasl.password": "p: 1", "fetch.min.bytes": "1"])
    #expect(kafka.clientId == "x")
    #expect(loaded.settings.storage.map == "a: b # c")
    #expect(loaded.settings.from == .time(unix_ms: 1_772_344_800_000))
    #expect(loaded.settings.policy == ["quorum_vehicles": 4])
    let error = loaded.error(at: ["policy", "quorum_vehicles"], "must be in 1…3")
    #expect(
      error.description
        == "argument --set policy.quorum_vehicles=4: policy.quorum_vehicles: is '4', must be in 1…3")
    #expect(loaded.report.contains("kafka.properties.\"sasl.password\" = ********  (environment"))
    #expect(!loaded.report.contains("p: 1"))
  }

  @Test(arguments: ["metrics.port", "=1", "a..b=1", ".a=1", "a.\"b=1"])
  func anArgumentThatIsNoAssignmentIsRefused(argument: String) {
    #expect(throws: SettingsError.self) { try SettingsOverride(argument: argument) }
  }

  @Test func variablesOfTestsAndOfTheStartAreNoSettings() throws {
    let environment = ["RESURVEY_DATA": "x", "RESURVEY_TEST_BROKERS": "y", "RESURVEY_CONFIG": "z"]
    #expect(try SettingsOverride.overrides(environment: environment).isEmpty)
    #expect(throws: SettingsError.self) { try SettingsOverride.overrides(environment: ["RESURVEY_A____B": "1"]) }
  }

  @Test func groupsAreNamedAfterTheApplication() {
    var kafka = KafkaSettings()
    kafka.applicationId = "north"
    kafka.groups.tile = "special"
    #expect([kafka.matchGroup, kafka.tileGroup] == ["north-match", "special"])
  }

  @Test(arguments: ["earliest", "latest", "2026-03-01T06:00:00Z", "2026-03-01T06:00:00.250Z"])
  func aStartPositionIsWrittenAsItIsRead(text: String) {
    #expect(StartPosition(text)?.description == text)
  }

  @Test(arguments: ["", "Earliest", "2026-03-01", "06:00", "2026-13-01T06:00:00Z"])
  func whatIsNoStartPositionIsRefused(text: String) {
    #expect(StartPosition(text) == nil)
  }
}
