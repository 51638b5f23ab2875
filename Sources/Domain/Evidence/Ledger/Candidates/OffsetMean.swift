/// Information-weighted mean of offsets to one side.
struct OffsetMean: Hashable, Sendable {
  /// Information, as `PointMean` weighs it; 0 of no offset.
  private(set) var weight: Int64 = 0
  private var weighted: Int64 = 0

  /// The mean, cm; nil of no offset.
  var mean_cm: Int64? { weight > 0 ? FixedPoint.divide(weighted, by: weight) : nil }

  /// No offset yet.
  init() {}

  mutating func add(_ offset_cm: Int64, sigma_cm: UInt16) {
    let share = PointMean.weight(sigma_cm: sigma_cm)
    weight += share
    weighted += share * offset_cm
  }

  func write(to writer: inout LedgerWriter) {
    writer.unsigned(weight)
    writer.signed(weighted)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    weight = try reader.unsigned("offset_mean.weight")
    weighted = try reader.signed("offset_mean.weighted")
  }
}
