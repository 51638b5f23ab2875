import MapModel
import Testing

@testable import Evidence

/// What moves of a line's intervals make of the line.
@Suite struct LineMoveTests {
  private static let line = MapElement(
    piece: PieceID(ElementID(1)), elementClass: .laneBoundary, kind: .line,
    points: [TilePoint(x_cm: 0, y_cm: 0), TilePoint(x_cm: 6000, y_cm: 0)])
  private let weights = EvidenceWeights(.independent)

  /// The ledgers of the line after votes of each interval: offsets, cm, nil for a miss.
  private func ledgers(_ intervals: [[Int16?]]) -> [ElementLedger] {
    intervals.map { offsets in
      var ledger = ElementLedger()
      for (number, offset) in offsets.enumerated() {
        let vote = ElementVote(
          piece: Self.line.piece, pieceHash: 1, interval: 0, expected: 230, detected: offset == nil ? 0 : 250,
          offset_cm: offset ?? 0, offsetNorth_cm: 0, sigma_cm: offset == nil ? 0 : 15, frames: 9)
        let visit = Visit(
          vehicle: UInt32(number), trip: UInt32(number), slot: Int64(number) * 5,
          time_ns: 1_750_000_000_000_000_000 + Int64(number) * 3_600_000_000_000)
        ledger.fold(vote, reading: nil, mapped: Attributes(), visit: visit, weights: weights)
      }
      return ledger
    }
  }

  private func moves(_ ledgers: [ElementLedger]) -> [ChangeProposal] {
    PieceDecision(element: Self.line, ledgers: ledgers[...], policy: weights.policy).moves
  }

  private func shifts(_ proposal: ChangeProposal?) -> [LineShift] {
    guard case .shiftLine(_, let shifts) = proposal?.edit else { return [] }
    return shifts
  }

  @Test func whatWasSeenInPlaceStaysThoughItWasMissedLast() {
    let still: [Int16?] = [0, 2, -3, 1, 0, 0, 0, 0, 0, 0, nil]
    let moved: [Int16?] = [0, 2, -3, 1, 0, 80, 80, 80, 80, 80, 80]
    let proposals = moves(ledgers([moved, moved, still]))
    #expect(proposals.count == 1)
    let shifts = shifts(proposals.first)
    #expect(shifts.contains { $0.left_cm == 80 } && shifts.last?.left_cm == 0, "\(shifts)")
  }

  @Test func whatNobodyHasSeenSinceGoesAlong() {
    let unseen: [Int16?] = [0, 2, -3, 1, 0, nil, nil, nil, nil, nil, nil]
    let moved: [Int16?] = [0, 2, -3, 1, 0, 80, 80, 80, 80, 80, 80]
    let shifts = shifts(moves(ledgers([moved, moved, unseen])).first)
    #expect(!shifts.isEmpty && shifts.allSatisfy { $0.left_cm == 80 }, "\(shifts)")
  }

  @Test func intervalsThatDifferByChanceMoveAsOne() {
    func moved(by offset: Int16) -> [Int16?] { [0, 2, -3] + Array(repeating: offset, count: 8) }
    let shifts = shifts(moves(ledgers([moved(by: 74), moved(by: 84), moved(by: 82)])).first)
    #expect(Set(shifts.map(\.left_cm)) == [80], "\(shifts)")
    let skewed = self.shifts(moves(ledgers([moved(by: 60), moved(by: 100), moved(by: 140)])).first)
    #expect(skewed.map(\.left_cm) == [60, 100, 140])
  }

  @Test func poolingKeepsTheWeightedMean() {
    #expect(CommonShift.pooled([]).isEmpty)
    #expect(CommonShift.pooled([(left_cm: 41, weight: 5000)]) == [41])
    #expect(CommonShift.pooled([(left_cm: 40, weight: 3000), (left_cm: 60, weight: 1000)]) == [45, 45])
    #expect(CommonShift.pooled([(left_cm: 0, weight: 50_000), (left_cm: 90, weight: 50_000)]) == [0, 90])
  }
}
