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

  private func told(
    _ traversals: [TraversalEvidence], _ policy: Policy, on tile: MapTile = tile
  ) -> [ChangeProposal] {
    var evidence = TileEvidence(tile)
    var proposals: [ChangeProposal] = []
    for traversal in traversals where proposals.isEmpty {
      let touched = evidence.fold(traversal, tile: tile, weights: EvidenceWeights(policy))
      proposals = evidence.proposals(after: touched, tile: tile, held: [], policy: policy)
    }
    return proposals
  }

  /// Four vehicles, of which three see it at each of four places.
  private var shifting: [TraversalEvidence] {
    let seen: [[Int32]] = [[0, 1, 2], [1, 2, 3], [2, 3, 0], [3, 0, 1]]
    return seen.enumerated().map { traversal($0.offset + 1, sees: $0.element) }
  }

  /// The tile with a line so far to the right of what is seen.
  private func tile(besides_cm: Int32) -> MapTile {
    MapTile(
      id: Self.tile.id, version: 1,
      elements: [
        MapElement(
          piece: PieceID(ElementID(7)), elementClass: .laneBoundary, kind: .line,
          points: [TilePoint(x_cm: -1000, y_cm: 200 - besides_cm), TilePoint(x_cm: 9000, y_cm: 200 - besides_cm)])
      ])
  }

  @Test func besideAMappedLineEachStretchSpeaksForItself() {
    #expect(told(shifting, policy, on: tile(besides_cm: 370)).count == 1, "a lane away it is another line")
    #expect(told(shifting, policy, on: tile(besides_cm: 200)).isEmpty, "it may be the mapped line, elsewhere")
    #expect(told(shifting, policy, on: tile(besides_cm: 40)).isEmpty, "it may be the mapped line, elsewhere")
  }

  @Test func vehiclesThatSawItInDifferentPlacesSpeakTogether() throws {
    let addition = try #require(told(shifting, policy).first)
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
