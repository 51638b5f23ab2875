import MapModel

/// Whether a new line is a mapped one that lies elsewhere now, although the mapped one is still seen by some.
struct DisplacedLine {
  /// What to make of a new line.
  enum Outcome: Hashable {
    /// It is another line than those of the map.
    case alone
    /// It may be one of them: wait for the evidence of that.
    case wait
    /// It is one of them in another place.
    case move(ChangeProposal)
  }

  /// All clusters of the class that may be part of it.
  let lines: [CandidateCluster]
  let ledger: TileLedger
  let tile: MapTile
  let policy: Policy

  /// Evidence of two lines up to which it is in doubt whether they are, thousandths of a nat: some two traversals' worth.
  private static let doubt_mnat: Int64 = 1_000

  /// What an addition is, with the mapped line in view that it lies beside.
  func outcome(of addition: ChangeProposal) -> Outcome {
    let core = lines.filter { addition.clusters.contains($0.id) }
    guard let id = rival(of: core), let place = ledger.place(of: id) else { return .alone }
    let beside = core.filter { $0.rival?.piece == id }
    let score_mnat = beside.reduce(0) { $0 + ($1.rival?.score_mnat ?? 0) }
    guard beside.count * 2 >= core.count, score_mnat > -Self.doubt_mnat * Int64(beside.count) else { return .alone }
    let element = tile.element(at: place.element)
    guard isNearest(element, to: core) else { return .alone }
    guard score_mnat > 0 else {
      return addition.evidence_mnat < policy.addedThreshold_mnat + policy.pairPatience_mnat ? .wait : .alone
    }
    let piece = PieceDecision(element: element, ledgers: ledger.entries[place.entries], policy: policy)
    return DisplacedCourse(piece).move(addition, over: lines).map { .move($0) } ?? .alone
  }

  /// The mapped line beside most of the clusters, the first of several.
  private func rival(of core: [CandidateCluster]) -> PieceID? {
    let pieces = core.compactMap { $0.rival?.piece }
    return Set(pieces).sorted().max { a, b in pieces.count { $0 == a } < pieces.count { $0 == b } }
  }

  /// True where no other line of the map is nearer to most of the clusters.
  private func isNearest(_ element: MapElement, to core: [CandidateCluster]) -> Bool {
    let course = LineMeasure(element.points)
    let centres = core.map { (place: $0.centre, distance_cm: course.nearest(to: $0.centre).distance_cm) }
    var nearer = 0
    for index in 0..<tile.count where tile.elementClass(at: index) == element.elementClass {
      guard tile.kind(at: index) == .line, tile.piece(at: index) != element.piece else { continue }
      let points = tile.element(at: index).points
      guard let box = VertexBox(points) else { continue }
      let other = LineMeasure(points)
      nearer += centres.count {
        !box.isBeyond($0.distance_cm, of: $0.place) && other.nearest(to: $0.place).distance_cm < $0.distance_cm
      }
    }
    return nearer * 2 < core.count
  }
}
