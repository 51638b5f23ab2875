import Evidence
import MapModel

/// What a tile keeps of its log, so that it can be folded again without a source that turns out to be at fault: the traversals of the last days
/// and what was known at the beginning of them.
///
/// It goes back at least `replay_days`, and beyond twice as many only by `leastRecords` traversals; no farther than `mostRecords` traversals allow.
public struct EvidenceArchive: Hashable, Sendable {
  /// Traversals of a span after which another begins, whatever the time.
  static let mostRecords: UInt32 = 256
  /// Traversals of a span before which no other begins for the time alone: a checkpoint of a full tile takes as many bytes as these.
  static let leastRecords: UInt32 = 64
  /// Spans that are kept.
  static let spanLimit = 2

  /// A stretch of the log, from a checkpoint on.
  struct Span: Hashable, Sendable {
    /// Offset of its first traversal.
    var offset: Int64
    /// Event time of that, ns since 1970.
    var time_ns: Int64
    /// Version of the tile before that.
    var version: UInt64
    /// Traversals in it.
    var count: UInt32 = 0
  }

  /// Bytes at an offset of the log.
  public struct Entry: Hashable, Sendable {
    /// The offset.
    public var offset: Int64
    /// The bytes.
    public var bytes: [UInt8]

    /// Bytes at an offset.
    public init(offset: Int64, bytes: [UInt8]) {
      self.offset = offset
      self.bytes = bytes
    }
  }

  /// A version of the tile that has been replaced, packed.
  public struct Geometry: Hashable, Sendable {
    /// The version.
    public var version: UInt64
    /// The bytes.
    public var bytes: [UInt8]

    /// A version's bytes.
    public init(version: UInt64, bytes: [UInt8]) {
      self.version = version
      self.bytes = bytes
    }
  }

  /// What the file holds, in order of the log.
  public struct Bodies: Hashable, Sendable {
    /// What was known at the beginning of each span.
    public var checkpoints: [Entry]
    /// Traversals that counted.
    public var records: [Entry]
    /// The tile at the beginning of a span, where it is another version by now.
    public var geometries: [Geometry]

    /// What is kept; nothing, unless it is said.
    public init(checkpoints: [Entry] = [], records: [Entry] = [], geometries: [Geometry] = []) {
      self.checkpoints = checkpoints
      self.records = records
      self.geometries = geometries
    }
  }

  /// What has not been written to the file yet.
  public struct Pending: Hashable, Sendable {
    /// New checkpoints.
    public fileprivate(set) var checkpoints: [Entry] = []
    /// New traversals.
    public fileprivate(set) var records: [Entry] = []
    /// Versions of the tile that were replaced.
    public fileprivate(set) var geometries: [Geometry] = []
    /// Versions below this one go; nil where none does.
    public fileprivate(set) var geometriesFrom: UInt64?
    /// Everything before this offset goes; nil where nothing does.
    public fileprivate(set) var keptFrom: Int64?
    /// Offsets of checkpoints that go as well.
    public fileprivate(set) var droppedCheckpoints: [Int64] = []
    /// Offsets of traversals that go as well.
    public fileprivate(set) var droppedRecords: [Int64] = []

    /// Nothing.
    public init() {}
  }

  /// In order of the log.
  private(set) var spans: [Span] = []
  /// Offset up to which verdicts on sources have been followed.
  private(set) var followed: Int64 = -1
  /// Nil where they lie in the file alone.
  public private(set) var bodies: Bodies? = Bodies()
  private(set) var pending = Pending()

  /// Whether a verdict at an offset has yet to be followed.
  func isBehind(_ offset: Int64) -> Bool { !spans.isEmpty && offset > followed }

  /// Offsets of the traversals of some sources, with the bytes of all others.
  func split(by sources: [String]) -> (of: [Int64], others: [Entry])? {
    guard let bodies else { return nil }
    let hashes = Set(sources.map(Self.hash))
    var of: [Int64] = []
    var others: [Entry] = []
    for entry in bodies.records {
      if entry.sources.contains(where: hashes.contains) {
        of.append(entry.offset)
      } else {
        others.append(Entry(offset: entry.offset, bytes: Array(entry.bytes.dropFirst(Entry.headerBytes))))
      }
    }
    return (of, others)
  }

  /// Takes verdicts up to an offset for followed.
  mutating func follow(_ offset: Int64) { followed = offset }

  /// True where a span begins with a traversal at an event time, ns since 1970.
  func beginsSpan(at time_ns: Int64, days: Int64) -> Bool {
    guard let last = spans.last else { return true }
    let isOld = time_ns - last.time_ns >= days * 86_400_000_000_000
    return last.count >= (isOld ? Self.leastRecords : Self.mostRecords)
  }

