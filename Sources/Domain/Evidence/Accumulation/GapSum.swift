import MapModel
import Matching

/// What the frames of a traversal showed of how far two lines lie apart.
struct GapSum: Sendable {
  /// Fewest looks that tell anything: a detector that jumps to another line for an instant is not a line elsewhere.
  private static let leastLooks = 5

  let firstHash, secondHash: UInt32
  private var looks = 0
  private var apart_m = 0.0
  private var excess_m = 0.0
  private var firstIntervals: ClosedRange<UInt16>?
  private var secondIntervals: ClosedRange<UInt16>?

  init(firstHash: UInt32, secondHash: UInt32) {
    self.firstHash = firstHash
    self.secondHash = secondHash
  }

  /// Adds a look at intervals of the two lines.
  mutating func add(_ gap: MatchedFrame.Gap, first: UInt16, second: UInt16) {
    looks += 1
    apart_m += gap.apart_m
    excess_m += gap.excess_m
    firstIntervals = Self.grown(firstIntervals, by: first)
    secondIntervals = Self.grown(secondIntervals, by: second)
  }

  /// What they say together of two lines, the lower piece first; nil where too few looked.
  func gap(_ first: PieceID, _ second: PieceID) -> LineGap? {
    guard looks >= Self.leastLooks, let firstIntervals, let secondIntervals else { return nil }
    return LineGap(
      first: LineGap.Side(piece: first, pieceHash: firstHash, intervals: firstIntervals),
      second: LineGap.Side(piece: second, pieceHash: secondHash, intervals: secondIntervals),
      apart_cm: centimetres(apart_m), excess_cm: centimetres(excess_m),
      looks: UInt16(min(looks, Int(UInt16.max))))
  }

  private func centimetres(_ sum_m: Double) -> Int16 {
    Int16(min(max((sum_m / Double(looks) * 100).rounded(), -32_000), 32_000))
  }

  private static func grown(_ range: ClosedRange<UInt16>?, by interval: UInt16) -> ClosedRange<UInt16> {
    guard let range else { return interval...interval }
    return min(range.lowerBound, interval)...max(range.upperBound, interval)
  }
}
