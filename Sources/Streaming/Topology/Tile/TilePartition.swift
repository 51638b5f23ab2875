import Contracts
import Evidence
import MapModel

/// What the fold knows of its partition as a whole.
public struct TilePartition: Hashable, Sendable {
  /// Offset after the last record folded.
  public internal(set) var nextOffset: Int64
  /// Counts of what was folded and what did not count; nothing is dropped silently.
  public internal(set) var counts = FoldCounts()
  var foldVersion: UInt32?
  var policy: Policy?
  var time = EventTime()
  /// The number of each topic's last record.
  var sequences = TopicSequences()
  /// Calibrations and software versions whose evidence does not count.
  var quarantined: Set<String> = []
  /// Offset of the last quarantine.
  var quarantineOffset: Int64 = -1
  /// Quarantined sources of which nothing was taken out yet.
  var untold: Set<String> = []
  /// Models that were activated; none means any.
  var models: Set<String> = []
  /// What votes are worth, as learned; nil where the policy's assumptions stand.
  var learned: LearnedSensorModel?
  /// Tiles with work zones, which expire with time alone.
  var watched: Set<TileID> = []
  /// What traversals said about their sensors since the last report.
  var health: [TraversalHealth] = []

  /// A partition of which nothing is folded.
  public init(nextOffset: Int64 = 0) { self.nextOffset = nextOffset }

  /// Event time two vehicles agree on, ns since 1970; the least number before that.
  public var eventTime_ns: Int64 { time.now_ns }

  /// What votes are worth under a policy and what was learned.
  func weights(_ policy: Policy) -> EvidenceWeights { EvidenceWeights(policy, model: learned) }

  /// The stored form.
  public var bytes: [UInt8] {
    var writer = LedgerWriter()
    writer.byte(6)
    writer.signed(nextOffset)
    counts.write(to: &writer)
    writer.flag(foldVersion != nil)
    if let foldVersion { writer.unsigned(foldVersion) }
    writer.flag(policy != nil)
    if let policy {
      writer.list(policy.record.entries) { writer, entry in
        writer.text(entry.name)
        writer.signed(entry.value)
      }
    }
    time.write(to: &writer)
    sequences.write(to: &writer)
    writer.signed(quarantineOffset)
    for texts in [quarantined, untold, models] {
      writer.list(texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }) { $0.text($1) }
    }
    writer.list(watched.sorted()) { $0.unsigned($1.quadkey) }
    writer.list(health) { $1.write(to: &$0) }
    writer.flag(learned != nil)
    learned?.write(to: &writer)
    return writer.bytes
  }

  /// Reads the stored form.
  /// - Throws: `LedgerCorruption` where the bytes are not one.
  public init(_ bytes: [UInt8]) throws(LedgerCorruption) {
    var reader = LedgerReader(bytes)
    guard try reader.byte("partition.version") == 6 else { throw LedgerCorruption("partition.version") }
    nextOffset = try reader.signed("partition.next_offset")
    counts = try FoldCounts(from: &reader)
    if try reader.flag("partition.has_fold_version") { foldVersion = try reader.unsigned("partition.fold_version") }
    if try reader.flag("partition.has_policy") {
      let entries = try reader.list("partition.policy") {
        (reader: inout LedgerReader) throws(LedgerCorruption) -> PolicyRecord.Entry in
        PolicyRecord.Entry(name: try reader.text("policy.name"), value: try reader.signed("policy.value"))
      }
      do { policy = try Policy(PolicyRecord(entries: entries)) } catch { throw LedgerCorruption("partition.policy") }
    }
    time = try EventTime(from: &reader)
    sequences = try TopicSequences(from: &reader)
    quarantineOffset = try reader.signed("partition.quarantine_offset")
    func texts(_ reader: inout LedgerReader) throws(LedgerCorruption) -> Set<String> {
      Set(
        try reader.list("partition.texts") { (reader: inout LedgerReader) throws(LedgerCorruption) -> String in
          try reader.text("partition.text")
        })
    }
    quarantined = try texts(&reader)
    untold = try texts(&reader)
    models = try texts(&reader)
    watched = Set(
      try reader.list("partition.watched") { (reader: inout LedgerReader) throws(LedgerCorruption) -> TileID in
        TileID(quadkey: try reader.unsigned("partition.watched"))
      })
    health = try reader.list("partition.health") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> TraversalHealth in try TraversalHealth(from: &reader)
    }
    if try reader.flag("partition.has_learned") { learned = try LearnedSensorModel(from: &reader) }
    guard reader.isAtEnd else { throw LedgerCorruption("partition.end") }
  }
}
