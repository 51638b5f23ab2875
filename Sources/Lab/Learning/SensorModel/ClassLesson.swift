import Evidence
import MapModel

/// What a log has taught of one class. Probabilities and shares are 0 … 1; nil is what the log does not tell: there the model says what the
/// policy assumes.
public struct ClassLesson: Hashable, Sendable {
  /// What was seen where votes promised about as much.
  public struct Step: Hashable, Sendable, Codable {
    /// Mean of what was promised.
    public let promised: Double
    /// Mean of what was seen of what stood.
    public let seen: Double
    /// Votes on what stood.
    public let votes: Double
  }

  /// The class.
  public let elementClass: ElementClass
  /// Votes on what stood.
  public let votes: Double
  /// Mean of what they promised.
  public let promised: Double?
  /// Mean of what they saw.
  public let seen: Double?
  /// The same by what was promised.
  public let steps: [Step]
  /// Intervals and points that the spread of P_D is learned from.
  public let cells: Int
  /// Standard deviation of P_D between them.
  public let spread: Double?
  /// Things of the map that were gone, or went.
  public let gone: Double
  /// Looks where nothing stood.
  public let emptyLooks: Double
  /// P_FA of these.
  public let falseAlarm: Double?
  /// Correlation of votes of one day, and its standard deviation.
  public let sameDay: Double?
  /// See `sameDay`.
  public let sameDayDeviation: Double?
  /// Pairs of votes of one day that it is learned from; those of all classes where its own are too few.
  public let pairs: Int
  /// Places where something was seen that the map lacks.
  public let places: Double
  /// Sightings of nothing, a km driven.
  public let clutter_perkm: Double
  /// What was seen of new things over what the swath promised.
  public let reach: Double?
  /// Probability of a wrong reading.
  public let misreading: Double?
  /// Pairs of readings that it is learned from.
  public let readings: Int
  /// Standard deviation of an offset as votes promise it, cm.
  public let promisedOffset_cm: Double?
  /// Standard deviation of an offset as it is, cm; what all drives see alike does not show in it.
  public let offset_cm: Double?
  /// What the fold weighs by.
  public let model: ClassModel

  /// A rate is learned from so many looks, readings or offsets at least.
  private static let least = 200.0
  /// A correlation that may be off by more is not learned.
  private static let vague = 0.1

  init(
    _ elementClass: ElementClass, look: LogLook, noise: VoteNoise, all: ClassSums, driven_km: Double, policy: Policy
  ) {
    let index = Int(elementClass.rawValue)
    let sums = look.sums[index]
    let mean = sums.rates.mean
    let moments = look.moments[index].reduce(into: PairMoments()) { $0.add($1) }
    self.elementClass = elementClass
    votes = mean.votes
    promised = mean.votes > 0 ? mean.promised : nil
    seen = mean.votes > 0 ? mean.seen : nil
    steps = sums.rates.seen.nodes.map { Step(promised: $0.promised, seen: $0.seen, votes: $0.votes) }
    gone = sums.gone + sums.missing
    cells = moments.spread?.cells ?? 0
    spread = moments.spread?.deviation
    emptyLooks = sums.emptyLooks
    let assumed = Double(policy.falseAlarm_255) / 255
    let told = sums.emptyLooks >= Self.least ? sums : all
    falseAlarm = told.emptyLooks >= Self.least ? told.falseAlarm(assumed: assumed) : nil
    let correlation = look.correlation(index).flatMap { $0.deviation <= Self.vague ? $0 : nil }
    sameDay = correlation?.value
    sameDayDeviation = correlation?.deviation
    pairs = correlation?.pairs ?? 0
    places = sums.places
    clutter_perkm = driven_km > 0 ? sums.clutter / driven_km : 0
    reach = sums.reachLooks >= Self.least && sums.reachPromised > 0 ? sums.reachSeen / sums.reachPromised : nil
    readings = noise.readings
    misreading = Double(noise.readings) >= Self.least ? noise.misreading : nil
    let spreadOfOffsets = Double(noise.offsets) >= Self.least ? noise.spread : nil
    promisedOffset_cm = noise.promised_cm
    offset_cm = noise.promised_cm.flatMap { cm in spreadOfOffsets.map { $0 * cm } }

    var model = ClassModel(elementClass, assumed: policy)
    model.steps = Self.rounded(sums.rates.seen)
    // Where the log tells of better sensors than are assumed, what is assumed stays: the thresholds were chosen with it.
    if let spread = moments.spread {
      let variance = max(spread.deviation * spread.deviation, 1e-9)
      let passes = spread.mean * (1 - spread.mean) / variance - 1
      model.priorPasses = min(model.priorPasses, UInt16(min(max(passes.rounded(), 1), 10_000)))
    }
    if let falseAlarm {
      model.falseAlarm_255 = max(model.falseAlarm_255, UInt8(min(max((falseAlarm * 255).rounded(), 1), 127)))
    }
    if let correlation {
      // Cautious by a standard deviation: a day's votes that agree for no reason cost more than those that are taken to.
      let high = correlation.value + correlation.deviation
      model.sameDay_permille = max(model.sameDay_permille, UInt16(min(max((high * 1000).rounded(), 0), 900)))
    }
    if let misreading {
      model.misread_255 = max(model.misread_255, UInt8(min(max((misreading * 255).rounded(), 1), 127)))
    }
    if let reach { model.reach_permille = UInt16(min(max((reach * 1000).rounded(), 1), 1_000)) }
    if let spreadOfOffsets {
      // Never less than promised: what all drives see alike does not show where only their differences are looked at.
      model.offset_permille = UInt16(min(max((spreadOfOffsets * 1000).rounded(), 1_000), 10_000))
    }
    self.model = model
  }

  /// The steps in whole numbers, and no P_D above the promised one: a look that MATCH does not expect makes a vote only where it sees the thing, so
  /// that votes that promise little see more than they would if their misses were votes too.
  private static func rounded(_ curve: RateCurve) -> [ClassModel.Step] {
    var steps: [ClassModel.Step] = []
    for node in curve.nodes {
      let promised = UInt8((node.promised * 255).rounded())
      guard promised > steps.last?.promised_255 ?? 0 else { continue }
      steps.append(ClassModel.Step(promised_255: promised, seen_255: min(UInt8((node.seen * 255).rounded()), promised)))
    }
    return steps
  }
}
