import MapModel
import Observations

/// Changes of a region of four by four tiles, and who brought them.
struct RegionWatch: Hashable, Sendable {
  /// Changes that one traversal completed.
  struct Burst: Hashable, Sendable {
    var time_ns: Int64
    var tile: TileID
    var changes: UInt32
    var elements: UInt32
    var sources: [String]
  }

  var bursts: [Burst] = []
  var tiles: Set<TileID> = []
  /// Traversals by software version, fading: what share of the changes would be its by chance.
  var passes: [String: Double] = [:]
  var isStorm = false
  var source = ""
  /// Changes of the storm so far, and as many as people were told of.
  var stormChanges = 0
  var stormTold = 0
  var revision: UInt64 = 0
  /// Tiles in which somebody saw everything displaced alike.
  var datums: [TileID: DatumWatch] = [:]
  var datumRevision: UInt64 = 0

  /// Most bursts that are kept: more than a storm needs.
  private static let mostBursts = 256
  private static let memory = 1000.0

  static func region(of tile: TileID) -> UInt32 { tile.quadkey >> 4 }

  /// Takes a traversal in.
  /// - Returns: the region's storm where it begins, doubles or ends with this traversal.
  mutating func note(_ traversal: TraversalHealth, policy: FleetPolicy) -> FleetFinding? {
    tiles.insert(traversal.tile)
    count(traversal.software)
    let now_ns = max(traversal.time_ns, bursts.last?.time_ns ?? .min)
    if isStorm, let last = bursts.last, traversal.changes == 0, now_ns - last.time_ns >= policy.stormCalm_ns {
      isStorm = false
      revision += 1
      defer { bursts = [] }
      return .calm(finding(traversal, now_ns))
    }
    guard traversal.changes > 0 else { return nil }
    if !isStorm { bursts.removeAll { $0.time_ns <= now_ns - policy.stormSpan_ns } }
    if bursts.count == Self.mostBursts { bursts.removeFirst() }
    bursts.append(
      Burst(
        time_ns: now_ns, tile: traversal.tile, changes: traversal.changes, elements: traversal.elements,
        sources: [traversal.vehicle.text, traversal.calibration, traversal.software]))
    if isStorm {
      stormChanges += Int(traversal.changes)
      guard stormChanges >= 2 * stormTold else { return nil }
      stormTold = stormChanges
      revision += 1
      return .stormGrows(finding(traversal, now_ns))
    }
    guard changes >= policy.stormChanges, Double(changes) >= policy.stormShare * Double(elements),
      let source = dominant(policy)
    else { return nil }
    isStorm = true
    self.source = source
    (stormChanges, stormTold) = (changes, changes)
    revision += 1
    return .storm(finding(traversal, now_ns))
  }

  /// Takes in where a traversal, by sensors that count, saw things against where they are mapped.
  /// - Returns: the tile's datum where it is taken to be off from now on, or to stand again.
  mutating func noteDatum(_ traversal: TraversalHealth, vehicle: UInt32, policy: FleetPolicy) -> FleetFinding? {
    guard datums[traversal.tile] != nil || traversal.commonEast_cm != 0 || traversal.commonNorth_cm != 0 else {
      return nil
    }
    var watch = datums[traversal.tile] ?? DatumWatch()
    let before = watch
    let isTold = watch.note(traversal, vehicle: vehicle, policy: policy)
    datums[traversal.tile] = watch.isIdle ? nil : watch
    guard isTold else { return nil }
    datumRevision += 1
    let shown = watch.isNamed ? watch : before
    let finding = DatumFinding(
      region: Self.region(of: traversal.tile), tile: traversal.tile,
      tiles: datums.filter { $0.value.isNamed }.map(\.key).sorted(), east_cm: Int(shown.east.mean.rounded()),
      north_cm: Int(shown.north.mean.rounded()), traversals: shown.score, time_ns: traversal.time_ns,
      revision: datumRevision)
    return watch.isNamed ? .datumShift(finding) : .datumStands(finding)
  }

  private mutating func count(_ software: String) {
    if passes.values.reduce(0, +) >= Self.memory {
      for key in passes.keys { passes[key, default: 0] *= 0.5 }
      passes = passes.filter { $0.value >= 0.5 }
    }
    passes[software, default: 0] += 1
  }

  private var changes: Int { bursts.reduce(0) { $0 + Int($1.changes) } }

  private var elements: Int {
    Dictionary(bursts.map { ($0.tile, Int($0.elements)) }, uniquingKeysWith: max).values.reduce(0, +)
  }

  /// The source of most changes: a vehicle or calibration, or a software version that most of the region's traffic does not have.
  private func dominant(_ policy: FleetPolicy) -> String? {
    let all = Double(changes)
    for kind in 0..<3 {
      var shares: [String: Double] = [:]
      for burst in bursts { shares[burst.sources[kind], default: 0] += Double(burst.changes) }
      guard let (source, share) = shares.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
        !source.isEmpty, share >= policy.stormDominance * all
      else { continue }
      guard kind == 2 else { return source }
      let traffic = passes.values.reduce(0, +)
      if passes[source, default: 0] < 0.5 * traffic { return source }
    }
    return nil
  }

  private func finding(_ traversal: TraversalHealth, _ now_ns: Int64) -> StormFinding {
    StormFinding(
      region: Self.region(of: traversal.tile), tiles: tiles.sorted(), changes: stormChanges, elements: elements,
      source: source, time_ns: now_ns, revision: revision)
  }
}
