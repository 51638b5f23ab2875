/// Numbers of which percentiles and shares are asked: all are kept, none is estimated.
public struct Distribution: Hashable, Sendable {
  private var values: [Double] = []

  /// Nothing yet.
  public init() {}

  /// Number of values.
  public var count: Int { values.count }

  /// Takes in a value.
  public mutating func add(_ value: Double) { values.append(value) }

  /// Takes in the values of another.
  public mutating func merge(_ other: Distribution) { values += other.values }

  /// The smallest value that at least `share` of all values do not exceed; nil without values. O(n log n).
  /// - Parameter share: 0 … 1; 0.5 gives the lower median.
  public func quantile(_ share: Double) -> Double? {
    guard !values.isEmpty else { return nil }
    let ordered = values.sorted()
    let rank = (share * Double(ordered.count)).rounded(.up)
    return ordered[min(max(Int(rank) - 1, 0), ordered.count - 1)]
  }

  /// Share of values above a bound, 0 … 1; nil without values.
  public func share(above bound: Double) -> Double? {
    values.isEmpty ? nil : Double(values.count { $0 > bound }) / Double(values.count)
  }

  /// The mean; nil without values.
  public var mean: Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }
}