  /// Keeps a traversal that is about to be folded.
  /// - Parameters:
  ///   - version: The tile's version.
  ///   - checkpoint: What is known before it, where a span begins; see `beginsSpan`.
  mutating func note(
    _ evidence: TraversalEvidence, bytes: [UInt8], offset: Int64, version: UInt64,
    checkpoint: [UInt8]?
  ) {
    if spans.isEmpty { followed = offset }
    if let checkpoint {
      beginSpan(Span(offset: offset, time_ns: evidence.lastTime_ns, version: version), checkpoint)
    }
    let last = spans.count - 1
    spans[last].count += 1
    let entry = Entry(
      offset: offset, [Self.hash(evidence.calibration), Self.hash(evidence.software)], bytes)
    bodies?.records.append(entry)
    pending.records.append(entry)
  }

  private mutating func beginSpan(_ span: Span, _ checkpoint: [UInt8]) {
    // It is read in an emergency at most, so it is packed fast rather than tight.
    let entry = Entry(offset: span.offset, bytes: LZ4Frame.compress(checkpoint, level: .fast))
    bodies?.checkpoints.append(entry)
    pending.checkpoints.append(entry)
    spans.append(span)
    guard spans.count > Self.spanLimit else { return }
    spans.removeFirst()
    let (first, version) = (spans[0].offset, spans[0].version)
    pending.keptFrom = first
    pending.geometriesFrom = version
    pending.geometries.removeAll { $0.version < version }
    bodies?.geometries.removeAll { $0.version < version }
    pending.checkpoints.removeAll { $0.offset < first }
    pending.records.removeAll { $0.offset < first }
    bodies?.checkpoints.removeAll { $0.offset < first }
    bodies?.records.removeAll { $0.offset < first }
  }

  /// True where a span begins with a version of the tile.
  func begins(with version: UInt64) -> Bool { spans.contains { $0.version == version } }

  /// Keeps a version of the tile that is about to be replaced.
  mutating func keep(_ geometry: Geometry) {
    bodies?.geometries.append(geometry)
    pending.geometries.append(geometry)
  }

  /// Drops traversals that were folded away, and all checkpoints but the first, which know of them.
  mutating func drop(_ records: [Int64]) {
    guard let first = spans.first else { return }
    let later = spans.dropFirst().map(\.offset)
    spans = [
      Span(
        offset: first.offset, time_ns: first.time_ns, version: first.version,
        count: spans.reduce(0) { $0 + $1.count } - UInt32(records.count))
    ]
    let dropped = Set(records)
    bodies?.checkpoints.removeAll { later.contains($0.offset) }
    bodies?.records.removeAll { dropped.contains($0.offset) }
    pending.checkpoints.removeAll { later.contains($0.offset) }
    pending.records.removeAll { dropped.contains($0.offset) }
    pending.droppedCheckpoints += later
    pending.droppedRecords += records
  }

  /// Puts back what the file holds.
  mutating func load(_ bodies: Bodies) { self.bodies = bodies }

  /// Lets go of what the file holds as well.
  mutating func release() {
    if !spans.isEmpty { bodies = nil }
  }

  /// Takes what has to be written, and takes it for written.
  mutating func takePending() -> Pending {
    defer { pending = Pending() }
    return pending
  }

  init() {}

  private static func hash(_ source: String) -> UInt32 {
    var hash = StableHash()
    hash.add(source)
    return hash.folded
  }

  func write(to writer: inout LedgerWriter) {
    writer.list(spans) { writer, span in
      writer.signed(span.offset)
      writer.signed(span.time_ns)
      writer.unsigned(span.version)
      writer.unsigned(span.count)
    }
    writer.signed(followed)
  }

  /// Reads the stored form; what the file holds is loaded apart, when it is asked for.
  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    spans = try reader.list("archive.spans") { (reader: inout LedgerReader) throws(LedgerCorruption) -> Span in
      Span(
        offset: try reader.signed("span.offset"), time_ns: try reader.signed("span.time"),
        version: try reader.unsigned("span.version"), count: try reader.unsigned("span.count"))
    }
    followed = try reader.signed("archive.followed")
    bodies = spans.isEmpty ? Bodies() : nil
  }
}

extension EvidenceArchive.Entry {
  /// Bytes before the record's own: a hash of its calibration, and one of its software version.
  static let headerBytes = 8

  /// A traversal with the hashes of its sources before it, so that others are found without opening it.
  init(offset: Int64, _ sources: [UInt32], _ bytes: [UInt8]) {
    self.offset = offset
    // Made once, of the size it ends with: every traversal of the log comes by here.
    self.bytes = unsafe Array(unsafeUninitializedCapacity: 4 * sources.count + bytes.count) { target, count in
      for hash in sources {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
          unsafe target.initializeElement(at: count, to: UInt8(truncatingIfNeeded: hash >> shift))
          count += 1
        }
      }
      _ = unsafe target[count...].initialize(from: bytes)
      count += bytes.count
    }
  }

  /// Hashes of its sources; none of a checkpoint.
  var sources: [UInt32] {
    guard bytes.count >= Self.headerBytes else { return [] }
    return [0, 4].map { start in (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) } }
  }
}
