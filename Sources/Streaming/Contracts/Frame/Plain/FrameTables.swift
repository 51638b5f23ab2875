import CContracts
import MapModel
import Observations

/// What frames of a fleet have in common, by its bytes: names, sensors, labels. Only what stood in a frame that was accepted is held.
struct FrameTables: Sendable {
  private var names = EntryTable<String>(bits: 11, width: 64)
  private var sensors = EntryTable<[SensorStatus]>(bits: 10, width: 512)
  private var labels = EntryTable<Label>(bits: 11, width: 256)

  /// Names and tables of a frame; false where one of them was not seen before.
  func fill(_ frame: inout ObservationFrame, from view: contract_frame_view, _ limits: FrameLimits) -> Bool {
    guard unsafe view.sensors.count <= limits.sensors, unsafe view.labels.count <= limits.labels,
      let vehicle = unsafe name(view.vehicle), let drive = unsafe name(view.drive),
      let software = unsafe name(view.software), let calibration = unsafe name(view.calibration)
    else { return false }
    frame.vehicle = VehicleID(vehicle)
    frame.drive = DriveID(drive)
    frame.software = software
    frame.calibration = calibration
    if unsafe view.sensors.count == 0 {
      frame.sensors = []
    } else {
      guard let known = unsafe sensors.value(of: contract_piece(view.sensors)) else { return false }
      frame.sensors = known
    }
    frame.labels.removeAll(keepingCapacity: true)
    var table = unsafe view.labels
    for _ in 0..<(unsafe table.count) {
      guard let known = unsafe labels.value(of: contract_table_next(&table)) else { return false }
      frame.labels.append(known)
    }
    return true
  }

  private func name(_ piece: contract_piece) -> String? {
    unsafe piece.size == 0 ? "" : unsafe names.value(of: piece)
  }

  /// Holds what an accepted frame says.
  mutating func learn(from frame: ObservationFrame, _ view: contract_frame_view) {
    unsafe names.hold(frame.vehicle.text, for: view.vehicle)
    unsafe names.hold(frame.drive.text, for: view.drive)
    unsafe names.hold(frame.software, for: view.software)
    unsafe names.hold(frame.calibration, for: view.calibration)
    let region = unsafe contract_piece(view.sensors)
    if unsafe Self.isWhollyKnown(region) { unsafe sensors.hold(frame.sensors, for: region) }
    var table = unsafe view.labels
    for i in 0..<(unsafe table.count) {
      let entry = unsafe contract_table_next(&table)
      if unsafe Self.isWhollyKnown(entry) { unsafe labels.hold(frame.labels[i], for: entry) }
    }
  }

  /// Holds no field that this version does not know: how many of those a frame has is counted over all of it.
  private static func isWhollyKnown(_ piece: contract_piece) -> Bool {
    var scan = contract_scan()
    scan.max_tags = .max
    return unsafe contract_prescan(MessageType.observationFrame.descriptor, piece.start, piece.size, &scan)
      == CONTRACT_SCAN_OK
  }
}

extension contract_piece {
  fileprivate init(_ table: contract_table) { unsafe self.init(start: table.start, size: table.size) }
}
