/// What many things that are seen alike have in common: no change each for itself. Raw values are part of the contracts.
public enum CommonCause: UInt8, Hashable, Sendable, CaseIterable {
  /// Cameras see what lies to the side too wide or too narrow, in proportion to its distance.
  case cameraScale = 1
  /// Sensors see all things displaced alike, wherever they drive.
  case sensorOffset = 2
  /// All things of a region are seen displaced alike, by every vehicle.
  case datumShift = 3
  /// Lines beside each other were painted anew, aside of where they were: the world has changed.
  case repainted = 4
  /// Lines beside each other went at once: the world has changed.
  case removedTogether = 5

  /// The name in files and reports, snake case.
  public var name: String {
    switch self {
    case .cameraScale: "camera_scale"
    case .sensorOffset: "sensor_offset"
    case .datumShift: "datum_shift"
    case .repainted: "repainted"
    case .removedTogether: "removed_together"
    }
  }
}
