/// The latest drives with one calibration, in their order.
struct CalibrationHistory: Sendable {
  let calibration: String
  private(set) var drives: [DriveCalibration] = []

  init(_ calibration: String) { self.calibration = calibration }

  /// When the calibration was last driven with, ns since 1970.
  var latest_ns: Int64 { drives.last?.time_ns ?? .min }

  /// Takes a drive in; of one that came before the later part stays.
  mutating func enter(_ drive: DriveCalibration, limit: Int) {
    if let known = drives.firstIndex(where: { $0.vehicle == drive.vehicle && $0.drive == drive.drive }) {
      guard drives[known].time_ns < drive.time_ns else { return }
      drives.remove(at: known)
    }
    drives.insert(drive, at: drives.firstIndex { drive.isBefore($0) } ?? drives.count)
    if drives.count > limit { drives.removeFirst(drives.count - limit) }
  }

  /// Forgets the drives with a software version.
  mutating func forget(software: String) { drives.removeAll { $0.software == software } }
}
