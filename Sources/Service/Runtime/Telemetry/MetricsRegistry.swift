import Synchronization

/// Labels of one series: names with values, sorted by name.
public struct MetricLabels: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// One label.
  public struct Label: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The value.
    public var value: String
  }

  /// The labels by name.
  public let labels: [Label]

  /// Creates labels from `["stage": "match"]`.
  public init(dictionaryLiteral elements: (String, String)...) {
    labels = elements.map { Label(name: $0.0, value: $0.1) }.sorted { $0.name < $1.name }
    precondition(
      labels.allSatisfy { MetricsRegistry.isLabelName($0.name) }, "label names are letters, digits and underscores")
    precondition(zip(labels, labels.dropFirst()).allSatisfy { $0.name != $1.name }, "a label stands once")
  }

  private init(labels: [Label]) { self.labels = labels }

  /// Stands for all series beyond the limit: the same names, every value `overflow`.
  var overflow: MetricLabels {
    MetricLabels(labels: labels.map { Label(name: $0.name, value: "overflow") })
  }
}

/// All metrics of a process. Ask for a metric once and keep it: asking takes a lock, using it does not (a histogram
/// takes its own).
public final class MetricsRegistry: Sendable {
  enum Series: Sendable {
    case counter(Counter)
    case gauge(Gauge)
    case histogram(Histogram)

    var type: String {
      switch self {
      case .counter: "counter"
      case .gauge: "gauge"
      case .histogram: "histogram"
      }
    }
  }

  struct Family: Sendable {
    var help: String
    var type: String
    var series: [MetricLabels: Series] = [:]
  }

  private let families = Mutex<[String: Family]>([:])
  private let seriesLimit: Int

  /// Creates an empty registry.
  /// - Parameter seriesLimit: most series of one name; what is asked for beyond shares one series whose labels say
  ///   `overflow`, so that a label that came from outside cannot fill the memory.
  public init(seriesLimit: Int = 1000) {
    self.seriesLimit = seriesLimit
  }

  /// The counter of this name and these labels. Its name must end in `_total`.
  public func counter(_ name: String, help: String, labels: MetricLabels = [:]) -> Counter {
    precondition(name.hasSuffix("_total"), "the name of a counter ends in _total: \(name)")
    let series = find(name, help: help, type: "counter", labels) { .counter(Counter()) }
    guard case .counter(let counter) = series else { preconditionFailure("\(name) is a \(series.type)") }
    return counter
  }

  /// The gauge of this name and these labels.
  public func gauge(_ name: String, help: String, labels: MetricLabels = [:]) -> Gauge {
    let series = find(name, help: help, type: "gauge", labels) { .gauge(Gauge()) }
    guard case .gauge(let gauge) = series else { preconditionFailure("\(name) is a \(series.type)") }
    return gauge
  }

  /// The histogram of this name and these labels.
  /// - Parameter bounds: upper bounds of the buckets, ascending and finite; those of the first call count.
  public func histogram(
    _ name: String, help: String, bounds: [Double] = Histogram.timeBounds_s, labels: MetricLabels = [:]
  ) -> Histogram {
    precondition(!labels.labels.contains { $0.name == "le" }, "'le' is the label of the buckets")
    let series = find(name, help: help, type: "histogram", labels) { .histogram(Histogram(bounds: bounds)) }
    guard case .histogram(let histogram) = series else { preconditionFailure("\(name) is a \(series.type)") }
    return histogram
  }

  private func find(
    _ name: String, help: String, type: String, _ labels: MetricLabels, make: () -> Series
  ) -> Series {
    precondition(Self.isMetricName(name), "no name of a metric: \(name)")
    return families.withLock { families in
      var family = families[name] ?? Family(help: help, type: type)
      precondition(family.type == type, "\(name) is a \(family.type)")
      if let series = family.series[labels] { return series }
      let key = family.series.count < seriesLimit ? labels : labels.overflow
      let series = family.series[key] ?? make()
      family.series[key] = series
      families[name] = family
      return series
    }
  }

  /// All families at one moment, by name; the values inside go on counting.
  func snapshot() -> [(name: String, family: Family)] {
    families.withLock { $0 }.sorted { $0.key < $1.key }.map { (name: $0.key, family: $0.value) }
  }

  static func isLabelName(_ text: String) -> Bool {
    isMetricName(text) && !text.contains(":") && !text.hasPrefix("__")
  }

  static func isMetricName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"):
        true
      default: false
      }
    }
  }
}
