import Evidence
import Foundation
import Geometry
import MapModel
import Simulation
import Testing

@testable import Learning

@Suite struct ScorecardTests {
  private let tile = TileID(Geodetic(latitude_deg: 48.1, longitude_deg: 11.5))

  private func truth(
    _ id: String, _ kind: ChangeEvent.Kind, _ elementClass: ElementClass, _ shape: ShapeKind = .point,
    element: UInt64? = nil, before: [Vector2] = [], after: [Vector2] = [],
    attributes: (Attributes, Attributes) = (Attributes(), Attributes()), passes: Int = 12, vehicles: Int = 6
  ) -> TruthChange {
    let frame = tile.frame
    var change = TruthChange(
      id: id, kind: kind, elementClass: elementClass, element: element.map { ElementID($0) }, shape: shape,
      before: before.map { frame.geodetic($0) }, after: after.map { frame.geodetic($0) },
      attributesBefore: attributes.0, attributesAfter: attributes.1)
    change.passes = passes
    change.vehicles = vehicles
    change.days = 3
    return change
  }

  private func event(
    _ id: String, _ kind: ChangeEvent.Kind, _ elementClass: ElementClass, _ shape: ShapeKind = .point,
    status: ChangeEvent.Status = .applied, element: UInt64? = nil, before: [Vector2] = [], after: [Vector2] = [],
    attributes: Attributes = Attributes()
  ) -> ChangeEvent {
    var event = ChangeEvent(
      change: id, kind: kind, status: status, tile: tile, elementClass: elementClass, shapeKind: shape)
    event.before = before.map { TilePoint($0) }
    event.after = after.map { TilePoint($0) }
    event.attributesAfter = attributes
    event.pieceBefore = element.map { PieceID(ElementID($0)) }
    return event
  }

  private func line(_ north: Double, from: Double = 0, to: Double = 60) -> [Vector2] {
    [Vector2(from, north), Vector2((from + to) / 2, north), Vector2(to, north)]
  }

  @Test func pointsAreFoundWithinTwoMetres() {
    let signs = [truth("t1", .added, .trafficSign, after: [Vector2(10, 0)])]
    func score(_ events: [ChangeEvent]) -> ChangeScorecard { ChangeScorecard(events: events, truth: signs) }
    let near = score([event("a", .added, .trafficSign, after: [Vector2(11.5, 0)])])
    #expect(near.truth[0].result == .found && near.found[0].result == .right)
    #expect(abs((near.truth[0].error_m ?? 0) - 1.5) < 0.01)
    #expect(near.permanent.recall == 1 && near.permanent.precision == 1)
    let off = score([event("a", .added, .trafficSign, after: [Vector2(13, 0)])])
    #expect(off.truth[0].result == .otherwise && off.found[0].result == .otherwise)
    let far = score([event("a", .added, .trafficSign, after: [Vector2(30, 0)])])
    #expect(far.truth[0].result == .missed && far.found[0].result == .wrong && far.found[0].isOnUntouched)
    let other = score([event("a", .added, .pole, after: [Vector2(10, 0)])])
    #expect(other.truth[0].result == .missed && other.found[0].result == .wrong)
  }

  @Test func onlyTheLastStatusCounts() {
    let signs = [truth("t1", .removed, .pole, element: 7, before: [Vector2(10, 0)])]
    let confirmed = event("a", .removed, .pole, status: .confirmed, element: 7, before: [Vector2(10, 0)])
    var later = confirmed
    later.status = .retracted
    #expect(ChangeScorecard(events: [confirmed], truth: signs).truth[0].result == .found)
    #expect(ChangeScorecard(events: [confirmed, later], truth: signs).truth[0].result == .missed)
    #expect(ChangeScorecard(events: [confirmed, later], truth: signs).found.isEmpty)
    later.status = .suspected
    #expect(ChangeScorecard(events: [later], truth: signs).found.isEmpty)
  }

  @Test func aLineMayBeFoundInPieces() {
    let gone = [truth("t1", .removed, .laneBoundary, .line, element: 7, before: line(0))]
    let first = event("a", .removed, .laneBoundary, .line, element: 7, before: line(0.2, from: 0, to: 20))
    let second = event("b", .removed, .laneBoundary, .line, element: 7, before: line(0.2, from: 20, to: 40))
    #expect(ChangeScorecard(events: [first], truth: gone).truth[0].result == .otherwise)
    let both = ChangeScorecard(events: [first, second], truth: gone)
    #expect(both.truth[0].result == .found && both.truth[0].changes == ["a", "b"])
    let beside = event("c", .removed, .laneBoundary, .line, element: 8, before: line(3.5))
    #expect(ChangeScorecard(events: [beside], truth: gone).found[0].result == .otherwise)
  }

  @Test func aMovedLineMustBeWhereItIsNow() {
    let moved = [truth("t1", .moved, .laneBoundary, .line, element: 7, before: line(0), after: line(1.2))]
    func result(_ after: Double) -> TruthOutcome.Result {
      ChangeScorecard(
        events: [event("a", .moved, .laneBoundary, .line, element: 7, before: line(0), after: line(after))],
        truth: moved
      ).truth[0].result
    }
    #expect(result(1.0) == .found)
    #expect(result(0.5) == .otherwise)
    #expect(result(-1.2) == .otherwise)
  }

