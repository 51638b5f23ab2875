import Foundation
import Testing

@testable import Runtime

@Suite struct MetricsTests {
  @Test func theSameNameAndLabelsAreTheSameSeries() {
    let registry = MetricsRegistry()
    registry.counter("a_total", help: "A.", labels: ["x": "1", "y": "2"]).increment()
    registry.counter("a_total", help: "A.", labels: ["y": "2", "x": "1"]).increment(by: 4)
    registry.counter("a_total", help: "A.", labels: ["x": "2", "y": "2"]).increment()
    #expect(registry.counter("a_total", help: "A.", labels: ["x": "1", "y": "2"]).value == 5)
  }

  @Test func concurrentChangesAreAllCounted() async {
    let registry = MetricsRegistry()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let counter = registry.counter("c_total", help: "C.")
          let gauge = registry.gauge("g", help: "G.")
          let histogram = registry.histogram("h", help: "H.", bounds: [1, 2])
          for index in 0..<1000 {
            counter.increment()
            gauge.add(1)
            histogram.observe(Double(index % 3))
          }
        }
      }
    }
    #expect(registry.counter("c_total", help: "C.").value == 8000)
    #expect(registry.gauge("g", help: "G.").value == 8000)
    let snapshot = registry.histogram("h", help: "H.").snapshot
    #expect(snapshot.count == 8000)
    #expect(snapshot.counts == [5336, 2664, 0])
  }

  @Test func aValueOnABoundBelongsToIt() {
    let histogram = Histogram(bounds: [0, 1, 10])
    for value in [-1, 0, 0.5, 1, 1.0001, 10, 11, .infinity, .nan] { histogram.observe(value) }
    #expect(histogram.snapshot.counts == [2, 2, 2, 2])
  }

  @Test func labelsFromOutsideCannotFillTheMemory() {
    let registry = MetricsRegistry(seriesLimit: 3)
    for index in 0..<100 {
      registry.counter("v_total", help: "V.", labels: ["vehicle": "\(index)"]).increment()
    }
    let text = registry.prometheusText()
    #expect(text.split(separator: "\n").filter { !$0.hasPrefix("#") }.count == 4)
    #expect(text.contains("v_total{vehicle=\"overflow\"} 97\n"))
  }

  @Test(arguments: [("a:b_c9", true), ("_a", true), ("", false), ("9a", false), ("a-b", false), ("ä", false)])
  func namesFollowPrometheus(name: String, isValid: Bool) {
    #expect(MetricsRegistry.isMetricName(name) == isValid)
    #expect(MetricsRegistry.isLabelName(name) == (isValid && !name.contains(":")))
  }
}
