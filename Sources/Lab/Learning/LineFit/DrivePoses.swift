import Evidence
import Localization
import Observations

/// Localizes frames of many drives on one map as the stream processor does: each drive with a filter of its own, traversals closed where
/// their slot is over. What they testify is dropped.
public struct DrivePoses: Sendable {
  private struct Key: Hashable {
    var vehicle: VehicleID
    var drive: DriveID
  }

  private let map: MapView
  private let configuration: DriveMatcherConfiguration
  private var regions = RegionCache()
  private var matchers: [Key: DriveMatcher] = [:]

  /// Drives on a map, none of them begun.
  public init(map: MapView, configuration: DriveMatcherConfiguration = DriveMatcherConfiguration()) {
    self.map = map
    self.configuration = configuration
  }

  /// Number of drives so far.
  public var count: Int { matchers.count }

  /// Where a frame was localized; nil until a pose can be told. Frames of a drive come in order of capture.
  public mutating func pose(of frame: ObservationFrame) -> FramePose? {
    let key = Key(vehicle: frame.vehicle, drive: frame.drive)
    var matcher =
      matchers.removeValue(forKey: key)
      ?? DriveMatcher(vehicle: frame.vehicle, drive: frame.drive, configuration: configuration)
    let slot = TraversalSlot.slot(of: frame.captureTime_ns, vehicle: frame.vehicle)
    if let open = matcher.openSlot, open != slot { _ = matcher.closeTraversal() }
    defer { matchers[key] = matcher }
    return matcher.observe(frame, map: map, regions: &regions)
  }
}
