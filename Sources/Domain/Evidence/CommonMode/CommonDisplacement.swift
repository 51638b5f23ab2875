import MapModel

/// What a record says of a displacement that its elements share, looked at with the map at hand.
public enum CommonDisplacement {
  /// Points that have to deny it, and lines that have to share it, before lines are believed.
  private static let fewestPoints = 2
  private static let fewestLines = 3
  private static let unit: Int64 = 1 << 20

  /// The least-squares displacement of votes, cm, east and north; of lines only what is along their normals counts.
  static func fit(_ votes: [PlacedVote]) -> SIMD2<Int64> {
    // A weak pull to zero, 2 m, keeps what only lines along one direction show from running off along them.
    let pull = Int128(Self.unit / 40_000 * 1_000_000)
    var (xx, xy, yy) = (pull, Int128(0), pull)
    var (right, up) = (Int128(0), Int128(0))
    var intervals: [PieceID: Int64] = [:]
    for vote in votes { intervals[vote.piece, default: 0] += 1 }
    for vote in votes {
      let weight = Int128(max(Self.unit / vote.variance / (intervals[vote.piece] ?? 1), 1))
      if let normal = vote.normal {
        let (x, y) = (Int128(normal.x), Int128(normal.y))
        xx += weight * x * x
        xy += weight * x * y
        yy += weight * y * y
        right += weight * x * Int128(vote.offset.x) * 1000
        up += weight * y * Int128(vote.offset.x) * 1000
      } else {
        xx += weight * 1_000_000
        yy += weight * 1_000_000
        right += weight * Int128(vote.offset.x) * 1_000_000
        up += weight * Int128(vote.offset.y) * 1_000_000
      }
    }
    let determinant = xx * yy - xy * xy
    guard determinant > 0 else { return SIMD2() }
    return SIMD2(
      Int64(clamping: (yy * right - xy * up) / determinant), Int64(clamping: (xx * up - xy * right) / determinant))
  }

  /// Gives lines their displacement back where points deny it: what is painted may have been painted anew, what stands on posts has not
  /// moved with it, so neither pose nor datum is at fault.
  /// - Returns: Points that share what is left of a common displacement.
  public static func judge(_ evidence: inout TraversalEvidence, tile: MapTile) -> UInt32 {
    guard let common = evidence.commonOffset else { return 0 }
    let displacement = SIMD2(Int64(common.east_cm), Int64(common.north_cm))
    let lines = PlacedVote.all(in: evidence, tile: tile).filter { $0.normal != nil && $0.tells($0.seen(displacement)) }
    let (shared, denied) = points(in: evidence, tile: tile)
    guard denied >= fewestPoints, denied >= 4 * shared, Set(lines.map(\.piece)).count >= fewestLines else {
      return UInt32(shared)
    }
    giveBack(displacement, to: lines, in: &evidence)
    evidence.commonOffset = nil
    return 0
  }

  /// Puts a displacement that was taken out back into the votes that show it.
  static func giveBack(_ displacement: SIMD2<Int64>, to votes: [PlacedVote], in evidence: inout TraversalEvidence) {
    for vote in votes { evidence.votes[vote.vote].shift(by: vote.seen(displacement)) }
  }

  /// Points that were seen: with a place, as those that share a displacement have, and without, as those that deny it.
  private static func points(in evidence: TraversalEvidence, tile: MapTile) -> (shared: Int, denied: Int) {
    var (shared, denied) = (0, 0)
    var next = evidence.votes.first.map { tile.firstIndex(notBelow: $0.piece) } ?? 0
    for vote in evidence.votes where vote.detected >= 128 {
      while next < tile.count, tile.piece(at: next) < vote.piece { next += 1 }
      guard next < tile.count, tile.piece(at: next) == vote.piece, tile.kind(at: next) != .line else { continue }
      if vote.sigma_cm > 0 { shared += 1 } else { denied += 1 }
    }
    return (shared, denied)
  }
}
