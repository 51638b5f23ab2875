import Evidence
import Geometry
import MapModel
import Observations
import Simulation
import Testing

@testable import Learning

@Suite struct ChangeBenchTests {
  /// Drives along the lane between the two lines of `Roads.twoLines`, over so many metres from -200 m on.
  private static func drives(_ lengths_m: [Double], north_m: Double = 3) -> [RecordedDrive] {
    lengths_m.enumerated().flatMap { number, length in
      RecordedDrive.drives(
        of: stride(from: 0.0, through: length, by: 2).map { way in
          var frame = Roads.frame(UInt64(way) + 1, east_m: way - 200, north_m: north_m, left_m: [])
          frame.drive = DriveID("drive-\(number)")
          return frame
        })
    }
  }

  private static func stale(_ action: LineEdit.Action) throws -> StaleMap {
    try StaleMap(LineEdit(ElementSelector("divider-1"), action), of: Roads.twoLines)
  }

  private static func event(
    _ id: String, _ kind: ChangeEvent.Kind, element: UInt64? = nil, before: [Vector2] = [], after: [Vector2] = [],
    seen_ns: Int64 = 0
  ) -> ChangeEvent {
    var event = ChangeEvent(
      change: id, kind: kind, status: .applied, tile: Roads.tile, elementClass: .laneBoundary, shapeKind: .line)
    event.pieceBefore = element.map { PieceID(ElementID($0)) }
    event.before = before.map { TilePoint($0) }
    event.after = after.map { TilePoint($0) }
    event.lastSeen_ns = seen_ns
    return event
  }

  private static func line(_ north_m: Double, from: Double, to: Double) -> [Vector2] {
    [Vector2(from, north_m), Vector2(to, north_m)]
  }

  private func outcome(
    _ events: [ChangeEvent], _ stale: StaleMap, drives: [RecordedDrive], trueEvents: [ChangeEvent] = []
  ) -> EditOutcome {
    EditOutcome(
      EditOutcome.Told(
        events: events, witnesses: drives.map { $0.frames.prefix(60).compactMap(\.gnss?.place) }), stale: stale,
      passes: StationPasses(stale.passed, in: stale.frame, drives: drives),
      order: DriveOrder(0, of: drives.count, seed: 1), drives: drives,
      trueClaims: ChangeClaim.standing(trueEvents, class: .laneBoundary, in: stale.frame))
  }

