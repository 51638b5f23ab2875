import Foundation
import Geometry
import Localization
import MapModel
import Simulation
import Testing

@testable import Learning

@Suite struct ScenarioTests {
  private let world: World

  init() throws {
    var parameters = CityParameters()
    parameters.blocks = 2
    world = try City(parameters).world
  }

  private func run(_ scenario: LocalizationScenario, change: (inout LocalizationBenchOptions) -> Void = { _ in }) throws
    -> LocalizationReport.Scenario
  {
    var options = LocalizationBenchOptions()
    options.kilometres = 1.2
    options.driveLength_m = 600
    options.frameRate_Hz = 4
    change(&options)
    let run = try ScenarioRun(scenario, world: world, options: options)
    let tally = run.sum((0..<run.drives).map { run.tally(ofDrive: $0) })
    return LocalizationReport([tally], map: "city", options: options).scenarios[0]
  }

  @Test func theSameSeedGivesTheSameFigures() throws {
    let first = try run(.changed)
    #expect(try run(.changed) == first)
    #expect(try run(.changed, change: { $0.seed = 2 }) != first)
    #expect(first.driven_km >= 1.2 && first.drives >= 2)
  }

  @Test func exactSensorsLocalizeToCentimetres() throws {
    let scenario = try run(.unchanged) { $0.noise = .none }
    #expect(try #require(scenario.convergedShare) > 0.9)
    #expect(try #require(scenario.errors?.lateralP95_m) < 0.05)
    #expect(scenario.errors?.slips == 0 && scenario.disturbed == nil)
  }

  @Test func anotherPlacesMapHasNoErrorsAgainstTheTruth() throws {
    let scenario = try run(.otherPlace)
    #expect(scenario.errors == nil && scenario.frames > 100)
  }

  @Test func anOutageLastsAMinuteInThree() throws {
    let scenario = try run(.tunnel) { $0.driveLength_m = 1200 }
    let disturbed = try #require(scenario.disturbed)
    // Drives of 1.2 km take about three minutes.
    #expect(abs(Double(disturbed.frames) / Double(disturbed.frames + scenario.frames) - 0.4) < 0.15)
    #expect(disturbed.statuses.values.reduce(0, +) == disturbed.frames)
  }

  @Test func holesAreTakenFromTheMapAndOnlyHoles() {
    let holed = WrongMap.withHoles(world)
    let outside = holed.elements.flatMap(\.points).count { !WrongMap.isHole($0) }
    let all = holed.elements.flatMap(\.points).count
    #expect(Double(outside) > 0.9 * Double(all))
    let poles = world.elements.filter { $0.elementClass == .pole && !WrongMap.isHole($0.points[0]) }.count
    #expect(holed.elements.count { $0.elementClass == .pole } == poles)
  }

  @Test func wrongMapsAreMovedAsAWhole() throws {
    let shifted = WrongMap.shifted(world, by_m: 5, random: SeededRandom(seed: 3))
    for (a, b) in zip(shifted.elements, world.elements) {
      #expect(abs(a.points[0].distance(to: b.points[0]) - 5) < 1e-9)
    }
    let turned = WrongMap.turned(world)
    let first = world.elements[0].points
    #expect(
      abs(
        turned.elements[0].points[0].distance(to: turned.elements[0].points[1])
          - first[0].distance(to: first[1])) < 1e-9)
  }
}
