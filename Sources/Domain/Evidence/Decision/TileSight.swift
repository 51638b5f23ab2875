/// How much of what they promise traversals see in a tile, and how far one falls short of that.
///
/// In heavy rain, with a dirty lens or behind a lorry for a kilometre a traversal misses many things for one reason that MATCH does not know of. Votes on
/// single things cannot tell that from things that are gone; all of a traversal's votes together can.
public struct TileSight: Hashable, Sendable {
  /// Sums over the traversals before, of which older ones fade: what they promised to see and what they saw, by piece, in 1/255.
  private var promised: Int64 = 0
  private var seen: Int64 = 0

  /// Fewest pieces that say anything of a traversal.
  private static let leastPieces: Int64 = 8
  /// Smallest promise that counts, in 1/255: what is seen by luck tells nothing of luck that failed.
  private static let leastPromise: UInt8 = 128
  /// Promised sightings that are remembered, in 1/255.
  private static let memory: Int64 = 2048 * 255

  /// A tile nobody has passed.
  public init() {}

  /// What the promises of a traversal's votes are worth, in thousandths: less than all where it has seen less of its pieces than usual here,
  /// by more than two standard deviations of chance.
  /// - Parameter least_permille: What is left of them at least (`Policy.sight_permille`).
  mutating func worth_permille(of votes: [ElementVote], least_permille: Int64) -> Int64 {
    let pass = Self.sum(votes)
    guard pass.pieces >= Self.leastPieces else { return 1000 }
    defer { note(pass) }
    guard promised > 0 else { return 1000 }
    let usual = min(max(seen * 1000 / promised, 1), 1000)
    let now = pass.seen * 1000 / pass.promised
    guard now < usual else { return 1000 }
    // Nobody sees all: where all was seen so far, one in twenty may be missed by chance.
    let spread = min(usual, 950)
    let deviation = Int64(FixedPoint.squareRoot(UInt64(spread * (1000 - spread) / pass.pieces)))
    return min(max((now + 2 * deviation) * 1000 / usual, least_permille), 1000)
  }

  private mutating func note(_ pass: Pass) {
    promised += pass.promised
    seen += pass.seen
    if promised > Self.memory { (promised, seen) = (promised / 2, seen / 2) }
  }

  /// Sums over the pieces a traversal promised to see; a line counts once, for its intervals are seen together or not at all.
  private struct Pass {
    var pieces, promised, seen: Int64
  }

  private static func sum(_ votes: [ElementVote]) -> Pass {
    var pass = Pass(pieces: 0, promised: 0, seen: 0)
    var index = 0
    while index < votes.count {
      let piece = votes[index].piece
      var (count, promised, seen) = (Int64(0), Int64(0), Int64(0))
      while index < votes.count, votes[index].piece == piece {
        let vote = votes[index]
        if vote.expected >= leastPromise {
          count += 1
          promised += Int64(vote.expected)
          seen += Int64(min(vote.detected, vote.expected))
        }
        index += 1
      }
      guard count > 0 else { continue }
      pass.pieces += 1
      pass.promised += promised / count
      pass.seen += seen / count
    }
    return pass
  }

  func write(to writer: inout LedgerWriter) {
    writer.unsigned(promised)
    writer.unsigned(seen)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    promised = try reader.unsigned("sight.promised")
    seen = try reader.unsigned("sight.seen")
  }
}
