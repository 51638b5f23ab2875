import MapModel
import Observations

/// What waits for its report is part of the fold's stored state.
extension TraversalHealth {
  /// Writes the stored form.
  public func write(to writer: inout LedgerWriter) {
    writer.text(vehicle.text)
    writer.text(calibration)
    writer.text(software)
    writer.unsigned(tile.quadkey)
    writer.signed(time_ns)
    for number in [elements, changes, offsets, offsetSquares_milli, candidates_255] { writer.unsigned(number) }
    for number in [lateralScale_permille, commonEast_cm, commonNorth_cm] { writer.signed(number) }
    writer.unsigned(commonPoints)
    writer.list(classes) { writer, seen in
      writer.byte(seen.elementClass.rawValue)
      writer.unsigned(seen.expected_255)
      writer.unsigned(seen.detected_255)
    }
  }

  /// Reads the stored form.
  public init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    let vehicle = VehicleID(try reader.text("health.vehicle"))
    let calibration = try reader.text("health.calibration")
    let software = try reader.text("health.software")
    let tile = TileID(quadkey: try reader.unsigned("health.tile"))
    self.init(
      vehicle: vehicle, calibration: calibration, software: software, tile: tile,
      time_ns: try reader.signed("health.time"))
    elements = try reader.unsigned("health.elements")
    changes = try reader.unsigned("health.changes")
    offsets = try reader.unsigned("health.offsets")
    offsetSquares_milli = try reader.unsigned("health.offset_squares")
    candidates_255 = try reader.unsigned("health.candidates")
    lateralScale_permille = try reader.signed("health.lateral_scale")
    commonEast_cm = try reader.signed("health.common_east")
    commonNorth_cm = try reader.signed("health.common_north")
    commonPoints = try reader.unsigned("health.common_points")
    classes = try reader.list("health.classes") { (reader: inout LedgerReader) throws(LedgerCorruption) -> Seen in
      guard let elementClass = ElementClass(rawValue: try reader.byte("health.class")) else {
        throw LedgerCorruption("health.class")
      }
      return Seen(
        elementClass: elementClass, expected_255: try reader.unsigned("health.expected"),
        detected_255: try reader.unsigned("health.detected"))
    }
  }
}
