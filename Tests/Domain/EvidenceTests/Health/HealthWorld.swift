import Evidence
import MapModel
import Observations
import TestSupport

/// A fleet on forty tiles: 20 vehicles of two software versions whose sensors see 90 % of what they should, tile by tile a little
/// more or less.
struct HealthWorld {
  var random: Seeded
  var fleet = FleetHealth()
  var places: [TileID: PlaceHealth] = [:]
  var findings: [FleetFinding] = []
  /// Changes what a traversal says of its sensors.
  var fault: (inout TraversalHealth) -> Void = { _ in }
  private(set) var time_ns: Int64 = 1_750_000_000_000_000_000

  static let vehicles = 20

  init(seed: UInt64) { random = Seeded(seed) }

  /// Software 1 is on the first six vehicles, 30 % of the fleet.
  static func software(of vehicle: Int) -> String { vehicle < 6 ? "perception-2" : "perception-1" }

  mutating func traversal(vehicle: Int) -> TraversalHealth {
    let tile = Int.random(in: 0..<40, using: &random)
    time_ns += 20_000_000_000
    var health = TraversalHealth(
      vehicle: VehicleID("v\(vehicle)"), calibration: "v\(vehicle)/c", software: Self.software(of: vehicle),
      tile: TileID(quadkey: UInt32(1_000_000 + 16 * tile)), time_ns: time_ns)
    health.elements = 300
    // What a tile is like, and what traffic hides from all that the traversal sees.
    let usual = 0.85 + 0.1 * Double(tile % 7) / 6
    let blocked = Double.random(in: 0..<1, using: &random) < 0.1 ? Double.random(in: 0.2..<0.9, using: &random) : 1
    for (elementClass, count) in [(ElementClass.laneBoundary, 40), (.trafficSign, 6), (.pole, 3)] {
      let seen = (0..<count).filter { _ in Double.random(in: 0..<1, using: &random) < usual * blocked }.count
      health.classes.append(
        .init(elementClass: elementClass, expected_255: UInt32(255 * count), detected_255: UInt32(255 * seen)))
    }
    health.classes.sort { $0.elementClass.rawValue < $1.elementClass.rawValue }
    health.offsets = 30
    health.offsetSquares_milli = UInt32(30_000 * Double.random(in: 0.6..<1.6, using: &random))
    health.candidates_255 = UInt32(255 * Double.random(in: 0..<4, using: &random))
    return health
  }

  /// From now on these vehicles see less of all than the others do.
  mutating func dim(_ vehicles: Range<Int>, permille: UInt32) {
    fault = { health in
      guard vehicles.contains(Int(health.vehicle.text.dropFirst()) ?? -1) else { return }
      for i in health.classes.indices {
        health.classes[i].detected_255 = health.classes[i].detected_255 * permille / 1000
      }
    }
  }

  /// Goes on at the beginning of the next day.
  mutating func nextDay() {
    let day_ns: Int64 = 86_400_000_000_000
    time_ns = (time_ns / day_ns + 1) * day_ns
  }

  /// Traversals by some of the vehicles; those beyond the fleet are strangers to it.
  mutating func run(_ traversals: Int, by vehicles: Range<Int> = 0..<Self.vehicles) {
    for _ in 0..<traversals {
      var health = traversal(vehicle: Int.random(in: vehicles, using: &random))
      fault(&health)
      findings += fleet.fold(health, place: &places[health.tile, default: PlaceHealth()], policy: FleetPolicy())
    }
  }
}

extension TraversalHealth {
  /// Sees nothing of a class.
  mutating func blind(to elementClass: ElementClass) {
    for i in classes.indices where classes[i].elementClass == elementClass { classes[i].detected_255 = 0 }
  }
}

extension FleetFinding {
  var isRelease: Bool { if case .release = self { true } else { false } }

  var quarantined: String? {
    guard case .quarantine(let finding) = self else { return nil }
    return finding.subject
  }
}
