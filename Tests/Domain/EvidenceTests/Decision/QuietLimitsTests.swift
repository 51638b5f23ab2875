import MapModel
import Observations
import TestSupport
import Testing

@testable import Evidence

/// Pieces that are passed over are those of which nothing would have been said.
@Suite struct QuietLimitsTests {
  private static let tile = MapTile(
    id: TileID(quadkey: 5), version: 1,
    elements: (1...40).map { number in
      let isPoint = number.isMultiple(of: 2)
      let at = TilePoint(x_cm: Int32(number) * 500, y_cm: 0)
      return MapElement(
        piece: PieceID(ElementID(UInt64(number))), elementClass: isPoint ? .trafficSign : .laneBoundary,
        kind: isPoint ? .point : .line,
        points: isPoint ? [at] : [at, TilePoint(x_cm: at.x_cm, y_cm: 9000)],
        attributes: Attributes([Attributes.Entry(.style, "solid")]))
    })

  /// Evidence in which every piece is seen in its own way: missed, displaced, read otherwise, or none of it.
  private func evidence(_ random: inout Seeded, policy: Policy) -> TileEvidence {
    let weights = EvidenceWeights(policy)
    var evidence = TileEvidence(Self.tile)
    for number in 0..<Int.random(in: 1...14, using: &random) {
      var traversal = TraversalEvidence(
        id: TraversalID(
          vehicle: VehicleID("v\(number % 7)"), drive: DriveID("d\(number)"), slot: Int64(number) * 3,
          tile: Self.tile.id), tileVersion: 1)
      traversal.lastTime_ns = 1_770_000_000_000_000_000 + Int64(number) * 40_000_000_000_000
      traversal.labels = [Attributes([Attributes.Entry(.style, "dashed")])]
      for place in evidence.ledger.places {
        let kind = place.piece.element.value % 5
        let isMissed = kind == 1 || kind == 4 && place.entries.count == 1
        for interval in place.entries.indices {
          var vote = ElementVote(
            piece: place.piece, pieceHash: place.pieceHash, interval: UInt16(interval - place.entries.startIndex),
            expected: 230, detected: isMissed && Bool.random(using: &random) ? 0 : 250, frames: 9)
          vote.offset_cm = kind == 2 ? Int16.random(in: 0...70, using: &random) : 3
          vote.sigma_cm = vote.detected > 0 ? 12 : 0
          if kind == 3, Bool.random(using: &random) { vote.label = 1 }
          traversal.votes.append(vote)
        }
      }
      _ = evidence.fold(traversal, tile: Self.tile, weights: weights)
    }
    return evidence
  }

  @Test func ofWhatIsPassedOverNothingIsProposedAndNothingSuspected() {
    var random = Seeded(11)
    var (quiet, loud, alone) = (0, 0, 0)
    for round in 0..<100 {
      var policy = Policy()
      if round.isMultiple(of: 3) { policy.fadingThreshold_mnat = Int64.random(in: 0...9000, using: &random) }
      if round.isMultiple(of: 4) { policy.suspected_permille = Int64.random(in: 0...900, using: &random) }
      let evidence = evidence(&random, policy: policy)
      let (limits, limitsAlone) = (QuietLimits(policy), QuietLimits(alone: policy))
      for place in evidence.ledger.places {
        guard evidence.ledger.isQuiet(place.entries, limits) else {
          loud += 1
          // Where nothing new is confirmed, fadings are not asked for.
          if place.entries.count < RemovalPooling.least, evidence.ledger.isQuiet(place.entries, limitsAlone) {
            alone += 1
            let piece = PieceDecision(
              element: Self.tile.elements[place.element], ledgers: evidence.ledger.entries[place.entries],
              policy: policy)
            #expect(piece.removals.isEmpty && piece.moves.isEmpty && piece.attributeChanges.isEmpty)
          }
          continue
        }
        quiet += 1
        let piece = PieceDecision(
          element: Self.tile.elements[place.element], ledgers: evidence.ledger.entries[place.entries], policy: policy)
        #expect(piece.removals.isEmpty && piece.fadings.isEmpty)
        #expect(piece.moves.isEmpty && piece.attributeChanges.isEmpty)
      }
      let all = evidence.ledger.places.map(\.piece)
      let asked = Set(evidence.pieces(all, atLeast: policy.suspected_permille, policy: policy))
      for piece in all where !asked.contains(piece) {
        #expect(
          evidence.suspicion(of: piece, tile: Self.tile, policy: policy, atLeast: policy.suspected_permille) == nil)
      }
    }
    #expect(quiet > 500 && loud > 500 && alone > 100, "\(quiet), \(loud), \(alone)")
  }
}
