import Evidence
import MapModel

/// What the log says of one tile, as far as a sensor model is learned from it.
struct TileSample: Sendable {
  private struct Key: Hashable {
    let piece: PieceID
    let hash: UInt32
    let interval: UInt16
  }

  private(set) var cells: [VoteCell] = []
  private(set) var places = CandidatePlaces()
  /// By raw value of the class.
  private(set) var noise = [VoteNoise](repeating: VoteNoise(), count: SensorModelLearner.classCount)
  private(set) var traversals = 0
  private(set) var driven_m = 0
  /// Votes on pieces that no known version of the map holds.
  private(set) var unknown = 0
  private var index: [Key: Int] = [:]
  private var classes: [ElementID: ElementClass] = [:]
  private var versions: [UInt64: MapTile] = [:]
  private var version: UInt64 = 0
  private var lastSlots: [UInt32: Int64] = [:]

  /// Learns of a version of the tile's map.
  mutating func know(_ tile: MapTile) {
    versions[tile.version] = tile
    for element in tile.elements { classes[element.piece.element] = element.elementClass }
  }

  /// Takes a traversal in, unless its slot or a later one of its drive was.
  mutating func add(_ evidence: TraversalEvidence) {
    let visit = Visit(evidence)
    if let last = lastSlots[visit.trip], evidence.id.slot <= last { return }
    lastSlots[visit.trip] = evidence.id.slot
    traversals += 1
    driven_m += Int(evidence.distance_m)
    if evidence.tileVersion > version {
      if version > 0 { places.follow(versions[evidence.tileVersion]) }
      version = evidence.tileVersion
    }
    for vote in evidence.votes { add(vote, evidence.labels, visit) }
    places.add(evidence, day: visit.day)
  }

  private mutating func add(_ vote: ElementVote, _ labels: [Attributes], _ visit: Visit) {
    guard let elementClass = classes[vote.piece.element] else {
      unknown += 1
      return
    }
    let key = Key(piece: vote.piece, hash: vote.pieceHash, interval: vote.interval)
    let place: Int
    if let known = index[key] {
      place = known
    } else {
      place = cells.count
      index[key] = place
      cells.append(VoteCell(elementClass))
    }
    let label = Int(vote.label)
    cells[place].add(
      vote, reading: label > 0 && label <= labels.count ? labels[label - 1] : nil, visit: visit,
      noise: &noise[Int(elementClass.rawValue)])
  }

  /// Brings days that came late into their order.
  mutating func order() {
    for index in cells.indices { cells[index].order() }
    places.order()
  }
}
