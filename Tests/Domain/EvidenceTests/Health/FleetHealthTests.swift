import Evidence
import MapModel
import Observations
import TestSupport
import Testing

@Suite struct FleetHealthTests {
  @Test(arguments: 1...3) func aHealthyFleetIsLeftAlone(seed: Int) {
    var world = HealthWorld(seed: UInt64(seed))
    world.run(50_000)
    #expect(world.findings.isEmpty)
  }

  @Test func aCalibrationThatSeesNoSignsIsQuarantinedAndReleasedOnceItDoes() {
    var world = HealthWorld(seed: 4)
    world.run(4000)
    world.fault = { if $0.calibration == "v9/c" { $0.blind(to: .trafficSign) } }
    world.run(2000)
    guard case .quarantine(let finding)? = world.findings.first, world.findings.count == 1 else {
      Issue.record("\(world.findings)")
      return
    }
    #expect(finding.subject == "v9/c" && !finding.isSoftware && finding.sign == .missed(.trafficSign))
    #expect(finding.traversals <= 20)
    world.fault = { _ in }
    world.run(2000)
    guard case .release(let release)? = world.findings.last, world.findings.count == 2 else {
      Issue.record("\(world.findings)")
      return
    }
    #expect(release.subject == "v9/c" && release.revision == 2)
  }

  @Test func aSoftwareReleaseOnThirtyPercentOfTheFleetIsNamedAndNoneOfItsCalibrations() {
    var world = HealthWorld(seed: 5)
    world.run(4000)
    world.fault = { health in
      // A common scale error: things lie farther from where they are mapped than the sensors say.
      if health.software == "perception-2" { health.offsetSquares_milli *= 3 }
    }
    world.run(3000)
    #expect(world.findings.compactMap(\.quarantined).contains("perception-2"))
    let calibrations = world.findings.compactMap(\.quarantined).filter { $0 != "perception-2" }
    #expect(calibrations.allSatisfy { $0.hasSuffix("/c") } && calibrations.count <= 2, "\(calibrations)")
  }

  @Test func snowIsNoFaultOfASensor() {
    var world = HealthWorld(seed: 6)
    world.run(4000)
    world.dim(0..<HealthWorld.vehicles, permille: 500)
    world.run(4000)
    #expect(world.findings.isEmpty, "\(world.findings.compactMap(\.quarantined))")
  }

  @Test(arguments: 1...3) func fiveThatLieAlikeOneAfterAnotherAreEachNamed(seed: Int) {
    var world = HealthWorld(seed: UInt64(20 + seed))
    world.run(4000)
    let liars = 20..<25
    world.dim(liars, permille: 600)
    for _ in 0..<4 {
      world.nextDay()
      world.run(120)
      world.run(120, by: liars)
    }
    let calibrations = world.findings.compactMap(\.quarantined).filter { $0.hasSuffix("/c") }
    #expect(Set(calibrations) == Set(liars.map { "v\($0)/c" }))
  }

  @Test(arguments: 1...3) func aFewThatLieInTheNameOfASoftwareVersionDoNotTakeItOut(seed: Int) {
    var world = HealthWorld(seed: UInt64(40 + seed))
    world.run(4000)
    let liars = 20..<25
    world.dim(liars, permille: 300)
    for _ in 0..<4 {
      world.nextDay()
      world.run(120)
      // One after another, with an honest one between now and then.
      for _ in 0..<12 {
        world.run(10, by: liars)
        world.run(2)
      }
    }
    let quarantined = Set(world.findings.compactMap(\.quarantined))
    #expect(quarantined == Set(liars.map { "v\($0)/c" }), "\(quarantined.sorted())")
  }

  @Test(arguments: 1...3) func snowEveryAfternoonIsNoFaultOfThoseWhoDriveThen(seed: Int) {
    var world = HealthWorld(seed: UInt64(30 + seed))
    world.run(4000)
    world.dim(10..<HealthWorld.vehicles, permille: 500)
    for _ in 0..<5 {
      world.nextDay()
      world.run(120, by: 0..<10)
      world.run(120, by: 10..<20)
    }
    #expect(world.findings.isEmpty, "\(world.findings.compactMap(\.quarantined))")
  }

