import MapModel

/// What sensors usually see of a tile: what a single one is compared with.
public struct PlaceHealth: Hashable, Sendable {
  /// A ratio with a memory: of sums, each traversal's share fading with those that follow.
  struct Ratio: Hashable, Sendable {
    var passes = 0.0
    var part = 0.0
    var whole = 0.0

    mutating func note(part more: Double, of all: Double, memory: Double) {
      let keep = passes < memory ? 1 : 1 - 1 / memory
      passes = keep * passes + 1
      part = keep * part + more
      whole = keep * whole + all
    }
  }

  var ratios: [HealthSign: Ratio] = [:]

  /// A tile nobody has passed.
  public init() {}

  /// What a traversal shows under each sign: a part of a whole. Only where there is enough of it to say anything.
  static func shares(_ traversal: TraversalHealth) -> [(sign: HealthSign, part: Double, whole: Double)] {
    var shares: [(sign: HealthSign, part: Double, whole: Double)] = []
    var expected = 0.0
    for seen in traversal.classes {
      let whole = Double(seen.expected_255) / 255
      expected += whole
      if whole >= 1 { shares.append((.missed(seen.elementClass), Double(seen.detected_255) / 255, whole)) }
    }
    if traversal.offsets >= 3 {
      shares.append((.displaced, Double(traversal.offsetSquares_milli) / 1000, Double(traversal.offsets)))
    }
    let offset = FixedPoint.length(Int64(traversal.commonEast_cm), Int64(traversal.commonNorth_cm))
    if traversal.offsets >= 3 {
      shares.append((.scaled, Double(traversal.lateralScale_permille.magnitude) / 1000, 1))
      shares.append((.shifted, Double(offset) / 100, 1))
    }
    if expected >= 3 { shares.append((.cluttered, Double(traversal.candidates_255) / 255, expected)) }
    return shares
  }

  /// How much worse than usual here a traversal is under a sign, from a share of the whole; nil where too few have passed.
  func excess(
    _ share: (sign: HealthSign, part: Double, whole: Double), policy: FleetPolicy
  ) -> Double? {
    guard share.sign.isCompared else { return share.part / share.whole }
    guard let usual = ratios[share.sign], usual.passes >= policy.placePasses, usual.whole > 0 else { return nil }
    let difference = share.part / share.whole - usual.part / usual.whole
    // A share of few elements says little.
    let weight = (share.whole / (share.whole + 4)).squareRoot()
    switch share.sign {
    case .missed: return -difference * weight
    case .displaced, .cluttered: return difference * weight
    // What a whole traversal has in common is no share of few elements.
    case .scaled, .shifted: return difference
    }
  }

  /// Takes a traversal into what is usual here.
  mutating func note(_ shares: [(sign: HealthSign, part: Double, whole: Double)], policy: FleetPolicy) {
    for share in shares where share.sign.isCompared {
      ratios[share.sign, default: Ratio()].note(part: share.part, of: share.whole, memory: policy.placeMemory)
    }
  }
}
