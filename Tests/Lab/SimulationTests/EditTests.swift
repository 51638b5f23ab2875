import Evidence
import Geometry
import MapModel
import Testing

@testable import Simulation

@Suite struct EditTests {
  private func edited(_ seed: UInt64, _ counts: EditCounts = EditCounts()) throws -> EditedWorld {
    let map = try City().world
    return EditedWorld(
      map, graph: try LaneGraph(map), counts: counts, random: SeededRandom(seed: seed), zoneTimes_ns: 1000...2000)
  }

  @Test func countsAreKeptAndClassesTakeTurns() throws {
    let truth = try edited(1).truth
    func count(_ kind: ChangeEvent.Kind) -> Int { truth.count { $0.kind == kind } }
    #expect(
      [count(.removed), count(.added), count(.moved), count(.attributeChanged), count(.temporary)] == [9, 7, 8, 4, 1])
    let observable = ElementClass.allCases.filter { $0.entry.matchKind != .none && !$0.entry.isTemporary }
    #expect(Set(truth.filter { $0.kind == .removed }.map(\.elementClass)) == Set(observable))
    #expect(Set(truth.filter { $0.kind == .moved }.map(\.elementClass)) == Set(observable))
    #expect(Set(truth.map(\.id)).count == truth.count)
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func theWorldDiffersFromTheMapByTheTruthAlone(_ seed: UInt64) throws {
    let world = try edited(seed)
    let truly = world.world(at: 0).elements
    let touched = Set(world.truth.compactMap(\.element))
    let mapIDs = Set(world.map.elements.map(\.id))
    #expect(
      world.map.elements.filter { !touched.contains($0.id) }
        == truly.filter { mapIDs.contains($0.id) && !touched.contains($0.id) })
    let added = world.truth.filter { $0.kind == .added }
    #expect(truly.count { !mapIDs.contains($0.id) } == added.count)
    func local(_ places: [Geodetic]) -> [Vector2] { places.map { world.map.frame.local($0) } }
    func same(_ a: [Vector2], _ b: [Vector2]) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { $0.distance(to: $1) < 1e-5 }
    }
    for change in world.truth {
      let now = truly.filter { $0.id == change.element }
      let old = world.map.elements.first { $0.id == change.element }
      switch change.kind {
      case .removed:
        let before = Polyline(local(change.before))
        #expect(change.after.isEmpty)
        for rest in now where rest.kind == .line {
          let overlap = Polyline(rest.points).resampled(spacing_m: 1).dropFirst().dropLast()
          #expect(overlap.allSatisfy { before.project($0).distance_m > 0.2 })
        }
        if let old, old.kind == .line, change.elementClass != .stopLine { #expect(before.length_m > 39.9) }
      case .added:
        #expect(truly.contains { $0.elementClass == change.elementClass && same($0.points, local(change.after)) })
      case .moved:
        #expect(now.count == 1)
        #expect(same(now[0].points, local(change.after)))
        #expect(same(old?.points ?? [], local(change.before)))
        let distance =
          change.shape == .line
          ? Polyline(local(change.before)).project(Polyline(local(change.after)).point(at: 1e9 / 2)).distance_m
          : now[0].centroid.distance(to: old?.centroid ?? .zero)
        #expect(distance > 0.75 && distance < 5.1)
      case .attributeChanged:
        #expect(now.count == 1 && now[0].points == old?.points)
        #expect(now[0].attributes == change.attributesAfter && old?.attributes == change.attributesBefore)
        #expect(change.attributesAfter != change.attributesBefore)
      case .temporary: #expect(now.isEmpty && change.from_ns == 1000)
      }
    }
  }

  @Test func aWorkZoneComesAndGoes() throws {
    let world = try edited(1, EditCounts(removed: 0, added: 0, moved: 0, attributeChanged: 0, workZones: 1))
    let zone = try #require(world.truth.first)
    #expect(!zone.isPermanent)
    func cones(at time_ns: Int64) -> Int { world.world(at: time_ns).elements.count - world.map.elements.count }
    #expect([999, 1000, 1999, 2000].map { cones(at: $0) } == [0, zone.after.count, zone.after.count, 0])
  }

  @Test func changesKeepApart() throws {
    let world = try edited(5)
    let frame = world.map.frame
    let geometries = world.truth.map { change in
      (change.before.isEmpty ? change.after : change.before).map { frame.local($0) }
    }
    for (i, a) in geometries.enumerated() {
      for b in geometries[..<i] {
        let nearest = a.map { point in b.map { $0.distance(to: point) }.min() ?? 0 }.min() ?? 0
        #expect(nearest > 10)
      }
    }
  }

  @Test func aMapWithFewClassesGetsWhatItCanCarry() throws {
    let map = Worlds.road(length_m: 2000)
    let world = EditedWorld(
      map, graph: try LaneGraph(map),
      counts: EditCounts(removed: 4, added: 0, moved: 0, attributeChanged: 0, workZones: 0),
      random: SeededRandom(seed: 2), zoneTimes_ns: 0...1)
    #expect(world.truth.count == 4)
    #expect(world.truth.allSatisfy { [.pole, .laneBoundary, .roadEdge].contains($0.elementClass) })
  }

  @Test func theTruthFileReadsBack() throws {
    let truth = try edited(1).truth
    let text = try TruthFile.jsonLines(truth)
    #expect(text.split(separator: "\n").count == truth.count)
    #expect(try TruthFile.changes(jsonLines: text) == truth)
    #expect(try TruthFile.geoJSON(truth).contains("\"MultiPoint\""))
    let error = #expect(throws: TruthFileError.self) { try TruthFile.changes(jsonLines: text + "{\"id\":3}\n") }
    #expect(error?.line == truth.count + 1)
  }
}
