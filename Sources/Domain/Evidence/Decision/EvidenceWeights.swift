import MapModel

/// Log-likelihood ratios of single votes under a policy, thousandths of a nat, tempered and capped.
///
/// A learned model takes the place of what the policy assumes of sensors, class by class: `of` gives the weights of a class.
public struct EvidenceWeights: Sendable {
  /// The policy they follow; of a class that was learned with what was learned in the place of what is assumed.
  public let policy: Policy
  private let falseAlarm: UInt8
  private let readingWeight_mnat: Int64
  private let learned: ClassModel?
  /// The true P_D for every promised one; empty where promises are kept.
  private let corrected_255: [UInt8]
  /// By raw value of the class; empty where nothing was learned.
  private var classes: [EvidenceWeights] = []

  /// The weights of a policy, and of what was learned.
  public init(_ policy: Policy, model: LearnedSensorModel? = nil) {
    self.init(policy, learned: nil)
    guard let model, !model.classes.isEmpty else { return }
    let plain = self
    let count = Int(ElementClass.allCases.map(\.rawValue).max() ?? 0) + 1
    classes = (0..<count).map { raw in
      guard let learned = model.classes.first(where: { Int($0.elementClass.rawValue) == raw }) else { return plain }
      return EvidenceWeights(policy.replacingAssumptions(by: learned), learned: learned)
    }
  }

  /// True where all classes are weighed alike: then `of` need not be asked, for weights are dear to copy.
  var isUniform: Bool { classes.isEmpty }

  /// The weights of votes on a class.
  public func of(_ elementClass: ElementClass) -> EvidenceWeights {
    classes.isEmpty ? self : classes[Int(elementClass.rawValue)]
  }

  /// What a vote's promise is worth, in 1/255.
  public func expected(_ promised_255: UInt8) -> UInt8 {
    corrected_255.isEmpty ? promised_255 : corrected_255[Int(promised_255)]
  }

  /// What a swath's promise is worth, in 1/255.
  public func reach(_ promised_255: UInt8) -> UInt8 {
    guard let learned else { return promised_255 }
    return UInt8(clamping: min(FixedPoint.divide(Int64(promised_255) * Int64(learned.reach_permille), by: 1000), 250))
  }

  private init(_ policy: Policy, learned: ClassModel?) {
    self.policy = policy
    self.learned = learned
    corrected_255 = learned.map { $0.steps.isEmpty ? [] : $0.corrected_255 } ?? []
    falseAlarm = UInt8(clamping: policy.falseAlarm_255)
    let misread = UInt8(clamping: policy.misread_255)
    readingWeight_mnat = LogarithmTable.ratio_mnat(255 - misread, misread)
  }

  /// Of "gone" against "there" for an element that is expected with a probability and was detected with another, both in 1/255.
  /// - Parameter day: What visits before it on the same day said.
  public func removal_mnat(expected: UInt8, detected: UInt8, day: SameDay = SameDay()) -> Int64 {
    // An element no likelier to be seen than clutter tells nothing by its absence.
    guard expected > falseAlarm else { return 0 }
    let expected = min(expected, 254)
    let miss = ratio_mnat(255 - falseAlarm, 255 - expected, after: day.missed_255)
    let hit = ratio_mnat(falseAlarm, expected, after: day.seen_255)
    return bounded(FixedPoint.divide(Int64(255 - detected) * miss + Int64(detected) * hit, by: 255))
  }

  /// Of "something new" against "clutter" for a sighting in a swath that expects it with a probability, both in 1/255.
  /// - Parameter day: What visits before it on the same day said.
  public func sighting_mnat(expected: UInt8, existence: UInt8, day: SameDay = SameDay()) -> Int64 {
    guard expected > falseAlarm else { return 0 }
    return bounded(
      FixedPoint.divide(Int64(existence) * ratio_mnat(expected, falseAlarm, after: day.seen_255), by: 255))
  }

  /// The same for a swath that expected it and saw nothing; never positive.
  public func absence_mnat(expected: UInt8, day: SameDay = SameDay()) -> Int64 {
    guard expected > falseAlarm else { return 0 }
    return bounded(ratio_mnat(255 - min(expected, 254), 255 - falseAlarm, after: day.missed_255))
  }

  /// ln(a / b) of two probabilities of one outcome in 1/255, where visits of the same day had that outcome before.
  ///
  /// Votes of a day are draws of a beta-binomial with an intraclass correlation ρ. By Pólya's urn the next one has a given outcome with
  /// (θ p + k) / (θ + n), θ = (1 − ρ) / ρ, after n votes of which k had it; n drops out of the ratio. The sum over a day is therefore the
  /// log-likelihood ratio of its votes together, in whatever order they came.
  private func ratio_mnat(_ a: UInt8, _ b: UInt8, after before_255: UInt32) -> Int64 {
    let correlation = policy.sameDay_permille
    guard correlation > 0, before_255 > 0 else { return LogarithmTable.ratio_mnat(a, b) }
    // At most 1000 · 255 + 900 · (2²² − 1): it fits 32 bits.
    let shared = correlation * Int64(min(before_255, 1 << 22 - 1))
    func logarithm(_ p: UInt8) -> Int64 {
      Int64(FixedPoint.logarithm_mnat(UInt32((1000 - correlation) * Int64(p) + shared)))
    }
    return logarithm(a) - logarithm(b)
  }

  /// Of "displaced by the design displacement" against "in place" for an offset in that direction, cm, with the variance of the vote, cm².
  public func displacement_mnat(offset_cm: Int64, variance_cm2: Int64, detected: UInt8) -> Int64 {
    let design = policy.movedDesign_cm
    let ratio = FixedPoint.divide((2 * design * offset_cm - design * design) * 1000, by: 2 * variance_cm2)
    return bounded(FixedPoint.divide(ratio * Int64(detected), by: 255))
  }

  /// Of "other attributes" against "as mapped" for one reading that agrees or differs.
  public func reading_mnat(differs: Bool, detected: UInt8) -> Int64 {
    let weight = FixedPoint.divide(readingWeight_mnat * Int64(detected), by: 255)
    return bounded(differs ? weight : -weight)
  }

  /// Variance of one offset, with the error common to the fleet, cm².
  public func variance_cm2(sigma_cm: UInt16) -> Int64 {
    let own = Int64(sigma_cm) * Int64(sigma_cm)
    let spread = Int64(learned?.offset_permille ?? 1000)
    return own * spread * spread / 1_000_000 + policy.movedBias_cm * policy.movedBias_cm
  }

  private func bounded(_ ratio_mnat: Int64) -> Int64 {
    min(max(ratio_mnat * policy.temper_permille / 1000, -policy.voteCap_mnat), policy.voteCap_mnat)
  }
}

extension Policy {
  /// The policy with what was learned of a class in the place of what it assumes.
  func replacingAssumptions(by learned: ClassModel) -> Policy {
    var policy = self
    policy.priorPasses = Int64(learned.priorPasses)
    policy.falseAlarm_255 = Int64(learned.falseAlarm_255)
    policy.sameDay_permille = Int64(learned.sameDay_permille)
    policy.misread_255 = Int64(learned.misread_255)
    return policy
  }
}
