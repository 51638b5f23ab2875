import Observations

/// Watches one drive and tells in the end what it says of its cameras.
public struct DriveCalibrationTally: Sendable {
  private let prior: CameraPrior
  private var frames = 0
  private var converged = 0
  private var first: ObservationFrame.Origin?
  private var isMixed = false
  private var time_ns: Int64 = 0
  private var posterior: CameraPrior?

  /// A drive that begins with what was known of its cameras.
  public init(prior: CameraPrior) { self.prior = prior }

  /// Takes in a frame and what the localizer says of it and, then, of the cameras.
  public mutating func add(_ frame: ObservationFrame, _ localized: LocalizedFrame?, camera: CameraPrior?) {
    frames += 1
    let origin = ObservationFrame.Origin(frame)
    if let first, first != origin { isMixed = true }
    first = first ?? origin
    guard let localized, localized.isUsable else { return }
    converged += 1
    time_ns = frame.captureTime_ns
    posterior = camera
  }

  /// What the drive says; nil where it was not localized well enough, or went on with another calibration or software.
  public func finished(_ configuration: CalibrationConfiguration) -> DriveCalibration? {
    guard let first, let posterior, !isMixed, converged >= configuration.leastFrames,
      Double(converged) >= configuration.convergedShare * Double(frames)
    else { return nil }
    return DriveCalibration(
      vehicle: first.vehicle, drive: first.drive, software: first.software, calibration: first.calibration,
      time_ns: time_ns, likelihood: CameraLikelihood(posterior: posterior, prior: prior))
  }
}

extension ObservationFrame {
  /// What all frames of a drive have in common as long as neither software nor calibration changes.
  fileprivate struct Origin: Hashable, Sendable {
    var vehicle: VehicleID
    var drive: DriveID
    var software: String
    var calibration: String

    init(_ frame: ObservationFrame) {
      vehicle = frame.vehicle
      drive = frame.drive
      software = frame.software
      calibration = frame.calibration
    }
  }
}
