import Evidence
import MapModel

/// Learns what votes are worth from a tile log, by expectation and maximization (A. P. Dempster, N. M. Laird and D. B. Rubin 1977,
/// doi:10.1111/j.2517-6161.1977.tb01600.x).
///
/// Hidden is, for every interval of every piece, whether it stood and until which day, and for every place where something was seen that the map
/// lacks from which day on something stood there: what is gone must not teach that it is hard to see, and what has come not that sensors see
/// ghosts. Same log, same model: tiles and their things are gone through in a fixed order.
public struct SensorModelLearner: Sendable {
  /// Room for every class by its raw value.
  static let classCount = Int(ElementClass.allCases.map(\.rawValue).max() ?? 0) + 1

  private let policy: Policy
  private var tiles: [TileID: TileSample] = [:]
  private var quarantined: Set<String> = []
  private var records = 0

  /// Most looks through the log, and the change of every estimate below which no more are needed.
  private static let mostRounds = 12
  private static let settled = 5e-4

  /// A learner that has seen nothing yet.
  /// - Parameter policy: What is assumed of what the log does not tell.
  public init(assumed policy: Policy) { self.policy = policy }

  /// Learns of a version of a tile's map: votes name pieces, and only the map says of which class they are.
  public mutating func know(_ tile: MapTile) { tiles[tile.id, default: TileSample()].know(tile) }

  /// Takes a record of the log in; those of a partition in their order.
  public mutating func add(_ record: TileLogRecord) {
    records += 1
    switch record {
    case .traversal(let evidence):
      guard !quarantined.contains(evidence.calibration), !quarantined.contains(evidence.software) else { return }
      tiles[evidence.id.tile, default: TileSample()].add(evidence)
    case .verdict(let verdict) where verdict.kind == .quarantine: quarantined.insert(verdict.subject)
    case .verdict(let verdict) where verdict.kind == .release: quarantined.remove(verdict.subject)
    default: return
    }
  }

  /// Takes in what another learner has heard of other tiles.
  public mutating func add(_ other: SensorModelLearner) {
    records += other.records
    tiles.merge(other.tiles) { own, _ in own }
  }

  /// What the log teaches.
  /// - Parameter progress: Called with the number of looks through the log so far.
  public func learn(progress: (Int) -> Void = { _ in }) -> SensorModelLesson {
    let samples = tiles.keys.sorted().compactMap { id -> TileSample? in
      var sample = tiles[id]
      sample?.order()
      return sample
    }
    var estimates = (0..<Self.classCount).map { _ in ClassEstimate(assumed: policy) }
    var look = LogLook(samples, estimates)
    for round in 1...Self.mostRounds {
      progress(round)
      let next = look.next(after: estimates, assumed: policy)
      let change = zip(estimates, next).map { Self.distance($0, $1) }.max() ?? 0
      estimates = next
      look = LogLook(samples, estimates)
      if change < Self.settled { break }
    }
    return SensorModelLesson(
      look: look, samples: samples, policy: policy,
      source: SensorModelLesson.Source(
        records: records, traversals: samples.reduce(0) { $0 + $1.traversals },
        tiles: samples.count { $0.traversals > 0 },
        driven_km: samples.reduce(0) { $0 + Double($1.driven_m) } / 1000,
        unknownVotes: samples.reduce(0) { $0 + $1.unknown }))
  }

  private static func distance(_ a: ClassEstimate, _ b: ClassEstimate) -> Double {
    var most = max(abs(a.falseAlarm - b.falseAlarm), abs(a.correlation - b.correlation))
    for (one, other) in zip(a.hits.nodes, b.hits.nodes) { most = max(most, abs(one.seen - other.seen)) }
    return a.hits.nodes.count == b.hits.nodes.count ? most : 1
  }
}
