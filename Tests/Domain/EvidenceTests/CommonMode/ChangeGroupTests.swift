import MapModel
import Testing

@testable import Evidence

@Suite struct ChangeGroupTests {
  private static let day_ns: Int64 = 86_400_000_000_000

  private func moved(
    _ north_m: Int32, by left_cm: Int32, day: Int64 = 100, kind: ChangeEvent.Kind = .moved
  ) throws -> LineTrait {
    var event = ChangeEvent(
      change: "c", kind: kind, status: .applied, tile: TileID(quadkey: 7), elementClass: .laneBoundary,
      shapeKind: .line)
    event.before = [TilePoint(x_cm: 0, y_cm: north_m * 100), TilePoint(x_cm: 4000, y_cm: north_m * 100)]
    event.after = kind == .moved ? event.before.map { TilePoint(x_cm: $0.x_cm, y_cm: $0.y_cm + left_cm) } : []
    event.firstSeen_ns = day * Self.day_ns
    return try #require(LineTrait(event))
  }

  @Test func linesOfOneRoadThatMoveAlikeAtOnceAreOne() throws {
    let group = ChangeGroup(ChangeName(offset: 5, number: 1), try moved(0, by: 60))
    #expect(group.cause == .repainted && group.shift_cm == 60)
    #expect(group.admits(try moved(4, by: 70)))
    #expect(!group.admits(try moved(4, by: -60)), "the other way")
    #expect(!group.admits(try moved(4, by: 60, day: 110)), "ten days later")
    #expect(!group.admits(try moved(80, by: 60)), "another road")
    #expect(!group.admits(try moved(4, by: 60, kind: .removed)), "another kind")
  }

  @Test func whatJoinsExtendsWhereItReaches() throws {
    var group = ChangeGroup(ChangeName(offset: 5, number: 1), try moved(0, by: 0, kind: .removed))
    #expect(group.cause == .removedTogether)
    #expect(!group.admits(try moved(50, by: 0, kind: .removed)))
    group.add(ChangeName(offset: 6, number: 1), try moved(25, by: 0, kind: .removed))
    #expect(group.admits(try moved(50, by: 0, kind: .removed)) && group.members.count == 2)
    #expect(group.isOver(at: 200 * Self.day_ns) && !group.isOver(at: 130 * Self.day_ns))
    var writer = LedgerWriter()
    group.write(to: &writer)
    var reader = LedgerReader(writer.bytes)
    #expect(try ChangeGroup(from: &reader) == group && reader.isAtEnd)
  }

  @Test func pointsAndAdditionsHaveNoTrait() {
    var event = ChangeEvent(
      change: "c", kind: .removed, status: .applied, tile: TileID(quadkey: 7), elementClass: .pole, shapeKind: .point)
    event.before = [TilePoint(x_cm: 0, y_cm: 0)]
    #expect(LineTrait(event) == nil)
    event.shapeKind = .line
    event.kind = .added
    #expect(LineTrait(event) == nil)
  }
}
