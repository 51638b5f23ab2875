import MapModel

/// All evidence about one tile: the part of the fold that knows elements, and nothing of ids, versions or logs.
public struct TileEvidence: Hashable, Sendable {
  /// What was said about the map's pieces.
  public var ledger: TileLedger
  /// What is not on the map.
  public var candidates: CandidateSet
  /// Who was here.
  public var marks: VisitMarks
  /// Which vehicles passed lately.
  public var traffic: TileTraffic
  /// How much traversals see here of what they promise.
  public var sight: TileSight
  /// How far lines lie apart.
  public var gaps: TileGaps
  /// Work zones told so far.
  public var zones: [WorkZone]
  /// Where zones stood that have ended, as far back as evidence of their time may still come, in the order in which they ended.
  public var endedZones: [ZoneExtent] = []

  /// No evidence about a tile.
  public init(_ tile: MapTile) {
    ledger = TileLedger(tile)
    candidates = CandidateSet()
    marks = VisitMarks()
    traffic = TileTraffic()
    sight = TileSight()
    gaps = TileGaps()
    zones = []
  }

  /// What a traversal touched.
  public struct Touched: Hashable, Sendable {
    /// Pieces whose ledgers changed, ascending.
    public var pieces: [PieceID] = []
    /// Clusters it sighted, ascending.
    public var clusters: [UInt32] = []
    /// Votes that did not count, because the piece is gone or has changed since.
    public var staleVotes = 0
    /// Votes that did not count, because a work zone stood there.
    public var zoneVotes = 0

    /// Nothing, or some pieces and clusters, each ascending.
    public init(pieces: [PieceID] = [], clusters: [UInt32] = []) {
      self.pieces = pieces
      self.clusters = clusters
    }
  }

  /// Folds a traversal's votes and sightings.
  public mutating func fold(_ traversal: TraversalEvidence, tile: MapTile, weights: EvidenceWeights) -> Touched {
    let visit = Visit(traversal)
    traffic.note(visit)
    var touched = Touched()
    touched.pieces.reserveCapacity(traversal.votes.count)
    var isOrdered = true
    var place = 0
    var shadow = zoneShadow(at: visit.time_ns, policy: weights.policy)
    let strays = StrayPoints(traversal, tile: tile, policy: weights.policy)
    var readings = Readings(traversal.labels)
    let worth_permille = sight.worth_permille(of: traversal.votes, least_permille: weights.policy.sight_permille)
    for vote in traversal.votes {
      if shadow?.covers(vote, tile: tile) == true {
        touched.zoneVotes += 1
        continue
      }
      switch ledger.fold(
        vote, worth_permille: worth_permille, readings: &readings, strays: strays, visit: visit, tile: tile,
        weights: weights, near: &place)
      {
      case .counted:
        guard let last = touched.pieces.last else {
          touched.pieces.append(vote.piece)
          continue
        }
        if last == vote.piece { continue }
        isOrdered = isOrdered && last < vote.piece
        touched.pieces.append(vote.piece)
      case .unknownPiece, .otherContent, .unknownInterval: touched.staleVotes += 1
      }
    }
    if !isOrdered { touched.pieces = Set(touched.pieces).sorted() }
    gaps.fold(
      shadow == nil ? traversal.gaps : traversal.gaps.filter { shadow?.covers($0, tile: tile) != true }, of: visit,
      ledger: ledger)
    touched.clusters = candidates.fold(
      traversal, visit: visit, tile: tile, ledger: ledger, weights: weights, shadow: shadow)
    for index in zones.indices where zones[index].members.contains(where: { touched.clusters.contains($0) }) {
      zones[index].lastSeen_ns = max(zones[index].lastSeen_ns, traversal.lastTime_ns)
    }
    return touched
  }

  /// What the evidence says has changed for good, after a traversal touched some of it.
  /// - Parameter held: Pieces that a held change speaks of: they gather evidence, but raise nothing.
  /// - Returns: Proposals in a fixed order: by piece, within it from the far end of a line to its start, then by cluster.
  public func proposals(
    after touched: Touched, tile: MapTile, held: Set<PieceID>, policy: Policy
  ) -> [ChangeProposal] {
    var proposals: [ChangeProposal] = []
    var spoken: Set<UInt32> = []
    let (quiet, quietAlone) = (QuietLimits(policy), QuietLimits(alone: policy))
    // Nearly always nobody asks.
    lazy var pairing = pairingClasses(policy)
    let gapDecision = GapDecision(gaps: gaps, ledger: ledger, tile: tile, policy: policy)
    var index = 0
    for id in touched.pieces where !held.contains(id) {
      guard let found = ledger.index(of: id, near: index) else { continue }
      index = found
      let place = ledger.places[found]
      if ledger.isQuiet(place.entries, quiet) { continue }
      if place.entries.count < RemovalPooling.least, ledger.isQuiet(place.entries, quietAlone),
        !pairing.contains(tile.elementClass(at: place.element))
      {
        continue
      }
      let piece = PieceDecision(
        element: tile.element(at: place.element), ledgers: ledger.entries[place.entries], policy: policy)
      let own = decide(piece, spoken: &spoken, policy: policy)
      proposals += own.reversed().filter { !gapDecision.denies($0) }
    }
    let addition = AdditionDecision(clusters: candidates.clusters, ledger: ledger, tile: tile, policy: policy)
    for id in touched.clusters where !spoken.contains(id) {
      guard let core = candidates[id], !core.elementClass.entry.isTemporary,
        let proposal = addition.proposal(from: core), spoken.isDisjoint(with: proposal.clusters),
        // A piece changes once a traversal, and not while a held change speaks of it.
        proposal.edit.piece.map({ piece in !held.contains(piece) && !proposals.contains { $0.edit.piece == piece } })
          ?? true
      else { continue }
      spoken.formUnion(proposal.clusters)
      spoken.formUnion(addition.doubles(of: proposal))
      if !gapDecision.denies(proposal) { proposals.append(proposal) }
    }
    if !gaps.isEmpty, let move = gapMove(of: touched.pieces, held: held, gapDecision, policy),
      !proposals.contains(where: { $0.edit.piece == move.edit.piece })
    {
      proposals.append(move)
    }
    return proposals.filter { traffic.agrees(to: $0.support, policy) }
  }

