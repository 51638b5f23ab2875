import MapModel

/// What a traversal says of the mapped lines beside what it saw anew.
struct RivalVotes {
  let traversal: TraversalEvidence
  let ledger: TileLedger
  let tile: MapTile
  let weights: EvidenceWeights

  /// True where it missed a line that it should have seen.
  private(set) lazy var hasMissed = traversal.votes.contains { vote in
    guard vote.expected >= RivalLine.leastExpected, !vote.isSeen, let place = ledger.place(of: vote.piece) else {
      return false
    }
    return tile.kind(at: place.element) == .line
  }

  /// Lets a cluster know what the traversal saw of the line beside it.
  /// - Parameters:
  ///   - sighting: Where it saw the cluster, with the standard deviation across, cm; nil where it did not.
  ///   - expected: Probability with which the traversal would have sighted the cluster, in 1/255.
  mutating func fold(
    into cluster: inout CandidateCluster, sighting: (place: TilePoint, sigma_cm: UInt16)?, expected: UInt8, visit: Visit
  ) {
    let isSeen = sighting != nil
    guard cluster.kind == .line, !traversal.votes.isEmpty else { return }
    // Most things that are seen once are never seen again: their neighbours are looked for where it may matter.
    let traversals = cluster.support.traversals
    if cluster.rivals.count < 2, isSeen, traversals == 2 || hasMissed {
      for found in lines(beside: cluster) where cluster.rival(found.piece) == nil && cluster.rivals.count < 2 {
        var found = found
        if traversals > 1, let line = word(on: found, of: cluster.elementClass) {
          // Who saw it first missed nothing.
          found.begin(line: (true, line.expected), other: (true, expected), policy: weights.policy)
        }
        cluster.rivals.append(found)
      }
    }
    for index in cluster.rivals.indices {
      let rival = cluster.rivals[index]
      guard let line = word(on: rival, of: cluster.elementClass) else { continue }
      cluster.rivals[index].fold(
        line: line, other: (isSeen, expected), left_cm: left(of: rival.piece, sighting), visit: visit,
        policy: weights.policy)
    }
  }

  private func left(
    of piece: PieceID, _ sighting: (place: TilePoint, sigma_cm: UInt16)?
  ) -> (mean: Int64, sigma: UInt16)? {
    guard let sighting, let points = tile[piece]?.points else { return nil }
    return (LineMeasure(points).left_cm(of: [sighting.place]), sighting.sigma_cm)
  }

  /// Whether an interval was seen, and with what probability it would have been, at the cautious rate that a removal is weighed with.
  private func word(on rival: RivalLine, of elementClass: ElementClass) -> (isSeen: Bool, expected: UInt8)? {
    guard let place = ledger.place(of: rival.piece), Int(rival.interval) < place.entries.count else { return nil }
    let votes = traversal.votes
    var (low, high) = (votes.startIndex, votes.endIndex)
    while low < high {
      let middle = (low + high) / 2
      if (votes[middle].piece, votes[middle].interval) < (rival.piece, rival.interval) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < votes.endIndex, votes[low].piece == rival.piece, votes[low].interval == rival.interval,
      votes[low].pieceHash == place.pieceHash
    else { return nil }
    let weights = weights.of(elementClass)
    let history = ledger.entries[place.entries.lowerBound + Int(rival.interval)].history
    let expected = history.cautious(expected: weights.expected(votes[low].expected), policy: weights.policy)
    return (votes[low].isSeen, expected)
  }

  /// Lines beside a cluster that the traversal looked at.
  private func lines(beside cluster: CandidateCluster) -> [RivalLine] {
    var looked: [TileLedger.Place] = []
    var last: PieceID?
    var hint = 0
    for vote in traversal.votes where vote.piece != last {
      last = vote.piece
      guard let index = ledger.index(of: vote.piece, near: hint) else { continue }
      hint = index
      looked.append(ledger.places[index])
    }
    return LinesBeside(tile: tile, elementClass: cluster.elementClass).of(
      cluster.centre, among: looked.lazy.map(\.element)
    ).compactMap { line in
      guard let place = looked.first(where: { $0.element == line.index }) else { return nil }
      let interval = min(line.foot.station_cm / LineInterval.length_cm, place.entries.count - 1)
      return RivalLine(piece: place.piece, interval: UInt16(clamping: interval))
    }
  }
}
