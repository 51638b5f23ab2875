import MapModel

/// Which stretches of a new line are a mapped one that lies elsewhere now, although the mapped one is still seen by some.
///
/// A drive that takes a line for its neighbour sees that one as something new. So a stretch between two mapped lines is looked at from both: it is
/// new only if neither is rather the same line.
struct DisplacedLine {
  /// Stretches of a new line that are, or may be, a mapped one.
  struct Claim: Hashable, Sendable {
    /// The mapped line.
    let piece: PieceID
    /// The stretches beside it.
    let stretches: [UInt32]
    /// True where they are that line and no other one; where not the evidence has to tell more.
    let isSure: Bool
  }

  let ledger: TileLedger
  let tile: MapTile
  let policy: Policy

  /// Evidence of two lines up to which it is in doubt whether they are, thousandths of a nat: some two traversals' worth.
  private static let doubt_mnat: Int64 = 1_000
  /// By how much nearer than all others a line has to be to be the one that lies elsewhere, cm: between two of them either may be.
  private static let margin_cm: Int64 = 50

  /// What the mapped lines beside the stretches of a chain claim of them; of several that claim one it is the surest's.
  func claims(on chain: [CandidateCluster]) -> [UInt32: Claim] {
    guard let elementClass = chain.first?.elementClass else { return [:] }
    let lines = LinesBeside(tile: tile, elementClass: elementClass)
    var beside: [Int: [CandidateCluster]] = [:]
    for stretch in chain {
      for line in lines.of(stretch.centre, among: 0..<tile.count) { beside[line.index, default: []].append(stretch) }
    }
    var claims: [UInt32: Claim] = [:]
    for (index, stretches) in beside.sorted(by: { $0.key < $1.key }) {
      guard let claim = claim(of: index, on: stretches) else { continue }
      for id in claim.stretches where claims[id]?.isSure != true { claims[id] = claim }
    }
    return claims
  }

  private func claim(of index: Int, on beside: [CandidateCluster]) -> Claim? {
    let piece = tile.piece(at: index)
    let words = beside.compactMap { $0.rival(piece) }.filter(\.hasSpoken)
    let score_mnat = words.reduce(0) { $0 + $1.score_mnat }
    if words.isEmpty {
      // Nobody may ever look at both.
      let strongest_mnat = beside.map(\.score_mnat).max() ?? 0
      guard strongest_mnat < policy.addedThreshold_mnat + policy.pairPatience_mnat else { return nil }
    } else {
      guard score_mnat > -Self.doubt_mnat * Int64(words.count) else { return nil }
    }
    let isSure =
      score_mnat > 0 && words.count * 2 >= beside.count
      && isNearest(piece, LineMeasure(tile.element(at: index).points), to: beside)
    return Claim(piece: piece, stretches: beside.map(\.id), isSure: isSure)
  }

  /// True where most of the stretches lie as near as a line may be moved, and no other line of the map is nearly as near to them.
  private func isNearest(_ piece: PieceID, _ course: LineMeasure, to stretches: [CandidateCluster]) -> Bool {
    guard let elementClass = stretches.first?.elementClass else { return false }
    let places = stretches.map { stretch in
      let distance_cm = course.nearest(to: stretch.centre).distance_cm
      // Who saw both knows neither place.
      let alone_cm = stretch.rival(piece)?.left.mean_cm.map { abs($0) }
      return (place: stretch.centre, reach_cm: min(alone_cm ?? distance_cm, distance_cm) + Self.margin_cm)
    }
    var nearer = Set(places.indices.filter { places[$0].reach_cm - Self.margin_cm > RivalLine.lane_cm })
    for index in 0..<tile.count where tile.elementClass(at: index) == elementClass {
      guard tile.kind(at: index) == .line, tile.piece(at: index) != piece else { continue }
      let points = tile.element(at: index).points
      guard let box = VertexBox(points) else { continue }
      let other = LineMeasure(points)
      for (number, place) in places.enumerated()
      where !box.isBeyond(place.reach_cm, of: place.place)
        && other.nearest(to: place.place).distance_cm < place.reach_cm
      {
        nearer.insert(number)
      }
    }
    return nearer.count * 2 < stretches.count
  }
}
