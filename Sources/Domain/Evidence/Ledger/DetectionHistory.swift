/// How often an element was seen when it was expected, outside of excursions of its removal score: an element that is gone must not
/// teach that it is hard to see.
public struct DetectionHistory: Hashable, Sendable {
  /// Traversals that expected it.
  public internal(set) var passes: UInt32 = 0
  /// Sum of the probabilities with which they expected it, in 1/255.
  public internal(set) var expected_255: UInt64 = 0
  /// Sum of the probabilities with which they saw it, in 1/255.
  public internal(set) var detected_255: UInt64 = 0

  /// No traversal yet.
  public init() {}

  /// The detection probability to weigh a miss with, in 1/255: what MATCH expects, corrected by the element's own rate, at a lower
  /// quantile, because assuming .9 where it is .7 multiplies false alarms by hundreds.
  public func cautious(expected: UInt8, policy: Policy) -> UInt8 {
    let million: Int64 = 1_000_000
    let prior = policy.priorPasses * Int64(expected)
    let hoped = Int64(clamping: expected_255) + prior
    guard hoped > 0 else { return 0 }
    let seen = min(Int64(clamping: detected_255) + prior, hoped)
    let probability = FixedPoint.divide(Int64(expected) * million / 255 * seen, by: hoped)
    let count = Int64(passes) + policy.priorPasses
    let deviation = Int64(FixedPoint.squareRoot(UInt64(probability * (million - probability) / count)))
    let lower = max(probability - deviation * policy.rateSigmas_permille / 1000, 0)
    return UInt8(clamping: FixedPoint.divide(lower * 255, by: million))
  }

  /// Of what a change of the map has told of: that it was there is known, and how well it is seen is not.
  static let told: DetectionHistory = {
    var history = DetectionHistory()
    history.passes = 1
    return history
  }()

  mutating func add(_ other: DetectionHistory) {
    passes += other.passes
    expected_255 += other.expected_255
    detected_255 += other.detected_255
  }

  /// As it was before a vote, if any, was counted.
  func without(_ vote: ElementVote?) -> DetectionHistory {
    guard let vote, passes > 0 else { return self }
    var before = self
    before.passes -= 1
    before.expected_255 -= min(UInt64(vote.expected), expected_255)
    before.detected_255 -= min(UInt64(vote.detected), detected_255)
    return before
  }

  /// The share of one of several who share it alike.
  func average(of count: UInt64) -> DetectionHistory {
    var average = DetectionHistory()
    average.passes = UInt32(UInt64(passes) / count)
    average.expected_255 = expected_255 / count
    average.detected_255 = detected_255 / count
    return average
  }

  /// Counts a vote in place of an earlier one of the same visit, or anew.
  mutating func count(_ vote: ElementVote, replacing earlier: ElementVote?) {
    if let earlier {
      expected_255 -= min(UInt64(earlier.expected), expected_255)
      detected_255 -= min(UInt64(earlier.detected), detected_255)
    } else {
      passes += 1
    }
    expected_255 += UInt64(vote.expected)
    detected_255 += UInt64(vote.detected)
  }

  func write(to writer: inout LedgerWriter) {
    writer.unsigned(passes)
    writer.unsigned(expected_255)
    writer.unsigned(detected_255)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    passes = try reader.unsigned("history.passes")
    expected_255 = try reader.unsigned("history.expected")
    detected_255 = try reader.unsigned("history.detected")
  }
}
