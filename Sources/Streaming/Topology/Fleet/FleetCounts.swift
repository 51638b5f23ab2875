import Evidence

/// How many of what FLEET has met.
public struct FleetCounts: Hashable, Sendable {
  /// Traversals compared.
  public var traversals: UInt64 = 0
  /// Reports that had been folded before.
  public var repeated: UInt64 = 0
  /// Records that were no reports. The topic is TILE's own: there is no one to tell but the operator.
  public var refused: UInt64 = 0
  /// Sensors quarantined.
  public var quarantines: UInt64 = 0
  /// Sensors released.
  public var releases: UInt64 = 0
  /// Storms that began.
  public var storms: UInt64 = 0
  /// Storms that ended.
  public var calms: UInt64 = 0
  /// Tiles whose map was found to lie off, and those that were found to stand again.
  public var datumShifts: UInt64 = 0
  /// See `datumShifts`.
  public var datumsRestored: UInt64 = 0

  private static let fields: [any WritableKeyPath<FleetCounts, UInt64> & Sendable] = [
    \.traversals, \.repeated, \.refused, \.quarantines, \.releases, \.storms, \.calms,
    \.datumShifts, \.datumsRestored,
  ]

  /// Nothing yet.
  public init() {}

  mutating func note(_ finding: FleetFinding) {
    switch finding {
    case .quarantine: quarantines += 1
    case .release: releases += 1
    case .storm: storms += 1
    case .stormGrows: break
    case .calm: calms += 1
    case .datumShift: datumShifts += 1
    case .datumStands: datumsRestored += 1
    }
  }

  func write(to writer: inout LedgerWriter) { writer.list(Self.fields) { $0.unsigned(self[keyPath: $1]) } }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    let count = try reader.count("fleet.counts")
    guard count == Self.fields.count else { throw LedgerCorruption("fleet.counts") }
    for field in Self.fields { self[keyPath: field] = try reader.unsigned("fleet.count") }
  }
}