  @Test func changesThatOneVehicleBringsAreAStormUntilTheyCease() {
    var world = HealthWorld(seed: 7)
    world.run(500)
    world.fault = { health in
      if health.vehicle == VehicleID("v3"), health.tile.quadkey == 1_000_000 { health.changes = 10 }
    }
    world.run(4000)
    guard case .storm(let storm)? = world.findings.first else {
      Issue.record("\(world.findings)")
      return
    }
    #expect(storm.source == "v3" && storm.region == 1_000_000 >> 4 && storm.tiles.contains(TileID(quadkey: 1_000_000)))
    #expect(storm.changes >= 20 && storm.elements == 300)
    // Told again each time it has doubled, and in no other way.
    let grown = world.findings.dropFirst().compactMap { finding -> StormFinding? in
      guard case .stormGrows(let storm) = finding else { return nil }
      return storm
    }
    #expect(grown.count == world.findings.count - 1 && (1...6).contains(grown.count))
    #expect(zip([storm] + grown, grown).allSatisfy { $1.changes >= 2 * $0.changes && $1.revision == $0.revision + 1 })
    let told = world.findings.count
    world.fault = { _ in }
    world.run(40_000)
    guard case .calm? = world.findings.last, world.findings.count == told + 1 else {
      Issue.record("\(world.findings)")
      return
    }
  }

  @Test func changesThatManyVehiclesBringAreNone() {
    var world = HealthWorld(seed: 8)
    world.run(500)
    world.fault = { $0.changes = $0.tile.quadkey == 1_000_000 ? 1 : 0 }
    world.run(4000)
    #expect(world.findings.isEmpty)
  }

  @Test func aScaleOfTheWholeFleetIsNamedWithNobodyToCompareItWith() {
    var world = HealthWorld(seed: 10)
    world.run(2000)
    world.fault = { if $0.software == "perception-1" { $0.lateralScale_permille = 80 } }
    world.run(300)
    guard case .quarantine(let finding)? = world.findings.first, world.findings.count == 1 else {
      Issue.record("\(world.findings)")
      return
    }
    #expect(finding.subject == "perception-1" && finding.sign == .scaled && finding.sign.cause == .cameraScale)
    #expect(finding.traversals <= 20 && finding.scale_permille == 80)
    #expect(finding.text == "sees what lies to the side 8.0 % too wide, in proportion to its distance")
  }

  @Test func aSensorThatSeesAllDisplacedIsNamedAndATileWhereAllDoToo() {
    var world = HealthWorld(seed: 11)
    world.run(2000)
    let off = TileID(quadkey: 1_000_160)
    world.fault = { health in
      if health.tile == off { (health.commonEast_cm, health.commonNorth_cm, health.commonPoints) = (30, 40, 9) }
      if health.calibration == "v9/c" {
        (health.commonEast_cm, health.commonNorth_cm, health.commonPoints) = (80, 0, 9)
      }
    }
    world.run(3000)
    #expect(world.findings.compactMap(\.quarantined) == ["v9/c"])
    let shifts = world.findings.compactMap { finding -> DatumFinding? in
      guard case .datumShift(let datum) = finding else { return nil }
      return datum
    }
    #expect(shifts.count == 1 && shifts[0].tile == off && abs(shifts[0].east_cm - 30) < 8)
    world.fault = { _ in }
    world.run(3000)
    guard case .datumStands(let datum)? = world.findings.last(where: { $0.quarantined == nil && !$0.isRelease }) else {
      Issue.record("\(world.findings)")
      return
    }
    #expect(datum.tile == off && datum.tiles.isEmpty && datum.revision == 2)
  }

  @Test func linesAloneShiftNoDatum() {
    var world = HealthWorld(seed: 12)
    world.fault = { if $0.tile.quadkey == 1_000_160 { ($0.commonEast_cm, $0.commonNorth_cm) = (0, 60) } }
    world.run(3000)
    #expect(world.findings.isEmpty)
  }

  @Test func theStoredFormIsTheState() throws {
    var world = HealthWorld(seed: 9)
    world.fault = { health in
      if health.calibration == "v9/c" { health.blind(to: .trafficSign) }
      if health.tile.quadkey == 1_000_160 { (health.commonNorth_cm, health.commonPoints) = (50, 4) }
    }
    world.run(3000)
    var writer = LedgerWriter()
    world.fleet.write(to: &writer)
    var reader = LedgerReader(writer.bytes)
    #expect(try FleetHealth(from: &reader) == world.fleet)
    #expect(reader.isAtEnd)
    for place in world.places.values { #expect(try PlaceHealth(place.bytes) == place) }
    for length in stride(from: 0, to: writer.bytes.count, by: 97) {
      var cut = LedgerReader(Array(writer.bytes.prefix(length)))
      #expect(throws: LedgerCorruption.self) { try FleetHealth(from: &cut) }
    }
  }
}
