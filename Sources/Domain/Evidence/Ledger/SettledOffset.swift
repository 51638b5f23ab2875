/// Where a thing has been seen against the map while nothing spoke for a move. A map is only so exact, most of all where it was changed on few
/// traversals: what it has wrong by less than a move is no news, however often it is seen, and a move is told from here.
public struct SettledOffset: Hashable, Sendable {
  /// Information of the map's own place, in units of `MoveExcursion.unit`: a standard deviation of 10 cm.
  private static let mapWeight = MoveExcursion.unit / 100
  /// Most that a map is taken to be off without being wrong, cm along an axis: beyond it the place is to be corrected, not to be got used to.
  private static let most_cm: Int64 = 15
  /// Information beyond which older offsets fade: that of some thirty traversals.
  private static let mostWeight: Int32 = 90_000

  // Narrow, since every element has one: weights fade, and what is far off never settles.
  private var weight: Int32 = 0
  private var weightedFirst: Int32 = 0
  private var weightedSecond: Int32 = 0

  /// Never seen.
  init() {}

  /// Mean offset along the first axis, cm.
  var first_cm: Int64 { mean_cm(weightedFirst) }
  /// Mean offset along the second axis, cm.
  var second_cm: Int64 { mean_cm(weightedSecond) }
  /// Variance of the mean, cm².
  var variance_cm2: Int64 { MoveExcursion.unit / (Int64(weight) + Self.mapWeight) }

  private func mean_cm(_ weighted: Int32) -> Int64 {
    let mean_cm = FixedPoint.divide(Int64(weighted), by: Int64(weight) + Self.mapWeight)
    return min(max(mean_cm, -Self.most_cm), Self.most_cm)
  }

  /// Adds the offset of a traversal.
  /// - Parameter information: In units of `MoveExcursion.unit`.
  mutating func add(first_cm: Int64, second_cm: Int64, weight information: Int64) {
    if weight > Self.mostWeight {
      (weight, weightedFirst, weightedSecond) = (
        weight - weight / 16, weightedFirst - weightedFirst / 16, weightedSecond - weightedSecond / 16
      )
    }
    weight = Int32(clamping: Int64(weight) + information)
    weightedFirst = Int32(clamping: Int64(weightedFirst) + information * first_cm)
    weightedSecond = Int32(clamping: Int64(weightedSecond) + information * second_cm)
  }

  func write(to writer: inout LedgerWriter) {
    writer.unsigned(weight)
    writer.signed(weightedFirst)
    writer.signed(weightedSecond)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    weight = try reader.unsigned("settled.weight")
    weightedFirst = try reader.signed("settled.first")
    weightedSecond = try reader.signed("settled.second")
  }
}
