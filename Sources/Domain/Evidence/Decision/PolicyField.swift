/// One named threshold of a policy.
struct PolicyField: Sendable {
  let name: String
  let path: any WritableKeyPath<Policy, Int64> & Sendable
  let range: ClosedRange<Int64>

  /// All of them, ordered by name.
  static let all: [PolicyField] = {
    let evidence: ClosedRange<Int64> = 0...1_000_000
    let probability: ClosedRange<Int64> = 1...254
    let length: ClosedRange<Int64> = 1...1_000_000
    let quorum: ClosedRange<Int64> = 1...Int64(Support.distinctLimit)
    let duration: ClosedRange<Int64> = 60...315_360_000
    let fields = [
      PolicyField(name: "removed_threshold_mnat", path: \.removedThreshold_mnat, range: evidence),
      PolicyField(name: "added_threshold_mnat", path: \.addedThreshold_mnat, range: evidence),
      PolicyField(name: "moved_threshold_mnat", path: \.movedThreshold_mnat, range: evidence),
      PolicyField(name: "attribute_threshold_mnat", path: \.attributeThreshold_mnat, range: evidence),
      PolicyField(name: "temporary_threshold_mnat", path: \.temporaryThreshold_mnat, range: evidence),
      PolicyField(name: "suspected_permille", path: \.suspected_permille, range: 1...1_000),
      PolicyField(name: "unsuspected_permille", path: \.unsuspected_permille, range: 0...1_000),
      PolicyField(name: "verified_threshold_mnat", path: \.verifiedThreshold_mnat, range: evidence),
      PolicyField(name: "rejected_charge_mnat", path: \.rejectedCharge_mnat, range: evidence),
      PolicyField(name: "neighbour_threshold_mnat", path: \.neighbourThreshold_mnat, range: evidence),
      PolicyField(name: "patience_mnat", path: \.patience_mnat, range: evidence),
      PolicyField(name: "pair_patience_mnat", path: \.pairPatience_mnat, range: evidence),
      PolicyField(name: "vote_cap_mnat", path: \.voteCap_mnat, range: 1...100_000),
      PolicyField(name: "temper_permille", path: \.temper_permille, range: 1...1_000),
      PolicyField(name: "same_day_permille", path: \.sameDay_permille, range: 0...900),
      PolicyField(name: "false_alarm_255", path: \.falseAlarm_255, range: probability),
      PolicyField(name: "misread_255", path: \.misread_255, range: probability),
      PolicyField(name: "prior_passes", path: \.priorPasses, range: 1...10_000),
      PolicyField(name: "rate_sigmas_permille", path: \.rateSigmas_permille, range: 0...5_000),
      PolicyField(name: "unseen_mnat", path: \.unseen_mnat, range: evidence),
      PolicyField(name: "sight_permille", path: \.sight_permille, range: 0...1_000),
      PolicyField(name: "repeat_permille", path: \.repeat_permille, range: 0...1_000),
      PolicyField(name: "repeat_vehicles", path: \.repeat_vehicles, range: 1...Int64(Support.distinctLimit)),
      PolicyField(name: "quorum_vehicles", path: \.quorum_vehicles, range: quorum),
      PolicyField(name: "majority_vehicles", path: \.majority_vehicles, range: 1...Int64(Support.distinctLimit)),
      PolicyField(name: "quorum_days", path: \.quorum_days, range: quorum),
      PolicyField(name: "minimum_passes", path: \.minimumPasses, range: 1...10_000),
      PolicyField(name: "moved_minimum_cm", path: \.movedMinimum_cm, range: length),
      PolicyField(name: "moved_sigmas_permille", path: \.movedSigmas_permille, range: 0...20_000),
      PolicyField(name: "moved_bias_cm", path: \.movedBias_cm, range: 1...10_000),
      PolicyField(name: "moved_design_cm", path: \.movedDesign_cm, range: 1...10_000),
      PolicyField(name: "gap_threshold_mnat", path: \.gapThreshold_mnat, range: evidence),
      PolicyField(name: "gap_margin_mnat", path: \.gapMargin_mnat, range: evidence),
      PolicyField(name: "gap_minimum_cm", path: \.gapMinimum_cm, range: 1...10_000),
      PolicyField(name: "gap_noise_cm", path: \.gapNoise_cm, range: 1...1_000),
      PolicyField(name: "gap_bias_cm", path: \.gapBias_cm, range: 1...1_000),
      PolicyField(name: "gap_scale_permille", path: \.gapScale_permille, range: -300...300),
      PolicyField(name: "gap_scale_sigma_permille", path: \.gapScaleSigma_permille, range: 1...300),
      PolicyField(name: "gap_stretch_cm", path: \.gapStretch_cm, range: length),
      PolicyField(name: "gap_passes", path: \.gapPasses, range: 1...Int64(GapLedger.most)),
      PolicyField(name: "pair_prior_mnat", path: \.pairPrior_mnat, range: evidence),
      PolicyField(name: "pair_threshold_mnat", path: \.pairThreshold_mnat, range: evidence),
      PolicyField(name: "fading_threshold_mnat", path: \.fadingThreshold_mnat, range: 1...1_000_000),
      PolicyField(name: "pair_spread_point_cm", path: \.pairSpreadPoint_cm, range: 1...10_000),
      PolicyField(name: "pair_spread_line_cm", path: \.pairSpreadLine_cm, range: 1...10_000),
      PolicyField(name: "added_line_minimum_cm", path: \.addedLineMinimum_cm, range: length),
      PolicyField(name: "cluster_gate_cm", path: \.clusterGate_cm, range: 1...10_000),
      PolicyField(name: "cluster_sigmas_permille", path: \.clusterSigmas_permille, range: 1...20_000),
      PolicyField(name: "clusters_per_tile", path: \.clustersPerTile, range: 1...65_536),
      PolicyField(name: "zone_link_cm", path: \.zoneLink_cm, range: length),
      PolicyField(name: "zone_expiry_s", path: \.zoneExpiry_s, range: duration),
      PolicyField(name: "large_change_cm", path: \.largeChange_cm, range: length),
      PolicyField(name: "replay_days", path: \.replay_days, range: 0...365),
      PolicyField(name: "lateness_s", path: \.lateness_s, range: duration),
    ]
    return fields.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }()
}

