import Foundation
import TestSupport
import Testing

@testable import Runtime

@Suite struct PrometheusTextTests {
  private func sample() -> MetricsRegistry {
    let registry = MetricsRegistry()
    registry.counter("frames_total", help: "Frames read.", labels: ["stage": "match", "path": "a\\b\n\"c\""])
      .increment(by: 3)
    registry.counter("frames_total", help: "Frames read.", labels: ["stage": "match", "path": "a"]).increment()
    registry.gauge("lag_records", help: "Back\\slash\nand line.").set(-0.5)
    registry.gauge("ratio", help: "A ratio.", labels: ["of": "nothing"]).set(Double.nan)
    registry.gauge("limit", help: "A limit.").set(Double.infinity)
    let histogram = registry.histogram("batch_seconds", help: "Time of a batch.", bounds: [0.1, 1], labels: ["t": "x"])
    for value in [0.05, 0.1, 0.5, 7] { histogram.observe(value) }
    return registry
  }

  @Test func theTextIsExactlyTheFormat() {
    let expected = #"""
      # HELP batch_seconds Time of a batch.
      # TYPE batch_seconds histogram
      batch_seconds_bucket{t="x",le="0.1"} 2
      batch_seconds_bucket{t="x",le="1.0"} 3
      batch_seconds_bucket{t="x",le="+Inf"} 4
      batch_seconds_sum{t="x"} 7.65
      batch_seconds_count{t="x"} 4
      # HELP frames_total Frames read.
      # TYPE frames_total counter
      frames_total{path="a",stage="match"} 1
      frames_total{path="a\\b\n\"c\"",stage="match"} 3
      # HELP lag_records Back\\slash\nand line.
      # TYPE lag_records gauge
      lag_records -0.5
      # HELP limit A limit.
      # TYPE limit gauge
      limit +Inf
      # HELP ratio A ratio.
      # TYPE ratio gauge
      ratio{of="nothing"} NaN

      """#
    #expect(sample().prometheusText() == expected)
  }

  @Test func nothingRegisteredIsNoText() {
    #expect(MetricsRegistry().prometheusText() == "")
  }

  private static let promtool: URL? = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { URL(filePath: String($0)).appending(path: "promtool") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  @Test(.enabled(if: promtool != nil, "promtool (Debian's package prometheus) is not at hand"))
  func promtoolAcceptsTheText() throws {
    let promtool = try #require(Self.promtool)
    let done = try Command(promtool.path, ["check", "metrics"], input: sample().prometheusText(), mergesErrors: true)
    #expect(done.status == 0, "\(done.output)")
    #expect(done.output.isEmpty)
  }
}
