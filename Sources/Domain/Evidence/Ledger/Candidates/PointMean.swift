import MapModel

/// Information-weighted mean of positions in a tile's frame.
public struct PointMean: Hashable, Sendable {
  private var weight: Int64 = 0
  private var weightedX: Int64 = 0
  private var weightedY: Int64 = 0

  /// Weight of a position with a variance of one square centimetre, and the smallest standard deviation believed, cm.
  private static let unit: Int64 = 1_000_000
  private static let leastSigma_cm: Int64 = 5

  /// No position yet.
  public init() {}

  /// The weight of a position with a standard deviation.
  static func weight(sigma_cm: UInt16) -> Int64 {
    let sigma = max(Int64(sigma_cm), leastSigma_cm)
    return max(unit / (sigma * sigma), 1)
  }

  /// Standard deviation of a mean with a weight, cm.
  static func sigma_cm(weight: Int64) -> Int64 { Int64(FixedPoint.squareRoot(UInt64(unit / max(weight, 1)))) }

  /// The mean; the frame's origin where there is none.
  public var point: TilePoint {
    guard weight > 0 else { return TilePoint(x_cm: 0, y_cm: 0) }
    return TilePoint(
      x_cm: Int32(clamping: FixedPoint.divide(weightedX, by: weight)),
      y_cm: Int32(clamping: FixedPoint.divide(weightedY, by: weight)))
  }

  /// Its standard deviation, cm.
  public var sigma_cm: Int64 { Self.sigma_cm(weight: weight) }

  mutating func add(_ point: TilePoint, sigma_cm: UInt16) {
    let share = Self.weight(sigma_cm: sigma_cm)
    weight += share
    weightedX += share * Int64(point.x_cm)
    weightedY += share * Int64(point.y_cm)
  }

  func write(to writer: inout LedgerWriter) {
    writer.unsigned(weight)
    writer.signed(weightedX)
    writer.signed(weightedY)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    weight = try reader.unsigned("mean.weight")
    weightedX = try reader.signed("mean.x")
    weightedY = try reader.signed("mean.y")
  }
}
