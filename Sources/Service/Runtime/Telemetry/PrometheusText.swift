extension MetricsRegistry {
  /// Media type of ``prometheusText()``.
  public static let prometheusContentType = "text/plain; version=0.0.4; charset=utf-8"

  /// All metrics in Prometheus' text format 0.0.4, by name and labels.
  public func prometheusText() -> String {
    var text = ""
    for (name, family) in snapshot() {
      text += "# HELP \(name) \(PrometheusText.escaped(help: family.help))\n"
      text += "# TYPE \(name) \(family.type)\n"
      let series = family.series.map { (labels: PrometheusText.pairs($0.key), series: $0.value) }
      for (labels, series) in series.sorted(by: { $0.labels < $1.labels }) {
        text += PrometheusText.lines(name, labels, series)
      }
    }
    return text
  }
}

enum PrometheusText {
  static func lines(_ name: String, _ labels: String, _ series: MetricsRegistry.Series) -> String {
    switch series {
    case .counter(let counter): return "\(name)\(braced(labels)) \(counter.value)\n"
    case .gauge(let gauge): return "\(name)\(braced(labels)) \(number(gauge.value))\n"
    case .histogram(let histogram):
      let snapshot = histogram.snapshot
      var text = ""
      var total: UInt64 = 0
      for (index, count) in snapshot.counts.enumerated() {
        total += count
        let bound = index < snapshot.bounds.count ? number(snapshot.bounds[index]) : "+Inf"
        let all = labels.isEmpty ? "le=\"\(bound)\"" : "\(labels),le=\"\(bound)\""
        text += "\(name)_bucket{\(all)} \(total)\n"
      }
      text += "\(name)_sum\(braced(labels)) \(number(snapshot.sum))\n"
      text += "\(name)_count\(braced(labels)) \(total)\n"
      return text
    }
  }

  static func pairs(_ labels: MetricLabels) -> String {
    labels.labels.map { "\($0.name)=\"\(escaped(value: $0.value))\"" }.joined(separator: ",")
  }

  private static func braced(_ labels: String) -> String {
    labels.isEmpty ? "" : "{\(labels)}"
  }

  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return "\(value)"
  }

  static func escaped(help: String) -> String {
    help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
  }

  static func escaped(value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
