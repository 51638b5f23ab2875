import Foundation
import Testing

/// Alert rules speak of metrics that there are.
@Suite struct AlertRuleTests {
  @Test func everyMetricOfARuleIsRegisteredSomewhere() throws {
    let rules = try #require(try Repository.here.text("Config/alerts.yaml"))
    let expressions = rules.split(separator: "\n").filter { $0.contains("expr:") }
    let metrics = Set(expressions.flatMap { $0.matches(of: /resurvey_[a-z_]+/).map { String($0.0) } })
    #expect(expressions.count == rules.matches(of: /- alert:/).count && metrics.count >= expressions.count)
    let sources = try Repository.here.swiftFiles(under: "Sources/Service").map(\.text)
    for metric in metrics { #expect(sources.contains { Self.names(metric, in: $0) }, "\(metric)") }
  }

  /// True where a source says a metric's name, whole or as a beginning and an end.
  private static func names(_ metric: String, in source: String) -> Bool {
    metric.indices.contains { cut in
      let (start, end) = (metric[..<cut], metric[cut...])
      return start.isEmpty
        ? source.contains("\"\(end)\"") : source.contains("\"\(start)\"") && source.contains("\"\(end)\"")
    }
  }
}
