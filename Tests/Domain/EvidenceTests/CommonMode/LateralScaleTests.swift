import MapModel
import Observations
import TestSupport
import Testing

@testable import Evidence

/// What a traversal sees too wide is its camera's, not the world's.
@Suite struct LateralScaleTests {
  /// Lines and signs at both sides of a straight road, and a traversal that sees them with some noise and a displacement of its own each.
  static func road(
    _ random: inout Seeded, displaced: (MapElement) -> (east_cm: Double, north_cm: Double)
  ) -> (map: MapTile, evidence: TraversalEvidence) {
    var elements: [MapElement] = []
    for (number, north_m) in [-9, -7, -4, -2, 2, 4, 6, 8].enumerated() {
      let y = Int32(north_m * 100)
      if number % 2 == 0 {
        elements.append(
          MapElement(
            piece: PieceID(ElementID(UInt64(number + 1))), elementClass: .laneBoundary, kind: .line,
            points: [TilePoint(x_cm: -5000, y_cm: y), TilePoint(x_cm: 5000, y_cm: y)]))
      } else {
        elements.append(
          MapElement(
            piece: PieceID(ElementID(UInt64(number + 1))), elementClass: .pole, kind: .point,
            points: [TilePoint(x_cm: Int32(number * 700), y_cm: y)]))
      }
    }
    let map = MapTile(id: TileID(quadkey: 77), version: 1, elements: elements)
    let id = TraversalID(vehicle: VehicleID("v"), drive: DriveID("d"), slot: 1, tile: map.id)
    var evidence = TraversalEvidence(id: id, tileVersion: 1)
    evidence.swath.path = [TilePoint(x_cm: -10_000, y_cm: 0), TilePoint(x_cm: 10_000, y_cm: 0)]
    for element in elements {
      let (east, north) = displaced(element)
      for interval in 0..<LineInterval.count(of: element) {
        let isLine = element.kind == .line
        evidence.votes.append(
          ElementVote(
            piece: element.piece, pieceHash: element.evidenceHash, interval: UInt16(interval), expected: 230,
            detected: 250, offset_cm: Int16(((isLine ? north : east) + random.normal(sigma: 8)).rounded()),
            offsetNorth_cm: isLine ? 0 : Int16((north + random.normal(sigma: 8)).rounded()), sigma_cm: 8, frames: 9))
      }
    }
    return (map, evidence)
  }

  private func north(_ element: MapElement) -> Double { Double(element.points[0].y_cm) }

  @Test(arguments: [0.08, -0.06]) func aScaleIsFoundOnBothSidesAndTakenOut(scale: Double) throws {
    var random = Seeded(3)
    var (map, evidence) = Self.road(&random) { (0, scale * Double($0.points[0].y_cm)) }
    evidence.candidates = [
      CandidateSighting(
        elementClass: .pole, kind: .point, points: [TilePoint(x_cm: 0, y_cm: 900)], sigma_cm: 10, existence: 200,
        frames: 5)
    ]
    let found = try #require(LateralScale.takeOut(of: &evidence, tile: map))
    #expect(abs(Double(found.permille) - 1000 * scale) < 10 && found.elements >= 5)
    #expect(evidence.votes.allSatisfy { abs($0.offset_cm) < 40 && abs($0.offsetNorth_cm) < 40 })
    #expect(evidence.candidates[0].sigma_cm > 40, "what is new lies as vaguely")
  }

  @Test func whatTheWorldDoesIsNoScale() {
    for seed in 1...100 as ClosedRange<UInt64> {
      var random = Seeded(seed)
      let worlds: [(MapElement) -> (Double, Double)] = [
        { _ in (0, 0) }, { _ in (30, 40) }, { ($0.kind == .line ? 0 : 0, $0.kind == .line ? 60 : 0) },
        { ($0.piece.element.value == 2 ? 100 : 0, 0) }, { ($0.points[0].y_cm > 0 ? 60 : 0, 0) },
      ]
      for displaced in worlds {
        var (map, evidence) = Self.road(&random, displaced: displaced)
        let before = evidence
        #expect(LateralScale.takeOut(of: &evidence, tile: map) == nil)
        #expect(evidence == before)
      }
    }
  }

  @Test func votesOnWhatHasChangedSinceSayNothing() {
    var random = Seeded(5)
    var (map, evidence) = Self.road(&random) { (0, 0.08 * Double($0.points[0].y_cm)) }
    for index in evidence.votes.indices { evidence.votes[index].pieceHash &+= 1 }
    #expect(LateralScale.takeOut(of: &evidence, tile: map) == nil)
  }

  @Test func linesGetTheirDisplacementBackWherePointsDenyIt() throws {
    var random = Seeded(6)
    var (map, evidence) = Self.road(&random) { _ in (0, 0) }
    evidence.commonOffset = CommonOffset(east_cm: 0, north_cm: 60, sigma_cm: 3, elements: 4, compared: 8)
    let shared = evidence
    for index in evidence.votes.indices where map[evidence.votes[index].piece]?.kind == .point {
      evidence.votes[index].forgetPlace()
    }
    var common = TraversalCommonMode(judging: &evidence, tile: map)
    #expect(evidence.commonOffset == nil && common.offset == nil && common.offsetPoints == 0)
    let lines = evidence.votes.filter { map[$0.piece]?.kind == .line }
    #expect(lines.allSatisfy { abs($0.offset_cm - 60) < 40 })

    evidence = shared
    common = TraversalCommonMode(judging: &evidence, tile: map)
    #expect(common.offset == shared.commonOffset && common.offsetPoints == 4 && evidence == shared)
  }
}
