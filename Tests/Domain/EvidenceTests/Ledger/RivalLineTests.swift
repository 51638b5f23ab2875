import Foundation
import MapModel
import Observations
import TestSupport
import Testing

@testable import Evidence

/// One line in two places against two lines.
@Suite struct RivalLineTests {
  private var policy: Policy {
    var policy = Policy.independent
    // Whole ratios, as the law below is about them.
    policy.voteCap_mnat = 1_000_000
    return policy
  }

  private func ratio(_ line: Bool, _ other: Bool, _ p: UInt8, _ q: UInt8) -> Double? {
    RivalLine.ratio_mnat(line: (line, p), other: (other, q), policy: policy).map { Double($0) / 1000 }
  }

  /// Of two lines each seen with its probability the ratio averages one, its logarithm less than nothing; of one line, seen in either place or both
  /// alike, more than nothing.
  @Test func theRatioIsOfALikelihood() throws {
    for p in stride(from: 128, through: 254, by: 7) {
      for q in stride(from: 128, through: 254, by: 7) {
        let (a, b) = (Double(p) / 255, Double(q) / 255)
        let any = 1 - (1 - a) * (1 - b)
        var (mean, two, one) = (0.0, 0.0, 0.0)
        for (line, other) in [(true, true), (true, false), (false, true)] {
          let ratio = try #require(self.ratio(line, other, UInt8(p), UInt8(q)))
          let share = (line ? a : 1 - a) * (other ? b : 1 - b) / any
          mean += share * exp(ratio)
          two += share * ratio
          one += ratio / 3
        }
        #expect(abs(mean - 1) < 0.005 && two < 0.001 && one > -0.001, "\(p) \(q): \(mean) \(two) \(one)")
      }
    }
  }

  @Test func whatIsHardlyExpectedSaysNothing() {
    #expect(ratio(false, true, 127, 240) == nil && ratio(true, false, 240, 127) == nil)
    #expect(ratio(false, false, 240, 240) == nil)
  }

  private static let line = PieceID(ElementID(7))
  private static let tile = MapTile(
    id: TileID(quadkey: 9), version: 1,
    elements: [
      MapElement(
        piece: line, elementClass: .laneBoundary, kind: .line,
        points: [TilePoint(x_cm: -3000, y_cm: 0), TilePoint(x_cm: 3000, y_cm: 0)])
    ])

  private func traversal(_ number: Int, seesLine: Bool, sees y_cm: Int32?, slot: Int64? = nil) -> TraversalEvidence {
    var evidence = TraversalEvidence(
      id: TraversalID(
        vehicle: VehicleID("v\(number)"), drive: DriveID("d"), slot: slot ?? Int64(number) * 10, tile: Self.tile.id),
      tileVersion: 1)
    evidence.lastTime_ns = Int64(number) * 600_000_000_000
    evidence.votes = (0..<3).map {
      ElementVote(
        piece: Self.line, pieceHash: Self.tile.evidenceHash(at: 0), interval: $0, expected: 230,
        detected: seesLine ? 250 : 4, frames: 9)
    }
    if let y_cm {
      evidence.candidates = [
        CandidateSighting(
          elementClass: .laneBoundary, kind: .line,
          points: [TilePoint(x_cm: -1000, y_cm: y_cm), TilePoint(x_cm: 900, y_cm: y_cm)], sigma_cm: 20, existence: 240,
          frames: 9)
      ]
    }
    evidence.swath = ViewSwath(
      path: [TilePoint(x_cm: -3000, y_cm: 0), TilePoint(x_cm: 3000, y_cm: 0)],
      reaches: [ViewSwath.Reach(elementClass: .laneBoundary, lateral_cm: 900, expected: 220)])
    return evidence
  }

  private func folded(_ traversals: [TraversalEvidence]) -> TileEvidence {
    var evidence = TileEvidence(Self.tile)
    for traversal in traversals {
      _ = evidence.fold(traversal, tile: Self.tile, weights: EvidenceWeights(.independent))
    }
    return evidence
  }

  @Test func howFarALineLayFromWhereItWasIsForgottenWhereItLiesElsewhere() throws {
    var evidence = folded((1...3).map { traversal($0, seesLine: false, sees: 200) })
    let same = MapTile(id: Self.tile.id, version: 2, elements: Self.tile.elements)
    evidence.carry(over: same, changed: [], spoken: [], policy: policy)
    #expect(evidence.candidates.clusters.map { $0.rival(Self.line)?.left.mean_cm } == [200, 200])
    var moved = try #require(Self.tile[Self.line])
    moved.points = moved.points.map { TilePoint(x_cm: $0.x_cm, y_cm: $0.y_cm - 40) }
    let next = MapTile(id: Self.tile.id, version: 3, elements: [moved])
    evidence.carry(over: next, changed: [moved], spoken: [], policy: policy)
    #expect(evidence.candidates.clusters.map(\.rivals) == [[], []])
  }

  private func rivals(_ traversals: [TraversalEvidence]) -> [RivalLine?] {
    folded(traversals).candidates.clusters.map(\.rivals.first)
  }

  @Test func whoMissesTheLineSpeaksForOneAndWhoSeesBothForTwo() {
    let one = rivals((1...3).map { traversal($0, seesLine: false, sees: 200) })
    #expect(!one.isEmpty && one.allSatisfy { $0?.piece == Self.line && ($0?.score_mnat ?? 0) > 1000 })
    #expect(one.allSatisfy { $0?.left.mean_cm == 200 })
    let two = rivals((1...3).map { traversal($0, seesLine: true, sees: 200) })
    #expect(!two.isEmpty && two.allSatisfy { ($0?.score_mnat ?? 0) < -1000 && $0?.left.mean_cm == nil })
    let onlyLine = rivals(
      [traversal(1, seesLine: false, sees: 200), traversal(2, seesLine: false, sees: 200)]
        + (3...4).map { traversal($0, seesLine: true, sees: nil) })
    let before = rivals([traversal(1, seesLine: false, sees: 200), traversal(2, seesLine: false, sees: 200)])
    for (now, before) in zip(onlyLine, before) { #expect((now?.score_mnat ?? 0) > (before?.score_mnat ?? 0)) }
  }

  @Test func aLineOnTheOtherSideOfALaneIsNoRival() {
    #expect(rivals((1...3).map { traversal($0, seesLine: false, sees: 350) }).allSatisfy { $0 == nil })
    #expect(rivals((1...3).map { traversal($0, seesLine: false, sees: 30) }).allSatisfy { $0 == nil })
  }

  @Test func aVisitCountsOnce() {
    let once = rivals([traversal(1, seesLine: false, sees: 200, slot: 4)])
    let twice = rivals([
      traversal(1, seesLine: false, sees: 200, slot: 4), traversal(1, seesLine: false, sees: 200, slot: 5),
    ])
    #expect(once.map { $0?.score_mnat } == twice.map { $0?.score_mnat })
  }

  @Test func itIsStoredWithItsCluster() throws {
    let set = folded((1...3).map { traversal($0, seesLine: false, sees: 200) }).candidates
    var writer = LedgerWriter(capacity: 1000)
    set.write(to: &writer)
    var reader = LedgerReader(writer.takeBytes())
    #expect(try CandidateSet(from: &reader) == set && reader.isAtEnd)
  }
}
