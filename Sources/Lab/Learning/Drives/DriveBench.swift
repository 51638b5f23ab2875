import Geometry
import Localization
import MapModel
import Observations

/// Measures localization on recorded drives that have no truth: by lines it did not see, by halves of the lines, by moved reports, by
/// dividers taken from the map. Every drive is localized anew for each, causally, by a localizer of its own.
///
/// A low distance alone proves no lane: where lines run at equal spacing the lane beside fits as well. So everything is measured with the
/// reported poses moved one lane to either side, too.
public struct DriveBench: Sendable {
  /// What it does.
  public let options: DriveBenchOptions
  /// The mapped lines.
  public let dividers: DividerMap
  private let map: MapView
  private let stale: [(divider: Int, map: MapView)]

  /// A measurement on a map.
  /// - Throws: `MapEditError` where a divider that is to be deleted is not in the map.
  public init(tiles: [MapTile], options: DriveBenchOptions) throws(MapEditError) {
    self.options = options
    let dividers = DividerMap(tiles: tiles)
    self.dividers = dividers
    map = MapView(tiles: tiles)
    var stale: [(Int, MapView)] = []
    if options.parts.contains(.deleted) {
      for name in options.dividers {
        let selector = try ElementSelector(name)
        guard let divider = dividers.names.firstIndex(of: name) else { throw .nothing(selector) }
        stale.append((divider, MapView(tiles: try MapEdit.apply([.delete(selector)], to: tiles))))
      }
    }
    self.stale = stale
  }

  /// What is known of each drive's cameras as it begins: from the drives that were over by then, of these. Frames are localized as they were
  /// reported, whole.
  public func priors(of drives: [RecordedDrive]) -> [CameraPrior] {
    var book = CalibrationBook(CalibrationConfiguration(anyCamera: options.localization.camera))
    var priors = [CameraPrior](repeating: options.localization.camera, count: drives.count)
    var running: [(end_ns: Int64, said: DriveCalibration)] = []
    let order = drives.indices.filter { !drives[$0].frames.isEmpty }.sorted {
      (drives[$0].frames[0].captureTime_ns, $0) < (drives[$1].frames[0].captureTime_ns, $1)
    }
    for place in order {
      let first = drives[place].frames[0]
      book.enter(running.filter { $0.end_ns < first.captureTime_ns }.map(\.said))
      running.removeAll { $0.end_ns < first.captureTime_ns }
      priors[place] = book.prior(software: first.software, calibration: first.calibration)
      var localization = LocalizationRun(
        map: map, frame: dividers.frame, configuration: options.localization, model: options.model,
        camera: priors[place])
      var regions = RegionCache()
      var end_ns = first.captureTime_ns
      for frame in drives[place].frames {
        _ = localization.next(frame, regions: &regions)
        end_ns = frame.captureTime_ns
      }
      if let said = localization.calibration(book.configuration) { running.append((end_ns, said)) }
    }
    return priors
  }

  /// Measures one drive with its reported poses in a lane.
  /// - Parameter camera: what is known of its cameras; nil for what the configuration says of any.
  public func tally(
    of drive: RecordedDrive, reported lane: ReportedLane = .asReported, camera: CameraPrior? = nil
  ) -> DriveTally {
    let trial = DriveTrial(drive, map: dividers)
    let left_m = lane.lanesLeft * options.laneWidth_m
    let frames = left_m == 0 ? drive.frames : drive.frames.map { $0.reportedMoved(left_m: left_m) }
    var regions = RegionCache()
    let whole = run(frames, map, camera, &regions)
    var tally = DriveTally(options)
    add(whole, of: trial, left_m: left_m, to: &tally)
    if options.parts.contains(.fit) {
      for index in trial.onMap {
        tally.fit.add(
          drive.frames[index], lines: trial.lines[index], reported: trial.reported(index), localized: whole[index],
          map: dividers, laneWidth_m: options.laneWidth_m)
      }
    }
    if options.parts.contains(.hidden) { addHidden(trial, frames, camera, &regions, to: &tally) }
    if options.parts.contains(.halves) { addHalves(trial, frames, camera, &regions, to: &tally) }
    if options.parts.contains(.shifted) {
      for (number, shift_m) in options.shifts_m.enumerated() {
        let moved = run(frames.map { $0.reportedMoved(left_m: shift_m) }, map, camera, &regions)
        for index in trial.onMap { tally.shifts[number].add(moved: moved[index], unmoved: whole[index]) }
      }
    }
    for (number, stale) in stale.enumerated() { addDeletion(number, stale, trial, frames, camera, whole, to: &tally) }
    return tally
  }

