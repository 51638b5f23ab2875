import MapModel

/// What votes on one class are worth, as learned: whole numbers alone, so that every machine weighs alike.
public struct ClassModel: Hashable, Sendable {
  /// What is seen where something stands, of votes that promised about so much; both in 1/255.
  public struct Step: Hashable, Sendable {
    /// Mean of what the votes promised.
    public var promised_255: UInt8
    /// Mean of what they saw.
    public var seen_255: UInt8

    /// A step of its parts.
    public init(promised_255: UInt8, seen_255: UInt8) {
      self.promised_255 = promised_255
      self.seen_255 = seen_255
    }
  }

  /// The class.
  public var elementClass: ElementClass
  /// The true P_D over the promised one, ascending by the latter; empty: promises are kept. At most `mostSteps`.
  public var steps: [Step]
  /// Passes that the class is worth as a prior of an element's own P_D: α + β of the beta distribution over elements, 1 … 10 000.
  public var priorPasses: UInt16
  /// P_FA: probability of seeing what does not stand there, in 1/255, 1 … 254.
  public var falseAlarm_255: UInt8
  /// Correlation of two traversals' sightings of one thing on one day (ICC), thousandths, 0 … 900.
  public var sameDay_permille: UInt16
  /// Probability of reading other attributes than there are, in 1/255, 1 … 254.
  public var misread_255: UInt8
  /// What is sighted of things the map lacks over what the swath promises, thousandths, 1 … 2000.
  public var reach_permille: UInt16
  /// Spread of offsets over the one their standard deviations promise, thousandths, 1 … 10 000.
  public var offset_permille: UInt16

  /// Most steps.
  public static let mostSteps = 16

  /// A model of a class that says what a policy assumes.
  public init(_ elementClass: ElementClass, assumed policy: Policy) {
    self.elementClass = elementClass
    steps = []
    priorPasses = UInt16(clamping: policy.priorPasses)
    falseAlarm_255 = UInt8(clamping: policy.falseAlarm_255)
    sameDay_permille = UInt16(clamping: policy.sameDay_permille)
    misread_255 = UInt8(clamping: policy.misread_255)
    reach_permille = 1000
    offset_permille = 1000
  }

  /// The true P_D for every promised one, in 1/255: linear between the steps and from nothing to the first, in proportion beyond the last.
  var corrected_255: [UInt8] {
    guard let last = steps.last else { return (0...255).map { UInt8($0) } }
    return (0...255).map { promised in
      var below = Step(promised_255: 0, seen_255: 0)
      for step in steps {
        if promised <= Int(step.promised_255) {
          let width = Int64(step.promised_255) - Int64(below.promised_255)
          guard width > 0 else { return step.seen_255 }
          let rise = (Int64(step.seen_255) - Int64(below.seen_255)) * Int64(promised - Int(below.promised_255))
          return UInt8(clamping: Int64(below.seen_255) + FixedPoint.divide(rise, by: width))
        }
        below = step
      }
      let beyond = FixedPoint.divide(Int64(promised) * Int64(last.seen_255), by: max(Int64(last.promised_255), 1))
      return UInt8(clamping: min(beyond, Self.most_255))
    }
  }

  /// Nothing is ever seen with more than this, in 1/255.
  private static let most_255: Int64 = 250

  /// The first field that is out of its range, with its value and the range; nil where all is well.
  public var fault: (field: String, value: String, limit: String)? {
    if steps.count > Self.mostSteps { return ("steps", "\(steps.count)", "at most \(Self.mostSteps)") }
    for (step, next) in zip(steps, steps.dropFirst()) where next.promised_255 <= step.promised_255 {
      return ("promised_u8", "\(next.promised_255)", "above \(step.promised_255), the one before")
    }
    let ranges: [(String, UInt16, ClosedRange<UInt16>)] = [
      ("prior_passes", priorPasses, 1...10_000), ("false_alarm_u8", UInt16(falseAlarm_255), 1...254),
      ("same_day_permille", sameDay_permille, 0...900), ("misread_u8", UInt16(misread_255), 1...254),
      ("reach_permille", reach_permille, 1...2_000), ("offset_permille", offset_permille, 1...10_000),
    ]
    for (field, value, range) in ranges where !range.contains(value) {
      return (field, "\(value)", "\(range.lowerBound) to \(range.upperBound)")
    }
    return nil
  }
}
