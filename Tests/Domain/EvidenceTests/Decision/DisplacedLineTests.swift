import MapModel
import Observations
import TestSupport
import Testing

@testable import Evidence

/// What is seen between mapped lines, and behind their ends: a line of the map elsewhere, or a new one.
@Suite struct DisplacedLineTests {
  private static let left = PieceID(ElementID(7))
  private static let right = PieceID(ElementID(8))

  private static func element(_ piece: PieceID, y_cm: Int32, to end_cm: Int32 = 6000) -> MapElement {
    MapElement(
      piece: piece, elementClass: .laneBoundary, kind: .line,
      points: [TilePoint(x_cm: 0, y_cm: y_cm), TilePoint(x_cm: end_cm, y_cm: y_cm)])
  }

  /// What is told at each of some drives that look at all lines or none, see those named, and something new at a place across.
  private func told(
    _ lines: [MapElement], passes: Int, looks: Bool = true, sees: (Int) -> Set<PieceID>, new_cm: Int32,
    until end_cm: Int32 = 6000
  ) -> [ChangeProposal] {
    let tile = MapTile(id: TileID(quadkey: 9), version: 1, elements: lines)
    var evidence = TileEvidence(tile)
    var told: [ChangeProposal] = []
    for number in 1...passes {
      var traversal = TraversalEvidence(
        id: TraversalID(
          vehicle: VehicleID("v\(number)"), drive: DriveID("d"), slot: Int64(number) * 10, tile: tile.id),
        tileVersion: 1)
      traversal.lastTime_ns = Int64(number) * 86_400_000_000_000
      let seen = sees(number)
      traversal.votes =
        !looks
        ? []
        : (0..<tile.count).flatMap { index in
          (0..<LineInterval.count(at: index, in: tile)).map {
            ElementVote(
              piece: tile.piece(at: index), pieceHash: tile.evidenceHash(at: index), interval: UInt16($0),
              expected: 220,
              detected: seen.contains(tile.piece(at: index)) ? 250 : 4, frames: 9)
          }
        }
      traversal.candidates = [
        CandidateSighting(
          elementClass: .laneBoundary, kind: .line,
          points: stride(from: Int32(0), through: end_cm, by: 1000).map { TilePoint(x_cm: $0, y_cm: new_cm) },
          sigma_cm: 20, existence: 240, frames: 9)
      ]
      traversal.swath = ViewSwath(
        path: [TilePoint(x_cm: 0, y_cm: 0), TilePoint(x_cm: end_cm, y_cm: 0)],
        reaches: [ViewSwath.Reach(elementClass: .laneBoundary, lateral_cm: 900, expected: 220)])
      let touched = evidence.fold(traversal, tile: tile, weights: EvidenceWeights(.independent))
      told += evidence.proposals(after: touched, tile: tile, held: [], policy: .independent)
    }
    return told
  }

  /// A drive that takes the nearer line for its neighbour sees that one as something new, in the midst of both: that is no third line.
  @Test(arguments: [Int32(280), 300, 310])
  func betweenTwoLinesWhatIsSeenInsteadOfEitherIsNoThird(new_cm: Int32) {
    let lines = [Self.element(Self.left, y_cm: 580), Self.element(Self.right, y_cm: 0)]
    #expect(told(lines, passes: 6, sees: { _ in [Self.left] }, new_cm: new_cm).filter { $0.kind == .added }.isEmpty)
    #expect(told(lines, passes: 6, sees: { _ in [Self.right] }, new_cm: new_cm).filter { $0.kind == .added }.isEmpty)
    #expect(
      told(lines, passes: 6, sees: { [$0 % 2 == 0 ? Self.left : Self.right] }, new_cm: new_cm).allSatisfy {
        $0.kind != .added
      })
  }

  @Test func betweenTwoLinesWhatIsSeenBesideBothIsNew() {
    let lines = [Self.element(Self.left, y_cm: 580), Self.element(Self.right, y_cm: 0)]
    let told = told(lines, passes: 8, sees: { _ in [Self.left, Self.right] }, new_cm: 290)
    #expect(told.contains { $0.kind == .added } && told.allSatisfy { $0.kind == .added })
  }

  /// Where two lanes fit between two lines, what is seen a narrow lane beside one of them is new, however seldom both are seen.
  @Test func betweenTwoLanesThereMayBeALine() {
    let sees = { number in number % 2 == 0 ? [Self.left, Self.right] : Set([Self.left]) }
    let wide = [Self.element(Self.left, y_cm: 640), Self.element(Self.right, y_cm: 0)]
    #expect(told(wide, passes: 10, sees: sees, new_cm: 300).contains { $0.kind == .added })
    let narrow = [Self.element(Self.left, y_cm: 580), Self.element(Self.right, y_cm: 0)]
    #expect(told(narrow, passes: 10, sees: sees, new_cm: 300).isEmpty)
  }

  /// What nobody has looked at beside a line waits for more than it would elsewhere, and is told in the end.
  @Test func besideALineThatNobodyLooksAtANewOneTakesMore() throws {
    let lines = [Self.element(Self.right, y_cm: 0)]
    func first(_ new_cm: Int32) -> Int? {
      (1...14).first { passes in
        told(lines, passes: passes, looks: false, sees: { _ in [] }, new_cm: new_cm).contains { $0.kind == .added }
      }
    }
    let alone = try #require(first(500))
    let beside = try #require(first(200))
    #expect(beside > alone)
  }

  /// A line that lies elsewhere and goes on behind its mapped end has moved as far as it is mapped, and is new beyond.
  @Test func whatGoesOnBehindTheEndOfALineThatLiesElsewhereIsNotMovedWithIt() {
    let lines = [Self.element(Self.left, y_cm: 0, to: 4100), Self.element(Self.right, y_cm: 700, to: 4100)]
    let told = told(
      lines, passes: 10, sees: { _ in [Self.right] }, new_cm: 200, until: 12_000)
    #expect(told.contains { $0.kind == .moved && $0.edit.piece == Self.left })
    for case .add(let points, _) in told.map(\.edit) {
      #expect(points.allSatisfy { $0.x_cm >= 3_800 }, "\(points)")
    }
  }
}
