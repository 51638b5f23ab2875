import MapModel
import Observations
import Testing

@testable import Evidence

/// Which line of several beside each other lies elsewhere.
@Suite struct GapDecisionTests {
  private func scene(
    _ north_cm: [UInt64: Int64], drives: Int = 8, backwards: Set<UInt64> = [], scale_permille: Int64 = 0
  ) -> GapScene {
    var scene = GapScene(backwards: backwards)
    for number in 0..<drives {
      scene.drive(
        scene.gaps(north_cm, scale_permille: scale_permille, noise_cm: [0, 12, -9, 5, -14, 8, 3, -6][number % 8]))
    }
    return scene
  }

  @Test func theLineThatIsElsewhereMovesAndNoOther() {
    // Beyond the outermost line nothing tells it from a scale but what is known of that.
    var sure = Policy()
    sure.gapScaleSigma_permille = 30
    sure.gapMargin_mnat = 2_000
    for number in 1...4 as ClosedRange<UInt64> {
      for north_cm: Int64 in [100, -100] {
        let moves = scene([number: north_cm]).moves([1, 4].contains(number) ? sure : Policy())
        #expect(moves.keys.sorted() == [number], "\(number) by \(north_cm): \(moves)")
        #expect(abs((moves[number] ?? 0) - north_cm) <= 15, "\(number) by \(north_cm): \(moves)")
      }
    }
  }

  @Test func aLineMovesToTheLeftOfItsOwnDirection() {
    let moves = scene([2: 100], backwards: [2, 3]).moves()
    #expect(moves.keys.sorted() == [2] && abs((moves[2] ?? 0) + 100) <= 15, "\(moves)")
  }

