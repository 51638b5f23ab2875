import MapModel

/// Cones, barriers and signs of a work zone, close together: something that comes and goes, and never edits the map.
public struct WorkZone: Hashable, Sendable {
  /// The change it is told as.
  public var change: ChangeName
  /// Clusters of its objects, ascending.
  public var members: [UInt32]
  /// Event time one of its objects was last seen, ns since 1970.
  public var lastSeen_ns: Int64
  /// Where it stands.
  public var extent = ZoneExtent()

  /// A zone of its parts.
  public init(change: ChangeName, members: [UInt32], lastSeen_ns: Int64) {
    self.change = change
    self.members = members
    self.lastSeen_ns = lastSeen_ns
  }

  func write(to writer: inout LedgerWriter) {
    change.write(to: &writer)
    writer.list(members) { $0.unsigned($1) }
    writer.signed(lastSeen_ns)
    extent.write(to: &writer)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    change = try ChangeName(from: &reader)
    members = try reader.list("zone.members") { (reader: inout LedgerReader) throws(LedgerCorruption) -> UInt32 in
      try reader.unsigned("zone.member")
    }
    lastSeen_ns = try reader.signed("zone.last_seen_ns")
    extent = try ZoneExtent(from: &reader)
  }
}

/// The place of a change in the log: which record raised it, and which of that record's changes it is.
public struct ChangeName: Hashable, Sendable {
  /// Offset of the record in its partition.
  public let offset: Int64
  /// Counted from 1 within the record.
  public let number: UInt32

  /// A name of its parts.
  public init(offset: Int64, number: UInt32) {
    self.offset = offset
    self.number = number
  }

  /// The change's id: `<tile>-<offset>-<number>`.
  public func id(in tile: TileID) -> String { "\(tile)-\(offset)-\(number)" }

  /// Adds the stored form.
  public func write(to writer: inout LedgerWriter) {
    writer.signed(offset)
    writer.unsigned(number)
  }

  /// Reads the stored form.
  public init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    offset = try reader.signed("change.offset")
    number = try reader.unsigned("change.number")
  }
}