  @Test func aMoveMayBeToldAsRemovedAndAdded() {
    let moved = [truth("t1", .moved, .trafficSign, element: 7, before: [Vector2(0, 0)], after: [Vector2(4.5, 0)])]
    let gone = event("a", .removed, .trafficSign, element: 7, before: [Vector2(0, 0)])
    let new = event("b", .added, .trafficSign, after: [Vector2(4.6, 0)])
    let pair = ChangeScorecard(events: [gone, new], truth: moved)
    #expect(pair.truth[0].result == .foundAsPair && pair.found.allSatisfy { $0.result == .right })
    #expect(ChangeScorecard(events: [gone], truth: moved).truth[0].result == .otherwise)
  }

  @Test func aNewValueMustBeTheTrueOne() {
    func limit(_ value: String) -> Attributes { Attributes([.init(.signCode, "de274"), .init(.signValue, value)]) }
    let changed = [
      truth(
        "t1", .attributeChanged, .trafficSign, element: 7, before: [.zero], after: [.zero],
        attributes: (limit("50"), limit("30")))
    ]
    func result(_ value: String) -> TruthOutcome.Result {
      ChangeScorecard(
        events: [
          event(
            "a", .attributeChanged, .trafficSign, element: 7, before: [.zero], after: [.zero], attributes: limit(value))
        ], truth: changed
      ).truth[0].result
    }
    #expect(result("30") == .found)
    #expect(result("70") == .otherwise)
  }

  @Test func aWorkZoneIsFoundByItsObjects() {
    let zone = [truth("t1", .temporary, .workZoneObject, after: (0..<6).map { Vector2(Double($0) * 5, 0) })]
    let card = ChangeScorecard(
      events: [
        event("a", .temporary, .workZoneObject, after: [Vector2(5, 1)]),
        event("b", .added, .workZoneObject, after: [Vector2(10, 0)]),
      ], truth: zone)
    #expect(card.truth[0].result == .found && !card.truth[0].isPermanent)
    #expect(card.found.map(\.result) == [.right, .otherwise])
    #expect(card.permanent.truth == 0)
    // A zone that was found and then went is still found; a sign that was retracted is not.
    let there = event("z", .temporary, .workZoneObject, status: .confirmed, after: [Vector2(5, 1), Vector2(20, 1)])
    let gone = event("z", .temporary, .workZoneObject, status: .retracted, before: [Vector2(5, 1), Vector2(20, 1)])
    #expect(ChangeScorecard(events: [there, gone], truth: zone).truth[0].result == .found)
    #expect(ChangeScorecard(events: [gone], truth: zone).truth[0].result == .missed)
  }

  @Test func untouchedElementsAreThoseNoTrueChangeNames() {
    let gone = [truth("t1", .removed, .pole, element: 7, before: [.zero])]
    let card = ChangeScorecard(
      events: [
        event("far", .removed, .pole, element: 7, before: [Vector2(90, 0)]),
        event("other", .removed, .pole, element: 8, before: [Vector2(90, 0)]),
      ], truth: gone)
    #expect(card.found.map(\.result) == [.wrong, .wrong])
    #expect(card.falseOnUntouched.map(\.change) == ["other"])
  }

  @Test func recallCountsWhatWasDrivenPastOftenEnough() {
    let changes = [
      truth("t1", .added, .pole, after: [.zero]),
      truth("t2", .added, .pole, after: [Vector2(50, 0)], passes: 3),
      truth("t3", .added, .pole, after: [Vector2(100, 0)], vehicles: 2),
      truth("t4", .added, .pole, after: [Vector2(150, 0)]),
    ]
    let card = ChangeScorecard(events: [event("a", .added, .pole, after: [.zero])], truth: changes)
    #expect(card.permanent.enough == 2 && card.permanent.found == 1 && card.permanent.recall == 0.5)
    #expect(card.byClass.map(\.name) == ["pole"] && card.byKind.map(\.name) == ["added"])
    #expect(
      card.summary
        == "1 of 2 permanent changes driven past often enough (8 passes of 5 vehicles) were found; 0 false on untouched elements"
    )
  }

  @Test func theTableNamesEveryChangeAndTheJSONReadsBack() throws {
    let changes = [
      truth("t1", .added, .pole, after: [.zero]), truth("t2", .removed, .stopLine, .line, before: line(30, to: 3)),
    ]
    let card = ChangeScorecard(
      events: [
        event("a", .added, .pole, after: [Vector2(0.1, 0)]), event("b", .added, .trafficSign, after: [Vector2(0, 99)]),
      ], truth: changes)
    let table = card.table
    #expect(table.contains("t1     added"))
    #expect(table.contains("0.10 m  a\n"))
    #expect(table.contains("missed"))
    #expect(table.contains("FALSE, on untouched"))
    #expect(try JSONDecoder().decode(ChangeScorecard.self, from: JSONEncoder().encode(card)) == card)
  }

  @Test func nothingFoundAndNothingTrueIsFine() {
    let card = ChangeScorecard(events: [], truth: [])
    #expect(card.permanent.recall == nil && card.permanent.precision == nil && card.byKind.isEmpty)
  }
}