/// Why a policy record or setting is refused.
public enum PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no threshold of this name.
  case unknown(name: String)
  /// The record lacks a threshold.
  case missing(name: String)
  /// A value outside its range.
  case outOfRange(name: String, value: Int64, low: Int64, high: Int64)

  /// The threshold, the value and the range.
  public var description: String {
    switch self {
    case .unknown(let name): "policy: no threshold is called '\(name)'"
    case .missing(let name): "policy: the record lacks '\(name)'; write it with this version's defaults"
    case .outOfRange(let name, let value, let low, let high):
      "policy: \(name) is \(value), allowed is \(low) to \(high)"
    }
  }
}

extension Policy {
  /// The names of all thresholds, ordered.
  public static var names: [String] { PolicyField.all.map(\.name) }

  /// The policy as the tile log carries it, entries ordered by name.
  public var record: PolicyRecord {
    PolicyRecord(entries: PolicyField.all.map { PolicyRecord.Entry(name: $0.name, value: self[keyPath: $0.path]) })
  }

  /// The policy of a record that names every threshold.
  /// - Throws: `PolicyError` for an unknown or missing name and for a value outside its range.
  public init(_ record: PolicyRecord) throws(PolicyError) {
    self.init()
    for entry in record.entries { try set(entry.name, to: entry.value) }
    for field in PolicyField.all where !record.entries.contains(where: { $0.name == field.name }) {
      throw .missing(name: field.name)
    }
  }

  /// Sets a threshold by its name.
  /// - Throws: `PolicyError` for an unknown name or a value outside its range.
  public mutating func set(_ name: String, to value: Int64) throws(PolicyError) {
    guard let field = PolicyField.all.first(where: { $0.name == name }) else { throw .unknown(name: name) }
    guard field.range.contains(value) else {
      throw .outOfRange(name: name, value: value, low: field.range.lowerBound, high: field.range.upperBound)
    }
    self[keyPath: field.path] = value
  }

  /// The first threshold in which two policies differ, in the order of names.
  public func firstDifference(from other: Policy) -> String? {
    PolicyField.all.first { self[keyPath: $0.path] != other[keyPath: $0.path] }?.name
  }
}
