import MapModel

/// A CUSUM of "other attributes" against "as mapped", for the other reading that leads: one that differs both from the map and from the
/// leader speaks against the leader (R. S. Boyer and J S. Moore's majority vote, weighted).
public struct AttributeExcursion: Hashable, Sendable {
  /// Evidence for the leading other reading, thousandths of a nat; never negative.
  public internal(set) var score_mnat: Int64 = 0
  /// What it reads; only attributes that differ from the map.
  public internal(set) var reading = Attributes()
  /// Who read it.
  public internal(set) var support = Support()

  init() {}

  mutating func fold(_ weight_mnat: Int64, reading new: Attributes?, visit: Visit, again: Bool, policy: Policy) {
    let cap_mnat = policy.attributeThreshold_mnat * 4
    guard let new else {
      score_mnat = max(score_mnat - abs(weight_mnat), 0)
      if score_mnat == 0 { self = AttributeExcursion() }
      return
    }
    if score_mnat == 0 {
      self = AttributeExcursion()
      reading = new
    }
    guard new == reading else {
      score_mnat = max(score_mnat - abs(weight_mnat), 0)
      if score_mnat == 0 { self = AttributeExcursion() }
      return
    }
    if again { return }
    score_mnat = min(score_mnat + support.weigh(weight_mnat, of: visit, policy: policy), cap_mnat)
    if weight_mnat > 0 { support.add(visit) }
  }

  func write(to writer: inout LedgerWriter) {
    writer.unsigned(score_mnat)
    writer.attributes(reading)
    support.write(to: &writer)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    score_mnat = try reader.unsigned("attribute.score")
    reading = try reader.attributes("attribute.reading")
    support = try Support(from: &reader)
  }
}

extension Attributes {
  /// What a reading says against these attributes: nil where they share no key, an empty list where all shared keys agree, otherwise
  /// the entries that differ. A key the map does not know is not held against it.
  public func differences(in reading: Attributes) -> Attributes? {
    var shared = false
    var different: [Entry] = []
    for entry in reading.entries {
      guard let mapped = self[entry.key] else { continue }
      shared = true
      if mapped != entry.value { different.append(entry) }
    }
    return shared ? Attributes(different) : nil
  }
}
