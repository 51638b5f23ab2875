import Geometry
import Localization
import MapModel
import Matching
import Observations

/// All settings of the way from frames to evidence.
public struct DriveMatcherConfiguration: Hashable, Sendable {
  /// What sensors are taken to see.
  public var model = SensorModel.generic
  /// What localization assumes.
  public var localization = LocalizationConfiguration()
  /// Bounds of matching.
  public var matching = MatchConfiguration()
  /// How frames become votes.
  public var accumulation = AccumulationConfiguration()

  /// The defaults.
  public init() {}
}

/// The way of one drive's frames to evidence: localize, match, accumulate. Frames come in order of capture; the caller closes the traversal
/// when the slot is over. A value; the same frames on the same map give the same evidence.
public struct DriveMatcher: Sendable {
  /// Who drives.
  public let vehicle: VehicleID
  /// Which trip.
  public let drive: DriveID
  private let configuration: DriveMatcherConfiguration
  private let matcher: FrameMatcher
  private var localizer: VehicleLocalizer
  private var calibration: DriveCalibrationTally
  private var accumulator: TraversalAccumulator?
  private var region: MapRegion?
  private var anchor: TileID?
  /// Tiles as they were when the open traversal first came near them.
  private var pinned: [TileID: MapTile?] = [:]

  /// How far beyond the anchor tile a vehicle goes before another becomes the anchor, m.
  private static let leaveAnchor_m = 60.0

  /// A matcher that has seen nothing.
  /// - Parameter camera: what is known of the vehicle's cameras; nil for what the configuration says of any.
  public init(
    vehicle: VehicleID, drive: DriveID, configuration: DriveMatcherConfiguration = DriveMatcherConfiguration(),
    camera: CameraPrior? = nil
  ) {
    self.vehicle = vehicle
    self.drive = drive
    self.configuration = configuration
    matcher = FrameMatcher(configuration: configuration.matching, model: configuration.model)
    localizer = VehicleLocalizer(configuration: configuration.localization, camera: camera)
    calibration = DriveCalibrationTally(prior: localizer.camera)
  }

  /// The slot of the open traversal; nil where none is.
  public var openSlot: Int64? { accumulator?.slot }

  /// Takes in a frame; nil until a pose can be told. Tile versions stay as they were when the traversal first came near them.
  /// - Parameter memory: of matching, shared by the drives of a task.
  /// - Precondition: the frame lies in the open slot, if one is.
  public mutating func observe(
    _ frame: ObservationFrame, map: MapView, regions: inout RegionCache, memory: inout MatchMemory
  ) -> FramePose? {
    let slot = TraversalSlot.slot(of: frame.captureTime_ns, vehicle: vehicle)
    precondition(openSlot == nil || openSlot == slot, "the caller closes a traversal before frames of another slot")
    guard let region = currentRegion(frame, map: map, regions: &regions) else { return nil }
    if accumulator == nil {
      accumulator = TraversalAccumulator(
        vehicle: vehicle, drive: drive, slot: slot, anchor: region.anchor, model: configuration.model,
        configuration: configuration.accumulation)
    }
    let localized = localizer.localize(frame, in: region)
    calibration.add(frame, localized, camera: localizer.cameraEstimate)
    var matched: MatchedFrame?
    if let localized, localized.testimony > 0 {
      matched = matcher.match(frame, localized: localized, in: region, memory: &memory)
    }
    accumulator?.add(frame, localized: localized, matched: matched, region: region)
    return localized.map { FramePose(frame, $0, region: region) }
  }

  /// Ends the open traversal and tells its evidence, ordered by tile. The filter goes on; tile versions are free to change.
  public mutating func closeTraversal() -> [TraversalEvidence] {
    let evidence = accumulator?.evidence() ?? []
    accumulator = nil
    region = nil
    pinned = [:]
    return evidence
  }

  /// What the drive so far says of its cameras; nil where it was not localized well enough.
  public func calibration(_ configuration: CalibrationConfiguration) -> DriveCalibration? {
    calibration.finished(configuration)
  }

  private mutating func currentRegion(
    _ frame: ObservationFrame, map: MapView, regions: inout RegionCache
  ) -> MapRegion? {
    guard let anchor = nextAnchor(frame) else { return nil }
    if let region, region.anchor == anchor { return region }
    self.anchor = anchor
    let tiles = anchor.neighbourhood.compactMap { id -> MapTile? in
      if let held = pinned[id] { return held }
      pinned[id] = .some(map[id])
      return map[id]
    }
    let region = regions.region(anchor: anchor, tiles: tiles)
    self.region = region
    return region
  }

  private func nextAnchor(_ frame: ObservationFrame) -> TileID? {
    guard let place = frame.gnss?.place else { return anchor }
    if let anchor, TileID.around(place, margin_m: Self.leaveAnchor_m).contains(anchor) { return anchor }
    return TileID(place)
  }
}
