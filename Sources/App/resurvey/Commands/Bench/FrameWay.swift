import Contracts
import Evidence
import Localization
import MapModel
import Matching
import Observations

/// The way of one drive's frames through MATCH, stage by stage: the functions `DriveMatcher` calls frame by frame, called for a few
/// frames at a time, so that each stage's time can be told.
struct FrameWay {
  private let map: MapView
  private let configuration: DriveMatcherConfiguration
  private let matcher: FrameMatcher
  private var localizer: VehicleLocalizer
  private var accumulator: TraversalAccumulator?
  private var region: MapRegion?
  private var batch: [Step] = []
  /// Frames whose pose can be relied on, and records of evidence.
  private(set) var converged = 0
  private(set) var records = 0

  /// One frame as far as it has come.
  private struct Step {
    var frame: ObservationFrame
    var region: MapRegion?
    var localized: LocalizedFrame?
    var matched: MatchedFrame?
  }

  /// Frames a stage takes at a time: enough that reading the clock does not count, few enough that caches are as cold as in the task.
  static let batchSize = 16
  /// How far beyond the anchor tile a vehicle goes before another becomes the anchor, m; as the stream processor has it.
  private static let leaveAnchor_m = 60.0

  /// A drive that begins.
  init(map: MapView, configuration: DriveMatcherConfiguration) {
    self.map = map
    self.configuration = configuration
    matcher = FrameMatcher(configuration: configuration.matching, model: configuration.model)
    localizer = VehicleLocalizer(configuration: configuration.localization)
    batch.reserveCapacity(Self.batchSize)
  }

  /// Takes the next frames through all stages.
  /// - Throws: `Rejection` where a frame is refused.
  mutating func take(
    _ frames: ArraySlice<[UInt8]>, decoder: inout FrameDecoder, regions: inout RegionCache,
    _ tally: inout FrameStageTally
  ) throws {
    try tally.charge(.decode) {
      for bytes in frames { batch.append(Step(frame: try decoder.decode(bytes))) }
    }
    tally.charge(.localize) { for i in batch.indices { localize(i, &regions) } }
    tally.charge(.match) { for i in batch.indices { match(i) } }
    tally.charge(.accumulate) { for i in batch.indices { accumulate(i) } }
    tally.charge(.decode) {
      while let step = batch.popLast() { decoder.reuse(step.frame) }
    }
  }

  /// Ends the drive.
  mutating func finish(_ tally: inout FrameStageTally) { tally.charge(.accumulate) { close() } }

  private mutating func localize(_ i: Int, _ regions: inout RegionCache) {
    guard let anchor = anchor(of: batch[i].frame) else { return }
    if region?.anchor != anchor {
      region = regions.region(anchor: anchor, tiles: anchor.neighbourhood.compactMap { map[$0] })
    }
    guard let region else { return }
    batch[i].region = region
    batch[i].localized = localizer.localize(batch[i].frame, in: region)
  }

  private mutating func match(_ i: Int) {
    guard let region = batch[i].region, let localized = batch[i].localized, localized.testimony > 0 else { return }
    batch[i].matched = matcher.match(batch[i].frame, localized: localized, in: region)
    if localized.isUsable { converged += 1 }
  }

  private mutating func accumulate(_ i: Int) {
    guard let region = batch[i].region else { return }
    let frame = batch[i].frame
    let slot = TraversalSlot.slot(of: frame.captureTime_ns, vehicle: frame.vehicle)
    if let accumulator, accumulator.slot != slot { close() }
    if accumulator == nil {
      accumulator = TraversalAccumulator(
        vehicle: frame.vehicle, drive: frame.drive, slot: slot, anchor: region.anchor, model: configuration.model,
        configuration: configuration.accumulation)
    }
    accumulator?.add(frame, localized: batch[i].localized, matched: batch[i].matched, region: region)
  }

  private mutating func close() {
    for evidence in accumulator?.evidence() ?? [] {
      records += 1
      _ = TileLogCodec.encode(.traversal(evidence))
    }
    accumulator = nil
  }

  private func anchor(of frame: ObservationFrame) -> TileID? {
    guard let place = frame.gnss?.place else { return region?.anchor }
    if let anchor = region?.anchor, TileID.around(place, margin_m: Self.leaveAnchor_m).contains(anchor) {
      return anchor
    }
    return TileID(place)
  }
}
