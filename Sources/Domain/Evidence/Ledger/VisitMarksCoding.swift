import Observations

extension VisitMarks {
  /// Marks as bytes, in their order.
  public static func bytes(of marks: [(trip: Trip, mark: Mark)]) -> [UInt8] {
    var writer = LedgerWriter(capacity: marks.count * 48)
    writer.list(marks) { writer, entry in
      writer.text(entry.trip.vehicle.text)
      writer.text(entry.trip.drive.text)
      writer.signed(entry.mark.slot)
      writer.signed(entry.mark.expires_ns)
    }
    return writer.takeBytes()
  }

  /// The marks of some bytes.
  /// - Throws: where `bytes(of:)` did not make them.
  public static func marks(from bytes: [UInt8]) throws(LedgerCorruption) -> [(trip: Trip, mark: Mark)] {
    var reader = LedgerReader(bytes)
    let marks = try reader.list("marks") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> (trip: Trip, mark: Mark) in
      (
        trip: Trip(
          vehicle: VehicleID(try reader.text("mark.vehicle")), drive: DriveID(try reader.text("mark.drive"))),
        mark: Mark(slot: try reader.signed("mark.slot"), expires_ns: try reader.signed("mark.expires"))
      )
    }
    guard reader.isAtEnd else { throw LedgerCorruption("marks.end") }
    return marks
  }
}
