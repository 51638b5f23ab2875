import MapModel
import Observations
import TestSupport
import Testing

@testable import Evidence

/// A new line is seen by other vehicles at each of its stretches: together they say what none of the stretches says alone.
@Suite struct AdditionPoolingTests {
  private static let tile = MapTile(id: TileID(quadkey: 9), version: 1, elements: [])

  /// A policy by which four sightings suffice.
  private var policy: Policy {
    var policy = Policy.independent
    policy.addedThreshold_mnat = 9_000
    policy.patience_mnat = 0
    return policy
  }

  /// A traversal of 100 m that sees a line 2 m to its left in some of the five slabs of 20 m.
  private func traversal(_ vehicle: Int, sees slabs: [Int32]) -> TraversalEvidence {
    var evidence = TraversalEvidence(
      id: TraversalID(
        vehicle: VehicleID("v\(vehicle)"), drive: DriveID("d"), slot: Int64(vehicle) * 10, tile: Self.tile.id),
      tileVersion: 1)
    evidence.lastTime_ns = 1_750_000_000_000_000_000 + Int64(vehicle) * 86_400_000_000_000
    evidence.candidates = slabs.map { slab in
      CandidateSighting(
        elementClass: .laneBoundary, kind: .line,
        points: [TilePoint(x_cm: slab * 2000, y_cm: 200), TilePoint(x_cm: slab * 2000 + 1950, y_cm: 200)],
        sigma_cm: 20, existence: 240, frames: 9)
    }
    return evidence
  }

  private func told(_ traversals: [TraversalEvidence], _ policy: Policy) -> [ChangeProposal] {
    var evidence = TileEvidence(Self.tile)
    var proposals: [ChangeProposal] = []
    for traversal in traversals where proposals.isEmpty {
      let touched = evidence.fold(traversal, tile: Self.tile, weights: EvidenceWeights(policy))
      proposals = evidence.proposals(after: touched, tile: Self.tile, held: [], policy: policy)
    }
    return proposals
  }

  @Test func vehiclesThatSawItInDifferentPlacesSpeakTogether() throws {
    // Three of five at each place.
    let seen: [[Int32]] = [[0, 1, 2], [1, 2, 3], [2, 3, 0], [3, 0, 1]]
    let traversals = seen.enumerated().map { traversal($0.offset + 1, sees: $0.element) }
    let addition = try #require(told(traversals, policy).first)
    #expect(addition.kind == .added && addition.clusters.count == 4 && addition.support.vehicles == 4)
    #expect(addition.evidence_mnat >= policy.addedThreshold_mnat)
  }

  @Test func theSameVehiclesEverywhereCountOnce() {
    let traversals = (1...3).map { traversal($0, sees: [0, 1, 2, 3]) }
    #expect(told(traversals, policy).isEmpty, "three sightings are no four, however long the line")
  }

  @Test func whatOneVehicleAloneSawIsNoStretchOfIt() {
    let traversals = (1...4).map { traversal($0, sees: [Int32($0) - 1]) }
    #expect(told(traversals, policy).isEmpty)
  }

  @Test func stretchesApartDoNotSpeakTogether() {
    let traversals = (1...2).map { traversal($0, sees: [0]) } + (3...4).map { traversal($0, sees: [2]) }
    #expect(told(traversals, policy).isEmpty)
  }
}
