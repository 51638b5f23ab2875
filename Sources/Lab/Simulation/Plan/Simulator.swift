import Geometry
import MapModel
import Observations

/// Drives over a map whose world has changed: a sequence of frames in the order in which they arrive, made one at a time.
public struct Simulator: Sequence, Sendable {
  /// What was asked for.
  public let plan: SimulationPlan
  /// Map, true world and the changes between them, with the times each was driven past.
  public let world: EditedWorld
  /// Lanes that are driven on.
  public let graph: LaneGraph
  /// The fleet.
  public let vehicles: [Vehicle]
  /// All drives, in order of planning.
  public let drives: [SimulatedDrive]

  let scene: Scene
  let random: SeededRandom

  /// Plans drives over a stored map.
  /// - Throws: `SimulationError` where the plan is out of range or the map cannot be driven on.
  public init(tiles: [MapTile], plan: SimulationPlan) throws(SimulationError) {
    try self.init(map: World(tiles: tiles), plan: plan)
  }

  /// Plans drives over a map; changes are drawn from the plan's seed.
  /// - Throws: `SimulationError` where the plan is out of range or the map cannot be driven on.
  public init(map: World, plan: SimulationPlan) throws(SimulationError) {
    try plan.check()
    let graph = try LaneGraph(map)
    let start = plan.start_ns
    let world = EditedWorld(
      map, graph: graph, counts: plan.edits, random: SeededRandom(seed: plan.seed).split(1),
      zoneTimes_ns: start...(start + Int64(plan.days) * SimulationPlan.day_ns * 3 / 5))
    try self.init(world: world, graph: graph, plan: plan)
  }

  /// Plans drives over a world whose changes are given; the plan's own edits are not used.
  /// - Throws: `SimulationError` where the plan is out of range or the map cannot be driven on.
  public init(world: EditedWorld, plan: SimulationPlan) throws(SimulationError) {
    try plan.check()
    try self.init(world: world, graph: try LaneGraph(world.map), plan: plan)
  }

  private init(world: EditedWorld, graph: LaneGraph, plan: SimulationPlan) throws(SimulationError) {
    let random = SeededRandom(seed: plan.seed)
    let vehicles = Fleet.vehicles(count: plan.vehicles, noise: plan.noise, random: random.split(2))
    let schedule = DriveSchedule(plan, random: random.split(3))
    var planner = RoutePlanner(graph, longest_m: plan.driveLength_m, random: random.split(4))
    var drives: [SimulatedDrive] = []
    for (number, entry) in schedule.entries.enumerated() {
      var own = random.split(5).split(UInt64(number))
      let lanes = try planner.route(length_m: plan.driveLength_m)
      let path = DrivePath(
        graph, route: lanes, wander_m: plan.wander_m, pace: own.uniform(0.8, 1), random: &own)
      let vehicle = vehicles[entry.vehicle]
      drives.append(
        SimulatedDrive(
          id: DriveID("\(vehicle.id.text)-d\(number + 1)"), vehicle: vehicle, start_ns: entry.start_ns, path: path,
          lanes: lanes))
    }
    self.plan = plan
    self.graph = graph
    self.vehicles = vehicles
    self.drives = drives
    self.random = random
    scene = Scene(world.elements)
    var counted = world
    counted.truth = PassCount.counted(world.truth, drives: drives, frame: world.map.frame)
    self.world = counted
  }

  /// The changes, with the times each was driven past.
  public var truth: [TruthChange] { world.truth }

  /// Number of frames, duplicates aside.
  public var frameCount: Int {
    drives.reduce(0) { $0 + $1.frameCount(frameRate_Hz: plan.frameRate_Hz) }
  }

  /// The drives' true ways, a place every 5 m, for pictures.
  public var truePaths: [[Geodetic]] {
    drives.map { drive in
      stride(from: 0, to: drive.path.positions.count, by: 5).map { world.map.frame.geodetic(drive.path.positions[$0]) }
    }
  }

  /// The frames in order of arrival.
  public func makeIterator() -> ArrivingFrames { ArrivingFrames(self) }
}
