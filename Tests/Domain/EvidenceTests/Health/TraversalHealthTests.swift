import Evidence
import MapModel
import Observations
import Testing

@Suite struct TraversalHealthTests {
  private let tile = MapTile(
    id: TileID(quadkey: 7), version: 1,
    elements: [
      MapElement(
        piece: PieceID(ElementID(1)), elementClass: .pole, kind: .point, points: [TilePoint(x_cm: 0, y_cm: 0)],
        elevations_cm: [], attributes: Attributes([]), references: []),
      MapElement(
        piece: PieceID(ElementID(2)), elementClass: .laneBoundary, kind: .line,
        points: [TilePoint(x_cm: 0, y_cm: 0), TilePoint(x_cm: 4000, y_cm: 0)], elevations_cm: [],
        attributes: Attributes([]), references: []),
    ])

  @Test func votesAreSummedByClassAndOffsetsByTheirOwnDeviation() {
    var evidence = TraversalEvidence(
      id: TraversalID(vehicle: VehicleID("v"), drive: DriveID("d"), slot: 1, tile: tile.id), tileVersion: 1)
    evidence.votes = [
      ElementVote(
        piece: PieceID(ElementID(1)), pieceHash: 0, interval: 0, expected: 200, detected: 190, offset_cm: 30,
        offsetNorth_cm: 40, sigma_cm: 25, frames: 3),
      ElementVote(piece: PieceID(ElementID(2)), pieceHash: 0, interval: 0, expected: 100, detected: 0, frames: 3),
      ElementVote(
        piece: PieceID(ElementID(2)), pieceHash: 0, interval: 1, expected: 250, detected: 250, offset_cm: 3000,
        sigma_cm: 1, frames: 3),
      ElementVote(piece: PieceID(ElementID(3)), pieceHash: 0, interval: 0, expected: 255, detected: 0, frames: 3),
    ]
    let health = TraversalHealth(evidence, tile: tile)
    #expect(health.elements == 2 && health.offsets == 2)
    // (50/25)², and a far one at its limit.
    #expect(health.offsetSquares_milli == 4000 + 100_000)
    #expect(
      Set(health.classes) == [
        .init(elementClass: .pole, expected_255: 200, detected_255: 190),
        .init(elementClass: .laneBoundary, expected_255: 350, detected_255: 250),
      ])
    #expect(health.classes == health.classes.sorted { $0.elementClass.rawValue < $1.elementClass.rawValue })
  }
}
