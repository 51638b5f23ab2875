import MapModel

extension ElementLedger {
  private struct Parts: OptionSet {
    let rawValue: UInt8
    static let history = Parts(rawValue: 1)
    static let removal = Parts(rawValue: 2)
    static let move = Parts(rawValue: 4)
    static let attribute = Parts(rawValue: 8)
    static let last = Parts(rawValue: 16)
    static let settled = Parts(rawValue: 32)
    static let all: UInt8 = 63
  }

  /// One byte that says which parts follow, then those that differ from nothing. Part by part from where the ledger stands: a ledger is dear to
  /// copy, and what speaks for changes dearer.
  static func write(_ ledger: UnsafePointer<ElementLedger>, to writer: inout LedgerWriter) {
    unsafe ledger.pointee.excursions.withUnsafeBufferPointer { excursions in
      unsafe write(ledger, excursions.isEmpty ? nil : excursions.baseAddress, to: &writer)
    }
  }

  private static func write(
    _ ledger: UnsafePointer<ElementLedger>, _ excursions: UnsafePointer<Excursions>?, to writer: inout LedgerWriter
  ) {
    var parts: Parts = []
    let (history, settled, last) = unsafe (ledger.pointee.history, ledger.pointee.settled, ledger.pointee.last)
    let lastSeen_ns = unsafe ledger.pointee.lastSeen_ns
    if history != DetectionHistory() || lastSeen_ns != 0 { parts.insert(.history) }
    if let excursions = unsafe excursions {
      if unsafe excursions.pointee.removal != RemovalExcursion() { parts.insert(.removal) }
      if unsafe excursions.pointee.move != MoveExcursion() { parts.insert(.move) }
      if unsafe excursions.pointee.attribute != AttributeExcursion() { parts.insert(.attribute) }
    }
    if last != nil { parts.insert(.last) }
    if settled != SettledOffset() { parts.insert(.settled) }
    writer.byte(parts.rawValue)
    if parts.contains(.history) {
      history.write(to: &writer)
      writer.signed(lastSeen_ns)
    }
    if let excursions = unsafe excursions {
      if parts.contains(.removal) { unsafe excursions.pointee.removal.write(to: &writer) }
      if parts.contains(.move) { unsafe excursions.pointee.move.write(to: &writer) }
      if parts.contains(.attribute) { unsafe excursions.pointee.attribute.write(to: &writer) }
    }
    if let last { last.write(to: &writer) }
    if parts.contains(.settled) { settled.write(to: &writer) }
  }

  func write(to writer: inout LedgerWriter) {
    unsafe withUnsafePointer(to: self) { unsafe Self.write($0, to: &writer) }
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    let raw = try reader.byte("ledger.parts")
    guard raw <= Parts.all else { throw LedgerCorruption("ledger.parts") }
    let parts = Parts(rawValue: raw)
    if parts.contains(.history) {
      history = try DetectionHistory(from: &reader)
      lastSeen_ns = try reader.signed("ledger.last_seen_ns")
    }
    if !parts.isDisjoint(with: [.removal, .move, .attribute]) {
      var stored = Excursions()
      if parts.contains(.removal) { stored.removal = try RemovalExcursion(from: &reader) }
      if parts.contains(.move) { stored.move = try MoveExcursion(from: &reader) }
      if parts.contains(.attribute) { stored.attribute = try AttributeExcursion(from: &reader) }
      restore(stored)
    }
    if parts.contains(.last) { last = try LastVote(from: &reader) }
    if parts.contains(.settled) { settled = try SettledOffset(from: &reader) }
  }
}

extension ElementLedger.LastVote {
  // What names the piece is left out: the ledger's place says it.
  func write(to writer: inout LedgerWriter) {
    writer.unsigned(trip)
    writer.signed(slot)
    writer.byte(expected)
    writer.byte(detected)
    writer.signed(offset_cm)
    writer.signed(offsetNorth_cm)
    writer.unsigned(sigma_cm)
    writer.flag(wasRead)
    day.write(to: &writer)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    let trip: UInt32 = try reader.unsigned("last.trip")
    let slot: Int64 = try reader.signed("last.slot")
    let expected = try reader.byte("last.expected")
    let detected = try reader.byte("last.detected")
    let vote = ElementVote(
      piece: PieceID(ElementID(0)), pieceHash: 0, interval: 0, expected: expected, detected: detected,
      offset_cm: try reader.signed("last.offset"), offsetNorth_cm: try reader.signed("last.offset_north"),
      sigma_cm: try reader.unsigned("last.sigma"), frames: 0)
    let wasRead = try reader.flag("last.was_read")
    self.init(trip: trip, slot: slot, vote: vote, wasRead: wasRead, day: try SameDay(from: &reader))
  }
}
