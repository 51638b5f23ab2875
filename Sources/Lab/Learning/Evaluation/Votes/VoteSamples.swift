import Evidence
import MapModel

/// The votes of a log on things of one kind, numbered for `VoteDependence`.
struct VoteSamples: Sendable {
  private struct Cell: Hashable {
    let piece: PieceID
    let hash: UInt32
    let interval: UInt16
  }

  private(set) var votes: [VoteSample] = []
  private var cells: [Cell: Int32] = [:]
  private var things: [PieceID: Int32] = [:]
  /// By cell: its last vote, and of which visit it is.
  private var last: [(vote: Int, visit: Visit)] = []

  /// Takes a vote in. Two consecutive slots of a visit count once, by the vote that says more.
  mutating func add(_ vote: ElementVote, visit: Visit, traversal: Int32) {
    let key = Cell(piece: vote.piece, hash: vote.pieceHash, interval: vote.interval)
    let number = Int32(cells.count)
    let cell = cells[key, default: number]
    let thing = things[vote.piece, default: Int32(things.count)]
    things[vote.piece] = thing
    let new = VoteSample(
      cell: cell, thing: thing, traversal: traversal, interval: vote.interval, day: visit.day, expected: vote.expected,
      detected: vote.detected, offset_cm: vote.offset_cm, sigma_cm: vote.sigma_cm)
    if cell == number {
      cells[key] = number
      last.append((votes.count, visit))
    } else {
      let before = last[Int(cell)]
      last[Int(cell)].visit = visit
      if visit.continues(trip: before.visit.trip, slot: before.visit.slot) {
        if new.weight > votes[before.vote].weight { votes[before.vote] = new }
        return
      }
      last[Int(cell)].vote = votes.count
    }
    votes.append(new)
  }
}
