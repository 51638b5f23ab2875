import Evidence
import Geometry
import MapModel
import Simulation
import Testing

@testable import Learning

@Suite struct PictureTests {
  private func picture() throws -> ChangePicture {
    var parameters = CityParameters()
    parameters.blocks = 2
    var plan = SimulationPlan()
    plan.drives = 4
    plan.driveLength_m = 300
    plan.edits = EditCounts(removed: 3, added: 3, moved: 2, attributeChanged: 1, workZones: 1)
    let tiles = try City(parameters).tiles()
    let simulator = try Simulator(tiles: tiles, plan: plan)
    let events = simulator.truth.dropFirst().map { change in
      let tile = TileID((change.after.isEmpty ? change.before : change.after)[0])
      var event = ChangeEvent(
        change: "c-\(change.id)", kind: change.kind, status: .applied, tile: tile, elementClass: change.elementClass,
        shapeKind: change.shape)
      event.before = change.before.map { TilePoint(tile.frame.local($0)) }
      event.after = change.after.map { TilePoint(tile.frame.local($0)) }
      event.attributesAfter = change.attributesAfter
      return event
    }
    return ChangePicture(
      tiles: tiles, drives: simulator.truePaths, events: events, truth: simulator.truth, title: "Trial <1> & more")
  }

  @Test func theTruthTakenForFoundScoresInFull() throws {
    let picture = try picture()
    let card = ChangeScorecard(events: picture.events, truth: picture.truth)
    #expect(card.truth.map(\.result) == [.missed] + Array(repeating: .found, count: 9))
    #expect(card.found.allSatisfy { $0.result == .right })
    #expect(card.truth.allSatisfy { ($0.error_m ?? 0) < 0.02 })
  }

  @Test func thePictureIsWellFormedAndNamesEveryChange() throws {
    let picture = try picture()
    let svg = picture.svg
    #expect(unclosedTags(svg).isEmpty)
    for change in picture.truth { #expect(svg.contains(">\(change.id)")) }
    #expect(svg.contains(">t001 missed<"))
    #expect(svg.contains("Trial &lt;1&gt; &amp; more"))
    #expect(!svg.contains("nan") && !svg.contains("inf"))
    #expect(try self.picture().svg == svg)
  }

  /// Tags without their counterpart, in order.
  private func unclosedTags(_ svg: String) -> [String] {
    var open: [String] = []
    for part in svg.split(separator: "<").dropFirst(svg.hasPrefix("<") ? 0 : 1) {
      guard let end = part.firstIndex(of: ">") else { return open + [String(part)] }
      let tag = part[..<end]
      let name = String(tag.prefix { !$0.isWhitespace && $0 != "/" })
      if tag.hasPrefix("/") {
        guard open.popLast() == String(tag.dropFirst()) else { return open + [String(tag)] }
      } else if !tag.hasSuffix("/") {
        open.append(name)
      }
    }
    return open
  }

  @Test func withoutTruthFoundChangesAreListed() throws {
    var picture = try picture()
    picture.truth = []
    let svg = picture.svg
    #expect(svg.contains(">c-t002<") && !svg.contains("missed"))
  }

  @Test func scaleBarsAreRound() {
    let frame = ENUFrame(origin: Geodetic(latitude_deg: 48, longitude_deg: 11))
    for (extent, expected) in [(100.0, 10.0), (900, 100), (70_000, 10_000)] {
      let view = PictureView(
        places: [.zero, Vector2(extent, extent)], frame: frame, left: 0, top: 0, width: 1000, highest: 1000, margin_m: 0
      )
      #expect(view.roundLength_m(pixels: 180) == expected)
    }
  }
}
