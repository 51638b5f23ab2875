import MapModel
import Observations
import Testing

@testable import Evidence

/// A line that lies beside where the map has it.
@Suite struct DisplacedCourseTests {
  private static let line = PieceID(ElementID(7))

  private static func point(_ x_cm: Int32, _ y_cm: Int32) -> TilePoint { TilePoint(x_cm: x_cm, y_cm: y_cm) }

  /// What becomes of a change for which the stretches of a line seen by three vehicles speak.
  private func move(mapped: [TilePoint], seen: [TilePoint]) -> [LineShift]? {
    let tile = MapTile(
      id: TileID(quadkey: 9), version: 1,
      elements: [MapElement(piece: Self.line, elementClass: .laneBoundary, kind: .line, points: mapped)])
    var evidence = TileEvidence(tile)
    for number in 1...3 {
      var traversal = TraversalEvidence(
        id: TraversalID(
          vehicle: VehicleID("v\(number)"), drive: DriveID("d"), slot: Int64(number) * 10, tile: tile.id),
        tileVersion: 1)
      traversal.lastTime_ns = Int64(number) * 600_000_000_000
      traversal.candidates = [
        CandidateSighting(
          elementClass: .laneBoundary, kind: .line, points: seen, sigma_cm: 20, existence: 240, frames: 9)
      ]
      traversal.swath = ViewSwath(
        path: mapped, reaches: [ViewSwath.Reach(elementClass: .laneBoundary, lateral_cm: 900, expected: 220)])
      _ = evidence.fold(traversal, tile: tile, weights: EvidenceWeights(.independent))
    }
    let piece = PieceDecision(
      element: tile.element(at: 0), ledgers: evidence.ledger.entries[...], policy: .independent)
    let clusters = evidence.candidates.clusters
    let change = ChangeProposal(
      kind: .removed, elementClass: .laneBoundary, shapeKind: .line,
      edit: .remove(Self.line, stretch_cm: nil), clusters: clusters.map(\.id), evidence_mnat: 12_000,
      support: clusters.first?.support ?? Support())
    guard case .shiftLine(_, let shifts) = DisplacedCourse(piece).move(change, over: clusters)?.edit else { return nil }
    return shifts
  }

  @Test func aStretchAsideOfTheLineIsTheLineElsewhere() throws {
    let shifts = try #require(
      move(
        mapped: [Self.point(0, 0), Self.point(4000, 0)], seen: [Self.point(1100, 200), Self.point(1900, 200)]))
    #expect(!shifts.isEmpty && shifts.allSatisfy { $0.left_cm == 200 || $0.left_cm == 0 })
    #expect(shifts.contains { $0.left_cm == 200 })
  }

  /// A line whose second half has been moved already is not moved as a whole by what is seen where it leads there.
  @Test func whereTheLineLeadsToItsNewPlaceNothingTellsHowFarItLiesFromTheOld() {
    let mapped = [Self.point(0, 0), Self.point(1050, 0), Self.point(2000, 300), Self.point(4000, 300)]
    #expect(move(mapped: mapped, seen: [Self.point(1100, 300), Self.point(1950, 300)]) == nil)
  }
}
