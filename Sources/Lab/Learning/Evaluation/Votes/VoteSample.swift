import Evidence
import MapModel

/// One vote of a log, with what it may have something in common with.
struct VoteSample: Sendable {
  /// The interval of a piece as it is mapped.
  var cell: Int32
  /// The piece.
  var thing: Int32
  /// What a vehicle saw in one go.
  var traversal: Int32
  /// Number of the interval along its piece.
  var interval: UInt16
  /// Day of event time, counted from 1970.
  var day: UInt32
  /// As in the vote, in 1/255.
  var expected: UInt8
  var detected: UInt8
  /// As in the vote, cm; the standard deviation is 0 where no place was told.
  var offset_cm: (first: Int16, second: Int16)
  var sigma_cm: UInt16

  /// How much it says.
  var weight: UInt8 { max(expected, detected) }
  /// Whether the thing should have been seen: votes that promise less are made mostly where it was seen.
  var isFirm: Bool { expected >= Self.firm_255 }

  /// Six in ten, in 1/255.
  static let firm_255: UInt8 = 153
}

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
    let number = Int32(cells.count)
    let cell = cells[Cell(piece: vote.piece, hash: vote.pieceHash, interval: vote.interval), default: number]
    let thing = things[vote.piece, default: Int32(things.count)]
    things[vote.piece] = thing
    let new = VoteSample(
      cell: cell, thing: thing, traversal: traversal, interval: vote.interval, day: visit.day, expected: vote.expected,
      detected: vote.detected, offset_cm: (vote.offset_cm, vote.offsetNorth_cm), sigma_cm: vote.sigma_cm)
    if cell == number {
      cells[Cell(piece: vote.piece, hash: vote.pieceHash, interval: vote.interval)] = number
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