  @Test func whatLiesRightAndWhatAllShareIsNoMove() {
    #expect(scene([:]).moves().isEmpty)
    #expect(scene([1: 40, 2: 40, 3: 40, 4: 40]).moves().isEmpty)
    for scale: Int64 in [-80, 80] { #expect(scene([:], scale_permille: scale).moves().isEmpty, "\(scale)") }
  }

  @Test func aSmallDisplacementIsLeftToOthers() {
    #expect(scene([2: 45]).moves().isEmpty)
  }

  @Test func fewDrivesTellNothing() {
    #expect(scene([2: 100], drives: 5).moves().isEmpty)
    var policy = Policy()
    policy.gapPasses = 5
    #expect(scene([2: 100], drives: 5).moves(policy).keys.sorted() == [2])
  }

  @Test func ofTwoLinesAloneNobodyCanTellWhich() {
    var scene = GapScene()
    for _ in 0..<8 { scene.drive([scene.gaps([2: 100])[0]]) }
    #expect(scene.moves().isEmpty)
  }

  @Test func oneDriveThatTookOtherLinesDoesNotCount() {
    var scene = scene([2: 100], drives: 6)
    scene.drive(scene.gaps([1: 250, 3: -200]))
    #expect(scene.moves().keys.sorted() == [2])
  }

  @Test func aShortStretchIsNotMoved() {
    var scene = GapScene(length_cm: 8_000)
    for _ in 0..<8 { scene.drive(scene.gaps([2: 100])) }
    #expect(scene.moves().isEmpty)
  }

  @Test func aLineDoesNotMoveOntoAnother() {
    let elements = GapScene().tile.elements
    var scene = GapScene(beside: elements[1].points.map { TilePoint(x_cm: $0.x_cm, y_cm: $0.y_cm + 110) })
    for _ in 0..<8 { scene.drive(scene.gaps([2: 100])) }
    #expect(scene.moves().isEmpty)
  }

  @Test func aLineHalfALaneOffIsLeftToOthers() {
    #expect(scene([2: 140]).moves().keys.sorted() == [2])
    #expect(scene([2: 190]).moves().isEmpty)
  }

  @Test func aMoveOfALineThatStandsRightIsDenied() {
    let scene = scene([2: 100])
    func move(_ number: UInt64, by left_cm: Int64) -> ChangeProposal {
      ChangeProposal(
        kind: .moved, elementClass: .laneBoundary, shapeKind: .line,
        edit: .shiftLine(GapScene.piece(number), [LineShift(station_cm: 0, left_cm: left_cm)]), clusters: [],
        evidence_mnat: 20_000, support: Support())
    }
    let decision = scene.decision()
    #expect(decision.denies(move(3, by: 100)) && decision.denies(move(1, by: 100)))
    #expect(!decision.denies(move(2, by: 100)))
    #expect(!GapScene().decision().denies(move(3, by: 100)))
  }

  @Test func whatOnlyBeganAfterwardsDeniesNothing() {
    let scene = scene([2: 100])
    var support = Support()
    support.add(Visit(vehicle: 99, trip: 99, slot: 99_000, time_ns: 1_900_000_000_000_000_000))
    let move = ChangeProposal(
      kind: .moved, elementClass: .laneBoundary, shapeKind: .line,
      edit: .shiftLine(GapScene.piece(3), [LineShift(station_cm: 0, left_cm: 100)]), clusters: [],
      evidence_mnat: 20_000, support: support)
    #expect(!scene.decision().denies(move))
    var removal = move
    (removal.kind, removal.support) = (.removed, Support())
    removal.edit = .remove(GapScene.piece(3), stretch_cm: nil)
    #expect(!scene.decision().denies(removal))
  }

  @Test func whereALineWouldLieDecidesWhatIsTaken() {
    // It would come to lie 100 cm beside its old place.
    let first = GapScene().tile.elements[1].points
    for (aside_cm, isTaken) in [(Int32(-60), false), (0, true), (110, true), (190, true), (250, false)] {
      var scene = GapScene(beside: first.map { TilePoint(x_cm: $0.x_cm, y_cm: $0.y_cm + aside_cm) })
      for _ in 0..<8 { scene.drive(scene.gaps([2: 100])) }
      #expect(scene.moves().isEmpty == isTaken, "\(aside_cm)")
    }
  }

  @Test func aHeldMoveStandsWhileGapsStillSayItAtAll() {
    let scene = scene([2: 100], drives: 4)
    let moves = { scene.evidence.gapsMove(GapScene.piece($0), tile: scene.tile, policy: Policy()) }
    #expect(self.scene([2: 100], drives: 4).moves().isEmpty && moves(2))
    #expect(!moves(4))
    let right = self.scene([:])
    #expect(!right.evidence.gapsMove(GapScene.piece(2), tile: right.tile, policy: Policy()))
    #expect(!GapScene().evidence.gapsMove(GapScene.piece(2), tile: GapScene().tile, policy: Policy()))
  }

  @Test func aMoveClaimsAsMuchAsVotesMayAndNoMore() {
    let scene = scene([2: 100])
    var policy = Policy.independent
    policy.movedThreshold_mnat = 3_000
    let touched = TileEvidence.Touched(pieces: [GapScene.piece(2)])
    let told = scene.evidence.proposals(after: touched, tile: scene.tile, held: [], policy: policy)
    #expect(told.map(\.evidence_mnat) == [12_000])
    let sure = scene.decision(policy).move(of: GapScene.piece(2))?.evidence_mnat
    #expect((sure ?? 0) > 12_000)
  }

  @Test func whatIsSeenBesideALineIsNoMoveOfItWhereGapsDenyThat() {
    // Beside line 3, which stands right, drives that miss it see something new.
    let scene = scene([:])
    let tile = scene.tile
    func told(_ evidence: TileEvidence) -> [ChangeProposal] {
      var evidence = evidence
      return (20...28).flatMap { (number: Int64) -> [ChangeProposal] in
        let traversal = Self.drive(number, on: tile, missing: GapScene.piece(3), seeing_cm: 3 * 350 + 130)
        let touched = evidence.fold(traversal, tile: tile, weights: EvidenceWeights(.independent))
        return evidence.proposals(after: touched, tile: tile, held: [], policy: .independent)
      }
    }
    func moves(_ told: [ChangeProposal]) -> Int { told.count { $0.kind == .moved } }
    #expect(moves(told(TileEvidence(tile))) > 0)
    #expect(moves(told(scene.evidence)) == 0)
  }

  private static func drive(
    _ number: Int64, on tile: MapTile, missing: PieceID, seeing_cm: Int32
  ) -> TraversalEvidence {
    var traversal = TraversalEvidence(
      id: TraversalID(vehicle: VehicleID("v\(number)"), drive: DriveID("d"), slot: number * 10, tile: tile.id),
      tileVersion: 1)
    traversal.lastTime_ns = number * 86_400_000_000_000
    traversal.votes = (0..<tile.count).flatMap { index in
      (0..<LineInterval.count(at: index, in: tile)).map {
        ElementVote(
          piece: tile.piece(at: index), pieceHash: tile.evidenceHash(at: index), interval: UInt16($0), expected: 220,
          detected: tile.piece(at: index) == missing ? 4 : 250, frames: 9)
      }
    }
    traversal.candidates = [
      CandidateSighting(
        elementClass: .laneBoundary, kind: .line,
        points: stride(from: Int32(0), through: 30_000, by: 1000).map { TilePoint(x_cm: $0, y_cm: seeing_cm) },
        sigma_cm: 20, existence: 240, frames: 9)
    ]
    traversal.swath = ViewSwath(
      path: [TilePoint(x_cm: 0, y_cm: 700), TilePoint(x_cm: 30_000, y_cm: 700)],
      reaches: [ViewSwath.Reach(elementClass: .laneBoundary, lateral_cm: 1500, expected: 220)])
    return traversal
  }
}
