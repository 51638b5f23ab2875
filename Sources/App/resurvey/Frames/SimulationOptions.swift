import Contracts
import MapModel
import Settings
import Simulation

/// Which map is driven on.
struct SimulatedMapOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The tile store to drive on; it needs lanes.", valueName: "map.sqlite"))
  var map: String?

  @Flag(help: "Drives on the procedural city instead, the one `map import --city` writes.")
  var city = false

  @Option(help: "With --city: the city's seed.")
  var citySeed: UInt64 = 1

  @Option(help: "With --city: blocks along each side, 1 to 64.")
  var blocks = 4

  func validate() throws(ValidationError) {
    guard city != (map != nil) else { throw ValidationError("say what to drive on: --map FILE or --city") }
    guard (1...64).contains(blocks) else { throw ValidationError("--blocks is \(blocks); give 1 to 64") }
  }

  /// What it is called in messages.
  var name: String { map ?? "the city of seed \(citySeed), \(blocks) × \(blocks) blocks" }

  /// Its tiles.
  func tiles() throws -> [MapTile] {
    if let map { return try MapStoreFile.tiles(map) }
    return try City(CityParameters(seed: citySeed, blocks: blocks)).tiles()
  }
}

/// Who drives, when, and what has changed.
struct FleetOptions: ParsableArguments {
  private static let standard = SimulationPlan()

  @Option(help: "Seed of drives, noise and changes.")
  var seed = Self.standard.seed

  @Option(help: "Vehicles in the fleet.")
  var vehicles = Self.standard.vehicles

  @Option(help: "Days over which drives are spread.")
  var days = Self.standard.days

  @Option(help: "Drives of all vehicles together.")
  var drives = Self.standard.drives

  @Option(name: .customLong("length-m"), help: ArgumentHelp("Length of each drive, m.", valueName: "metres"))
  var length_m = Self.standard.driveLength_m

  @Option(name: .customLong("rate"), help: ArgumentHelp("Frames a second.", valueName: "hertz"))
  var rate_Hz = Self.standard.frameRate_Hz

  @Option(help: ArgumentHelp("Midnight (UTC) of the first day.", valueName: "time"))
  var start = Timestamp.text(of: Self.standard.start_ns)

  @Option(help: "Elements that are gone from the world.")
  var removed = Self.standard.edits.removed

  @Option(help: "Elements that are new in the world.")
  var added = Self.standard.edits.added

  @Option(help: "Elements that are elsewhere.")
  var moved = Self.standard.edits.moved

  @Option(help: "Elements that are another kind.")
  var attributeChanged = Self.standard.edits.attributeChanged

  @Option(help: "Temporary work zones.")
  var workZones = Self.standard.edits.workZones

  @Flag(help: "A world as the map says; the five counts above are not used.")
  var noEdits = false

  func validate() throws(ValidationError) {
    guard Timestamp.time_ns(of: start) != nil else {
      throw ValidationError("--start is '\(start)'; give a time such as 2026-03-02T00:00:00Z")
    }
    for (name, count) in [
      ("removed", removed), ("added", added), ("moved", moved), ("attribute-changed", attributeChanged),
      ("work-zones", workZones),
    ] where !(0...100_000).contains(count) {
      throw ValidationError("--\(name) is \(count); give 0 to 100000")
    }
  }

  /// The plan they make.
  var plan: SimulationPlan {
    var plan = Self.standard
    plan.seed = seed
    plan.vehicles = vehicles
    plan.days = days
    plan.drives = drives
    plan.driveLength_m = length_m
    plan.frameRate_Hz = rate_Hz
    plan.start_ns = Timestamp.time_ns(of: start) ?? plan.start_ns
    plan.edits =
      noEdits
      ? .none
      : EditCounts(
        removed: removed, added: added, moved: moved, attributeChanged: attributeChanged, workZones: workZones)
    return plan
  }
}
