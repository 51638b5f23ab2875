import MapModel

/// A vote that tells a place, with the geometry of what it is about: in whole centimetres, for the fold.
struct PlacedVote: Hashable, Sendable {
  /// Index of the vote in its record.
  let vote: Int
  /// The piece: intervals of one line are one element's.
  let piece: PieceID
  /// Where it was seen against where it is mapped: of a line across it and 0, of a point east and north, cm.
  let offset: SIMD2<Int64>
  /// Standard deviation of the offset, squared, cm².
  let variance: Int64
  /// The line's left normal, in thousandths; nil for a point.
  let normal: SIMD2<Int64>?
  /// Its middle.
  let place: TilePoint

  /// The votes of a record that tell a place of what still lies as it was matched.
  static func all(in evidence: TraversalEvidence, tile: MapTile) -> [PlacedVote] {
    var placed: [PlacedVote] = []
    var next = evidence.votes.first.map { tile.firstIndex(notBelow: $0.piece) } ?? 0
    var measure: (piece: PieceID, line: LineMeasure, length_cm: Int)?
    for (index, vote) in evidence.votes.enumerated() where vote.sigma_cm > 0 {
      // Votes and pieces have the same order.
      while next < tile.count, tile.piece(at: next) < vote.piece { next += 1 }
      guard next < tile.count, tile.piece(at: next) == vote.piece, tile.evidenceHash(at: next) == vote.pieceHash
      else { continue }
      let element = tile.element(at: next)
      let variance = Int64(vote.sigma_cm) * Int64(vote.sigma_cm)
      guard element.kind == .line else {
        placed.append(
          PlacedVote(
            vote: index, piece: vote.piece, offset: SIMD2(Int64(vote.offset_cm), Int64(vote.offsetNorth_cm)),
            variance: variance, normal: nil, place: element.centre))
        continue
      }
      if measure?.piece != vote.piece {
        let line = LineMeasure(element.points)
        measure = (vote.piece, line, Int(line.length / LineMeasure.unitsPerCentimetre))
      }
      guard let measure, element.points.count > 1 else { continue }
      let range = LineInterval.range_cm(of: Int(vote.interval), lineLength_cm: measure.length_cm)
      let (place, after) = measure.line.point(at: (range.lowerBound + range.upperBound) / 2)
      let first = min(after, element.points.count - 2)
      placed.append(
        PlacedVote(
          vote: index, piece: vote.piece, offset: SIMD2(Int64(vote.offset_cm), 0), variance: variance,
          normal: Self.normal(element.points[first], element.points[first + 1]), place: place))
    }
    return placed
  }

  /// What the vote would tell of its element, were it displaced so, cm.
  func seen(_ displacement: SIMD2<Int64>) -> SIMD2<Int64> {
    guard let normal else { return displacement }
    return SIMD2(FixedPoint.divide(normal.x * displacement.x + normal.y * displacement.y, by: 1000), 0)
  }

  /// Half the squared deviation of the offset from another, thousandths of a nat, bounded: one element says only so much.
  func cost_mnat(from other: SIMD2<Int64>) -> Int64 {
    min(Self.squared(offset &- other) * 500 / variance, Self.mostEach_mnat)
  }

  /// Whether it could show an offset: one larger than its error.
  func tells(_ other: SIMD2<Int64>) -> Bool { Self.squared(other) >= variance }

  /// Whether it agrees with an offset, within two and a half standard deviations, better than with the map.
  func agrees(with other: SIMD2<Int64>) -> Bool {
    let left = Self.squared(offset &- other)
    return left * 4 < variance * 25 && left < Self.squared(offset)
  }

  private static let mostEach_mnat: Int64 = 4_500

  static func squared(_ vector: SIMD2<Int64>) -> Int64 { vector.x * vector.x + vector.y * vector.y }

  private static func normal(_ a: TilePoint, _ b: TilePoint) -> SIMD2<Int64> {
    let (dx, dy) = (Int64(b.x_cm) - Int64(a.x_cm), Int64(b.y_cm) - Int64(a.y_cm))
    let length = max(FixedPoint.length(dx * 1000, dy * 1000), 1)
    return SIMD2(FixedPoint.divide(-dy * 1_000_000, by: length), FixedPoint.divide(dx * 1_000_000, by: length))
  }
}