  @Test func editsMakeTheMapWrongAndKeepTheTruth() throws {
    let deleted = try Self.stale(.deleted)
    #expect(Set(deleted.tiles.flatMap(\.elements).map(\.piece.element.value)) == [2, 3])
    #expect(deleted.truth.kind == .added && abs(deleted.line.length_m - 400) < 0.1)
    let shifted = try Self.stale(.shifted(left_m: 2))
    #expect(shifted.truth.kind == .moved && shifted.element == ElementID(1))
    // The truth is where the line was before the map was made wrong.
    #expect(shifted.frame.local(shifted.truth.after[0].onGround).distance(to: shifted.line.points[0]) < 0.05)
    #expect(abs(shifted.frame.local(shifted.truth.before[0].onGround).distance(to: shifted.line.points[0]) - 2) < 0.05)
    let invented = try Self.stale(.invented(left_m: -1.8))
    #expect(invented.truth.kind == .removed && invented.element != ElementID(1))
    #expect(invented.tiles.flatMap(\.elements).count == 4)
    #expect(throws: MapEditError.self) {
      try StaleMap(LineEdit(ElementSelector("divider-9"), .deleted), of: Roads.twoLines)
    }
  }

  @Test func stationsCountTheDrivesBesideThem() throws {
    let stale = try Self.stale(.deleted)
    let near = StationPasses(stale.line, in: stale.frame, drives: Self.drives([400, 400, 195]))
    #expect(near.drives.count == 40 && near.passes == 3)
    #expect(near.carried == Array(0..<20))
    // Two stations are no pass, nor is a drive in the lane after next.
    #expect(StationPasses(stale.line, in: stale.frame, drives: Self.drives([12])).passes == 0)
    #expect(StationPasses(stale.line, in: stale.frame, drives: Self.drives([400], north_m: 5.5)).passes == 0)
  }

  @Test func ordersArePermutationsWithADayADrive() {
    let drives = Self.drives([40, 40, 40, 40, 40])
    #expect(DriveOrder(0, of: 5, seed: 3).places == [0, 1, 2, 3, 4])
    let orders = (1...6).map { DriveOrder($0, of: 5, seed: 3) }
    #expect(orders.allSatisfy { $0.places.sorted() == [0, 1, 2, 3, 4] } && Set(orders.map(\.places)).count > 2)
    #expect(DriveOrder(2, of: 5, seed: 3) == orders[1])
    let told = (0..<5).map { orders[0].drive(at: $0, of: drives) }
    #expect(Set(told.map { $0.frames[0].vehicle }).count == 5)
    let days = told.map { $0.frames[0].captureTime_ns / 86_400_000_000_000 }
    #expect(days == (0..<5).map { days[0] + Int64($0) })
    #expect(told.map { $0.id } == orders[0].places.map { drives[$0].id })
  }

  @Test func anAdditionInPlaceOfADeletedLineIsFound() throws {
    let drives = Self.drives([400, 400, 400, 400])
    let stale = try Self.stale(.deleted)
    let day_ns: Int64 = 86_400_000_000_000
    let begin_ns = drives[0].frames[0].captureTime_ns
    let found = outcome(
      [
        Self.event(
          "a", .added, after: Self.line(2, from: -200, to: -100), seen_ns: begin_ns + 2 * day_ns + 5_000_000_000),
        Self.event("b", .added, after: Self.line(9, from: 0, to: 50)),
      ], stale, drives: drives)
    #expect(found.isFound && abs(found.length_m - 100) < 0.1 && found.stations == 10)
    // They testify over the first 120 m.
    #expect(found.witnessed == 12)
    #expect(found.errors_m.allSatisfy { abs($0 - 0.2) < 0.02 })
    #expect(found.passesUntilFound == 3 && found.drivesUntilFound == 3)
    // What lies 7 m off is no word on it.
    #expect(found.others.map(\.kind) == ["added"])
    let missed = outcome([], stale, drives: drives)
    #expect(!missed.isFound && missed.stations == 0 && missed.passesUntilFound == nil)
  }

  @Test func whatTheTrueMapBringsTooIsNotCounted() throws {
    let drives = Self.drives([400, 400, 400])
    let stale = try Self.stale(.deleted)
    let elsewhere = Self.event("b", .added, after: Self.line(9, from: 0, to: 50))
    let same = Self.event("c", .added, after: Self.line(9.5, from: -5, to: 48))
    #expect(outcome([elsewhere], stale, drives: drives, trueEvents: [same]).others.isEmpty)
    let other = Self.event("c", .removed, element: 2, before: Self.line(9.5, from: -5, to: 48))
    #expect(outcome([elsewhere], stale, drives: drives, trueEvents: [other]).others.count == 1)
  }

  /// A line invented away from the lane is passed by those that pass the real one.
  @Test func anInventedLineThatGoesIsFound() throws {
    let drives = Self.drives([400, 400, 400])
    let stale = try Self.stale(.invented(left_m: -1.5))
    #expect(StationPasses(stale.line, in: stale.frame, drives: drives).passes == 3)
    let far = try Self.stale(.invented(left_m: -2.5))
    #expect(StationPasses(far.line, in: far.frame, drives: drives).passes == 0)
    #expect(StationPasses(far.passed, in: far.frame, drives: drives).passes == 3)
    let event = Self.event("r", .removed, element: far.element.value, before: Self.line(-0.7, from: -200, to: 0))
    let found = outcome([event], far, drives: drives)
    #expect(found.isFound && found.stations == 20 && found.errors_m.isEmpty && found.others.isEmpty)
    let wrong = Self.event("r", .removed, element: 1, before: Self.line(1.8, from: -200, to: 0))
    #expect(outcome([wrong], far, drives: drives).others.count == 1)
  }

  @Test func aMoveIsHeldAgainstWhereTheLineIs() throws {
    let drives = Self.drives([400, 400, 400])
    let stale = try Self.stale(.shifted(left_m: 2))
    let moved = outcome(
      [
        Self.event(
          "m", .moved, element: 1, before: Self.line(3.8, from: -100, to: 0), after: Self.line(2.1, from: -100, to: 0))
      ], stale, drives: drives)
    #expect(moved.isFound && moved.stations == 10 && moved.errors_m.allSatisfy { abs($0 - 0.3) < 0.02 })
    let pair = outcome(
      [
        Self.event("r", .removed, element: 1, before: Self.line(3.8, from: -100, to: 0)),
        Self.event("a", .added, after: Self.line(1.8, from: -100, to: 0)),
      ], stale, drives: drives)
    #expect(!pair.isFound && Set(pair.otherwise_m.keys) == ["removed", "added"] && pair.others.isEmpty)
  }
}
