import MapModel
import Testing

@testable import Evidence

/// What is kept of how far lines lie apart.
@Suite struct TileGapsTests {
  private func visit(_ trip: UInt32, slot: Int64) -> Visit {
    Visit(vehicle: trip, trip: trip, slot: slot, time_ns: 1_750_000_000_000_000_000 + slot * 60_000_000_000)
  }

  @Test func theLastEightVisitsCount() {
    var scene = GapScene()
    for _ in 0..<20 { scene.drive(scene.gaps([:])) }
    for _ in 0..<5 { scene.drive(scene.gaps([2: 100])) }
    #expect(scene.evidence.gaps.ledgers.allSatisfy { $0.measurements.count == GapLedger.most })
    #expect(scene.evidence.gaps.ledgers[0].excess_cm == 100 && scene.evidence.gaps.ledgers[1].excess_cm == -100)
  }

  @Test func slotsThatFollowEachOtherAreOneVisit() {
    let scene = GapScene()
    var gaps = TileGaps()
    var short = scene.gaps([2: 60])
    for index in short.indices { short[index].looks = 5 }
    gaps.fold(scene.gaps([2: 100]), of: visit(1, slot: 7), ledger: scene.evidence.ledger)
    gaps.fold(short, of: visit(1, slot: 8), ledger: scene.evidence.ledger)
    #expect(gaps.ledgers[0].measurements.count == 1 && gaps.ledgers[0].excess_cm == 100)
    gaps.fold(short, of: visit(1, slot: 11), ledger: scene.evidence.ledger)
    #expect(gaps.ledgers[0].measurements.count == 2)
  }

  @Test func linesThatHaveChangedAreForgotten() {
    var scene = GapScene()
    var other = scene.gaps([:])
    other[0].first.pieceHash ^= 1
    scene.drive(other)
    #expect(scene.evidence.gaps.ledgers.count == 2)
    scene.drive(scene.gaps([:]))
    var elements = scene.tile.elements
    elements[1].points[0].y_cm += 100
    let before = scene.evidence.gaps
    let next = MapTile(id: scene.tile.id, version: 2, elements: elements)
    scene.evidence.carry(over: next, changed: [elements[1]], spoken: [], policy: Policy())
    #expect(scene.evidence.gaps.ledgers.map(\.first) == [GapScene.piece(3)])
    scene.evidence.keep(before, of: ElementID(2))
    #expect(scene.evidence.gaps.ledgers.map(\.first) == before.ledgers.map(\.first))
    #expect(scene.evidence.gaps.ledgers[1].measurements == before.ledgers[1].measurements)
    scene.evidence.forget(GapScene.piece(4))
    #expect(scene.evidence.gaps.ledgers.map(\.first) == [GapScene.piece(1), GapScene.piece(2)])
  }

  @Test func theStoredFormIsTheState() throws {
    var scene = GapScene()
    for _ in 0..<3 { scene.drive(scene.gaps([2: -70])) }
    var writer = LedgerWriter()
    scene.evidence.gaps.write(to: &writer)
    var reader = LedgerReader(writer.bytes)
    #expect(try TileGaps(from: &reader) == scene.evidence.gaps && reader.isAtEnd)
  }
}
