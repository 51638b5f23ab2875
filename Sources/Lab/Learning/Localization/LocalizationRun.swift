import Geometry
import Localization
import MapModel
import Observations

/// One drive through one localizer, in the metric frame of whoever measures: localization alone, without matching or evidence.
public struct LocalizationRun: Sendable {
  /// The frame poses are told in.
  public let frame: ENUFrame
  private let map: MapView
  private var localizer: VehicleLocalizer
  private var calibration: DriveCalibrationTally
  private var region: MapRegion?
  private var frameFromRegion = Pose2.identity

  /// How far beyond the anchor tile a vehicle goes before another becomes the anchor, m; as the stream processor has it.
  private static let leaveAnchor_m = 60.0

  /// A run that has seen nothing.
  /// - Parameter camera: what is known of the vehicle's cameras; nil for what the configuration says of any.
  public init(
    map: MapView, frame: ENUFrame, configuration: LocalizationConfiguration = LocalizationConfiguration(),
    model: SensorModel = .generic, camera: CameraPrior? = nil
  ) {
    self.map = map
    self.frame = frame
    localizer = VehicleLocalizer(configuration: configuration, camera: camera)
    calibration = DriveCalibrationTally(prior: localizer.camera)
  }

  /// Localizes the next frame; nil until a pose can be told. Frames come in order of capture.
  public mutating func next(_ observation: ObservationFrame, regions: inout RegionCache) -> RunPose? {
    guard let anchor = anchor(of: observation) else { return nil }
    if region?.anchor != anchor {
      let entered = regions.region(anchor: anchor, tiles: anchor.neighbourhood.compactMap { map[$0] })
      frameFromRegion = frame.from(entered.frame)
      region = entered
    }
    guard let region else { return nil }
    let localized = localizer.localize(observation, in: region)
    calibration.add(observation, localized, camera: localizer.cameraEstimate)
    guard let localized else { return nil }
    return RunPose(localized, frameFromRegion: frameFromRegion)
  }

  /// What the drive so far says of its cameras; nil where it was not localized well enough.
  public func calibration(_ configuration: CalibrationConfiguration) -> DriveCalibration? {
    calibration.finished(configuration)
  }

  private func anchor(of observation: ObservationFrame) -> TileID? {
    guard let place = observation.gnss?.place else { return region?.anchor }
    if let anchor = region?.anchor, TileID.around(place, margin_m: Self.leaveAnchor_m).contains(anchor) {
      return anchor
    }
    return TileID(place)
  }
}