  /// Where each frame was localized, for pictures.
  public func poses(of drive: RecordedDrive, camera: CameraPrior? = nil) -> [RunPose?] {
    var regions = RegionCache()
    return run(drive.frames, map, camera, &regions)
  }

  private func run(
    _ frames: [ObservationFrame], _ map: MapView, _ camera: CameraPrior?, _ regions: inout RegionCache
  ) -> [RunPose?] {
    var run = LocalizationRun(
      map: map, frame: dividers.frame, configuration: options.localization, model: options.model, camera: camera)
    return frames.map { run.next($0, regions: &regions) }
  }

  private func add(_ whole: [RunPose?], of trial: DriveTrial, left_m: Double, to tally: inout DriveTally) {
    tally.drives = 1
    tally.frames = trial.drive.frames.count
    tally.withoutReportedPose = trial.reported.count { $0 == nil }
    tally.onMap = trial.onMap.count
    for index in trial.onMap { tally.onMapByStatus[whole[index]?.status.name ?? "none", default: 0] += 1 }
    tally.converged = trial.onMap.count { whole[$0]?.isConverged == true }
    tally.inLane = trial.onMap.count { index in
      guard let pose = whole[index], pose.isConverged else { return false }
      return abs(trial.reported(index).local(pose.pose).position.y - left_m) <= options.laneWidth_m / 2
    }
    if tally.onMap > 0 {
      tally.drivesOnMap = 1
      if 2 * tally.converged < tally.onMap { tally.ambiguousDrives = [trial.drive.id.text] }
    }
    for (a, b) in zip(trial.onMap, trial.onMap.dropFirst()) where b == a + 1 {
      tally.steps.add(
        reported: (trial.reported(a), trial.reported(b)), reportedBefore: a > 0 ? trial.reported[a - 1] : nil,
        localized: (whole[a], whole[b]))
    }
  }

  private func addHidden(
    _ trial: DriveTrial, _ frames: [ObservationFrame], _ camera: CameraPrior?, _ regions: inout RegionCache,
    to tally: inout DriveTally
  ) {
    let hidden = frames.map { frame in
      (0..<frame.lines.count).map {
        LineChoice.isHidden(drive: trial.number, sequence: frame.sequence, line: $0)
      }
    }
    let poses = run(
      zip(frames, hidden).map { frame, hidden in frame.keepingLines { !hidden[$0] } }, map, camera, &regions)
    for index in trial.onMap {
      tally.hidden.add(
        trial.drive.frames[index], lines: trial.lines[index].filter { hidden[index][$0] },
        reported: trial.reported(index), localized: poses[index], map: dividers, laneWidth_m: options.laneWidth_m)
    }
  }

  private func addHalves(
    _ trial: DriveTrial, _ frames: [ObservationFrame], _ camera: CameraPrior?, _ regions: inout RegionCache,
    to tally: inout DriveTally
  ) {
    var halves: [[RunPose?]] = []
    for half in 0..<2 {
      let kept = frames.map { frame in
        frame.keepingLines {
          LineChoice.half(drive: trial.number, sequence: frame.sequence, line: $0, seed: options.seed) == half
        }
      }
      halves.append(run(kept, map, camera, &regions))
    }
    for index in trial.onMap { tally.halves.add(halves[0][index], halves[1][index]) }
  }

  private func addDeletion(
    _ number: Int, _ stale: (divider: Int, map: MapView), _ trial: DriveTrial, _ frames: [ObservationFrame],
    _ camera: CameraPrior?, _ whole: [RunPose?], to tally: inout DriveTally
  ) {
    let saw = trial.onMap.filter { index in
      guard let pose = whole[index], pose.isConverged else { return false }
      return DeletionTally.sees(
        stale.divider, trial.drive.frames[index], lines: trial.lines[index], pose: pose, map: dividers)
    }
    guard !saw.isEmpty else { return }
    var regions = RegionCache()
    let without = run(frames, stale.map, camera, &regions)
    for index in saw {
      if let pose = whole[index] { tally.deletions[number].add(whole: pose, stale: without[index]) }
    }
  }
}
