import MapModel

@testable import Evidence

/// Four lines of 300 m beside each other, 3.5 m apart, the first the rightmost, and drives between them.
struct GapScene {
  static let apart_cm: Int32 = 350
  let tile: MapTile
  var evidence: TileEvidence
  private var visits = 0

  /// - Parameters:
  ///   - backwards: Lines that go the other way.
  ///   - beside: One more line, which nobody sees.
  init(backwards: Set<UInt64> = [], length_cm: Int32 = 30_000, beside: [TilePoint] = []) {
    tile = MapTile(
      id: TileID(quadkey: 1), version: 1,
      elements: (1...4).map { (number: UInt64) -> MapElement in
        let y_cm = Int32(number) * Self.apart_cm
        let points = [TilePoint(x_cm: 0, y_cm: y_cm), TilePoint(x_cm: length_cm, y_cm: y_cm)]
        return MapElement(
          piece: Self.piece(number), elementClass: .laneBoundary, kind: .line,
          points: backwards.contains(number) ? points.reversed() : points)
      }
        + (beside.isEmpty
          ? []
          : [MapElement(piece: Self.piece(9), elementClass: .laneBoundary, kind: .line, points: beside)]))
    self.backwards = backwards
    last = UInt16(LineInterval.count(lineLength_cm: Int(length_cm)) - 1)
    evidence = TileEvidence(tile)
  }

  private let backwards: Set<UInt64>
  private let last: UInt16

  static func piece(_ number: UInt64) -> PieceID { PieceID(ElementID(number)) }

  /// What a drive sees, with lines so far north of where they are mapped, cm.
  func gaps(_ north_cm: [UInt64: Int64], scale_permille: Int64 = 0, noise_cm: Int64 = 0) -> [LineGap] {
    (1...3).map { (number: UInt64) in
      let sense: Int64 = backwards.contains(number) ? -1 : 1
      let apart_cm = Int64(Self.apart_cm) + (north_cm[number + 1] ?? 0) - (north_cm[number] ?? 0)
      let seen_cm = apart_cm + apart_cm * scale_permille / 1000 + noise_cm
      return LineGap(
        first: side(number), second: side(number + 1), apart_cm: Int16(sense * seen_cm),
        excess_cm: Int16(sense * (seen_cm - Int64(Self.apart_cm))), looks: 50)
    }
  }

  private func side(_ number: UInt64) -> LineGap.Side {
    let piece = Self.piece(number)
    let index = (0..<tile.count).first { tile.piece(at: $0) == piece } ?? 0
    return LineGap.Side(piece: piece, pieceHash: tile.evidenceHash(at: index), intervals: 0...last)
  }

  /// A drive of a vehicle and a day of its own.
  mutating func drive(_ gaps: [LineGap]) {
    visits += 1
    evidence.gaps.fold(
      gaps,
      of: Visit(
        vehicle: UInt32(visits), trip: UInt32(visits), slot: Int64(visits) * 1440,
        time_ns: 1_750_000_000_000_000_000 + Int64(visits) * 86_400_000_000_000),
      ledger: evidence.ledger)
  }

  /// The decision by a policy.
  func decision(_ policy: Policy = Policy()) -> GapDecision {
    GapDecision(gaps: evidence.gaps, ledger: evidence.ledger, tile: tile, policy: policy)
  }

  /// By how much each line is moved to the left of its own direction, cm, where it is.
  func moves(_ policy: Policy = Policy()) -> [UInt64: Int64] {
    var moves: [UInt64: Int64] = [:]
    for number in 1...4 as ClosedRange<UInt64> {
      guard case .shiftLine(_, let shifts) = decision(policy).move(of: Self.piece(number))?.edit else { continue }
      moves[number] = shifts[0].left_cm
    }
    return moves
  }
}
