import MapModel
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
}