  /// The surest move of a line that the lines beside it tell; one at a time, for it changes what the others' gaps mean.
  private func gapMove(
    of pieces: [PieceID], held: Set<PieceID>, _ decision: GapDecision, _ policy: Policy
  ) -> ChangeProposal? {
    let suspects = decision.suspects()
    guard !suspects.isEmpty else { return nil }
    var surest: ChangeProposal?
    for piece in pieces where suspects.contains(piece) && !held.contains(piece) {
      guard let move = decision.move(of: piece), traffic.agrees(to: move.support, policy),
        move.evidence_mnat > surest?.evidence_mnat ?? 0
      else { continue }
      surest = move
    }
    guard var move = surest else { return nil }
    // What it claims is bounded as votes are, or no charge for a rejection would last.
    move.evidence_mnat = min(move.evidence_mnat, policy.movedThreshold_mnat * 4)
    return move
  }

  /// Classes of which something new is confirmed: only then a piece may be the other half of a move.
  private func pairingClasses(_ policy: Policy) -> [ElementClass] {
    let clusters = candidates.clusters
    return clusters.indices.filter { !clusters[$0].isHeld && clusters[$0].isConfirmed(policy) }
      .map { clusters[$0].elementClass }
  }

  /// One kind of change a piece and traversal: a piece that moved is not also relabelled on the same evidence, since its content
  /// changes with the first edit.
  private func decide(_ piece: PieceDecision, spoken: inout Set<UInt32>, policy: Policy) -> [ChangeProposal] {
    // For nearly every piece nothing is spoken for yet, and all clusters are passed on uncopied.
    let clusters = candidates.clusters
    let pair = PairDecision(
      piece: piece, clusters: spoken.isEmpty ? clusters : clusters.filter { !spoken.contains($0.id) }, policy: policy)
    let removals = piece.removals
    if removals.isEmpty && pair.isPossible {
      // Where something of its class is confirmed close by, less evidence makes the other half of a move.
      for fading in piece.fadings {
        guard case .remove(_, let stretch_cm) = fading.edit,
          case .move(let move) = pair.outcome(fading, stretch_cm: stretch_cm)
        else { continue }
        spoken.formUnion(move.clusters)
        return [move]
      }
    }
    guard removals.isEmpty else {
      var decided: [ChangeProposal] = []
      for removal in removals {
        guard case .remove(_, let stretch_cm) = removal.edit else { continue }
        switch pair.outcome(removal, stretch_cm: stretch_cm) {
        case .alone: decided.append(removal)
        // A point that is missed where it is mapped may be seen well where it stands now.
        case .wait: return piece.element.kind == .line ? [] : piece.moves
        case .move(let move):
          spoken.formUnion(move.clusters)
          // A shift renumbers no stretch, but it changes the piece: the others wait for their own evidence.
          return [move]
        }
      }
      return decided
    }
    let moves = piece.moves
    guard moves.isEmpty else { return moves.count == 1 ? moves : [moves[0]] }
    return piece.attributeChanges
  }

  /// Forgets all evidence about a piece.
  public mutating func forget(_ piece: PieceID) {
    ledger.forget(piece)
    gaps.forget(piece)
  }

  /// Keeps what was said of how far an element's lines lie apart, whose ends have followed a border vertex.
  public mutating func keep(_ before: TileGaps, of element: ElementID) {
    gaps.keep(before, of: element, ledger: ledger)
  }

  /// True where the lines beside a piece still say at all that it lies elsewhere.
  public func gapsMove(_ piece: PieceID, tile: MapTile, policy: Policy) -> Bool {
    !gaps.isEmpty && GapDecision(gaps: gaps, ledger: ledger, tile: tile, policy: policy.lifted).move(of: piece) != nil
  }

  /// What is left of the evidence once a new version of the tile stands.
  /// - Parameters:
  ///   - tile: The new version.
  ///   - changed: Its pieces that are new or different.
  ///   - spoken: Clusters its changes spoke for.
  public mutating func carry(over tile: MapTile, changed: [MapElement], spoken: [UInt32], policy: Policy) {
    let before = ledger
    ledger = TileLedger(tile, carrying: before)
    gaps.carry(over: ledger)
    candidates.remove(spoken)
    candidates.forgetRivals { before.place(of: $0)?.pieceHash != ledger.place(of: $0)?.pieceHash }
    candidates.removeExplained(by: changed, gate_cm: policy.clusterGate_cm)
  }
}
