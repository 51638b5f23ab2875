import Geometry
import Localization
import MapModel
import Observations
import Simulation

/// One scenario over one map, ready to be driven.
public struct ScenarioRun: Sendable {
  /// Which one.
  public let scenario: LocalizationScenario
  let options: LocalizationBenchOptions
  private let simulator: Simulator
  private let map: MapView
  private let untouched: Set<ElementID>?

  /// Length of a cycle, s, and the part of it that is disturbed, in the scenarios with outages.
  private static let cycle_s = 180.0
  private static let outage_s = 60.0..<120.0

  /// Plans the drives of a scenario over a world.
  /// - Throws: `SimulationError` where the map cannot be driven on, `TileCutError` where a changed map fits no tile.
  public init(_ scenario: LocalizationScenario, world: World, options: LocalizationBenchOptions) throws {
    self.scenario = scenario
    self.options = options
    let random = SeededRandom(seed: options.seed).split(0x10ca)
    var plan = SimulationPlan()
    plan.seed = options.seed
    plan.driveLength_m = options.driveLength_m
    plan.frameRate_Hz = options.frameRate_Hz
    plan.edits = .none
    plan.suite = options.suite
    plan.noise = options.noise
    if scenario == .poorGNSS { plan.noise.gnssSigma_m = options.poorGNSS_m }
    if scenario == .changed {
      let changes = ScatteredChanges(world, share: options.changedShare, random: random.split(1))
      simulator = try Self.simulator(changes.world, plan, kilometres: options.kilometres)
      untouched = changes.untouched
    } else {
      simulator = try Self.simulator(EditedWorld(unchanged: world), plan, kilometres: options.kilometres)
      untouched = nil
    }
    let mapped =
      switch scenario {
      case .unchanged, .changed, .noOdometry, .poorGNSS, .outage, .tunnel: world
      case .shiftedMap: WrongMap.shifted(world, by_m: 5, random: random.split(2))
      case .otherPlace: WrongMap.turned(world)
      case .offMap: WrongMap.withHoles(world)
      }
    map = MapView(tiles: try mapped.tiles())
  }

  /// A simulator with as many drives, each by a vehicle of its own, as the distance takes: on maps in fragments drives end early.
  private static func simulator(_ world: EditedWorld, _ plan: SimulationPlan, kilometres: Double) throws -> Simulator {
    var plan = plan
    var wanted = kilometres * 1000 / plan.driveLength_m
    while true {
      plan.drives = min(max(Int(wanted.rounded(.up)), 1), 100_000)
      plan.vehicles = plan.drives
      let simulator = try Simulator(world: world, plan: plan)
      let driven_m = simulator.drives.reduce(0.0) { $0 + $1.path.length_m }
      if driven_m >= kilometres * 1000 || plan.drives == 100_000 { return simulator }
      wanted = max(Double(plan.drives) * kilometres * 1000 / max(driven_m, 1), Double(plan.drives + 1))
    }
  }

  /// Number of drives; each is measured alone.
  public var drives: Int { simulator.drives.count }

  /// Drives one of them and measures.
  public func tally(ofDrive drive: Int) -> LocalizationTally {
    var run = LocalizationRun(
      map: map, frame: simulator.world.map.frame, configuration: options.localization, model: options.model)
    var regions = RegionCache()
    var landmarks = LandmarkWindow(known: untouched)
    var tally = LocalizationTally(scenario, options: options)
    var start_ns: Int64?
    for simulated in simulator.frames(ofDrive: drive) {
      let time_s = Double(simulated.frame.captureTime_ns - (start_ns ?? simulated.frame.captureTime_ns)) / 1e9
      start_ns = start_ns ?? simulated.frame.captureTime_ns
      let isDisturbed = isDisturbed(simulated, time_s: time_s)
      let frame = disturbed(simulated.frame, isDisturbed: isDisturbed)
      landmarks.add(frame, sources: simulated.sources, pose: simulated.truePose)
      tally.add(
        run.next(frame, regions: &regions), truth: simulated.truePose, time_s: time_s,
        hasTwoLandmarks: landmarks.hasTwo, isDisturbed: isDisturbed)
    }
    tally.endDrive()
    return tally
  }

  /// What was measured on several drives, in their order.
  public func sum(_ tallies: [LocalizationTally]) -> LocalizationTally {
    var sum = LocalizationTally(scenario, options: options)
    for tally in tallies { sum.merge(tally) }
    return sum
  }

  private func isDisturbed(_ simulated: SimulatedFrame, time_s: Double) -> Bool {
    switch scenario {
    case .unchanged, .changed, .noOdometry, .poorGNSS, .shiftedMap, .otherPlace: return false
    case .outage, .tunnel:
      return Self.outage_s.contains(time_s - (time_s / Self.cycle_s).rounded(.down) * Self.cycle_s)
    case .offMap: return WrongMap.isHole(simulated.truePose.position)
    }
  }

  private func disturbed(_ frame: ObservationFrame, isDisturbed: Bool) -> ObservationFrame {
    var frame = frame
    if scenario == .noOdometry { frame.motion = nil }
    guard isDisturbed, scenario == .outage || scenario == .tunnel else { return frame }
    frame.gnss = nil
    if scenario == .tunnel {
      frame.points = PointDetections()
      frame.lines = LineDetections()
      frame.polygons = LineDetections()
      frame.bearings = BearingDetections()
    }
    return frame
  }
}
