import MapModel

/// All clusters of a tile, ordered by id.
public struct CandidateSet: Hashable, Sendable {
  /// The clusters.
  public private(set) var clusters: [CandidateCluster] = []
  private var nextID: UInt32 = 1
  /// Clusters dropped because the tile held too many.
  public private(set) var dropped: UInt64 = 0

  /// No cluster yet.
  public init() {}

  /// The probability of a sighting of a class the swath says nothing about, in 1/255.
  private static let unknownReach: UInt8 = 150
  /// A point's sightings farther apart than this are never of one thing, whatever their standard deviations say, in gates.
  private static let leastGate_cm: Int64 = 50

  /// The cluster of an id.
  public subscript(id: UInt32) -> CandidateCluster? {
    var (low, high) = (clusters.startIndex, clusters.endIndex)
    while low < high {
      let middle = (low + high) / 2
      if clusters[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < clusters.endIndex && clusters[low].id == id ? clusters[low] : nil
  }

  /// Folds what a traversal saw and what it should have seen, but for what lies within a work zone; returns the ids of clusters with a new word
  /// for them, ascending.
  mutating func fold(
    _ traversal: TraversalEvidence, visit: Visit, tile: MapTile, ledger: TileLedger, weights: EvidenceWeights,
    shadow: ZoneShadow? = nil
  ) -> [UInt32] {
    let coverage = SwathCoverage(traversal.swath)
    let isStale = traversal.tileVersion < tile.version
    let map = MappedProximity(tile: tile, gate_cm: weights.policy.clusterGate_cm)
    var rivals = RivalVotes(traversal: traversal, ledger: ledger, tile: tile, weights: weights)
    var taken: [UInt32: UInt16] = [:]
    for sighting in traversal.candidates {
      guard sighting.elementClass.entry.matchKind != .none, !sighting.points.isEmpty else { continue }
      if isStale && map.explains(sighting) { continue }
      if let shadow, !sighting.elementClass.entry.isTemporary, shadow.covers(sighting.centre) { continue }
      let weights = weights.of(sighting.elementClass)
      let expected = weights.reach(coverage.reach(of: sighting.elementClass)?.expected ?? Self.unknownReach)
      let label = Int(sighting.label)
      let reading = label > 0 && label <= traversal.labels.count ? traversal.labels[label - 1] : nil
      if sighting.kind == .line {
        for fragment in LineFragment.fragments(of: sighting.points) {
          let index =
            nearest(to: fragment, of: sighting, taken: taken, policy: weights.policy)
            ?? open(sighting, .line(LineProfile(slab: fragment.slab)), visit)
          fold(sighting, expected, reading, at: index, visit: visit, weights: weights)
          guard case .line(var profile) = clusters[index].geometry else { continue }
          clusters[index].last.nodes = profile.add(
            fragment, sigma_cm: sighting.sigma_cm, except: clusters[index].last.nodes)
          clusters[index].geometry = .line(profile)
          rivals.fold(
            into: &clusters[index], sighting: (fragment.middle, sighting.sigma_cm), expected: expected, visit: visit)
          taken[clusters[index].id, default: 0] |= fragment.nodeMask
        }
      } else {
        let index =
          nearest(to: sighting, taken: taken, policy: weights.policy)
          ?? open(sighting, .point(PointMean(), outline: [], outlineSigma_cm: .max), visit)
        let isNew =
          !visit.continues(trip: clusters[index].last.trip, slot: clusters[index].last.slot)
          || clusters[index].support.traversals == 0
        fold(sighting, expected, reading, at: index, visit: visit, weights: weights)
        if isNew { clusters[index].place(sighting) }
        taken[clusters[index].id] = .max
      }
    }
    foldAbsences(coverage, seen: taken, rivals: &rivals, visit: visit, weights: weights, shadow: shadow)
    bound(to: Int(weights.policy.clustersPerTile))
    return taken.keys.sorted()
  }

  private mutating func fold(
    _ sighting: CandidateSighting, _ expected: UInt8, _ reading: Attributes?, at index: Int, visit: Visit,
    weights: EvidenceWeights
  ) {
    clusters[index].weigh(expected: expected, existence: sighting.existence, visit: visit, weights: weights)
    if let reading { clusters[index].labels.add(reading) }
  }

  private mutating func open(_ sighting: CandidateSighting, _ geometry: CandidateCluster.Geometry, _ visit: Visit)
    -> Int
  {
    clusters.append(
      CandidateCluster(
        id: nextID, elementClass: sighting.elementClass, kind: sighting.kind, geometry: geometry, visit: visit))
    nextID += 1
    return clusters.count - 1
  }

  /// The nearest cluster a point or polygon may belong to. One traversal sees one thing once: what it has given a sighting takes no other.
  private func nearest(to sighting: CandidateSighting, taken: [UInt32: UInt16], policy: Policy) -> Int? {
    let centre = sighting.centre
    var best: (distance: Int64, index: Int)?
    for index in clusters.indices
    where clusters[index].elementClass == sighting.elementClass && clusters[index].kind == sighting.kind
      && taken[clusters[index].id] == nil
    {
      let distance = clusters[index].centre.distance_cm(to: centre)
      guard distance <= gate_cm(sighting.sigma_cm, clusters[index], policy, most_cm: policy.clusterGate_cm * 2) else {
        continue
      }
      if distance < best?.distance ?? .max { best = (distance, index) }
    }
    return best?.index
  }

  private func nearest(
    to fragment: LineFragment, of sighting: CandidateSighting, taken: [UInt32: UInt16], policy: Policy
  ) -> Int? {
    var best: (distance: Int64, index: Int)?
    for index in clusters.indices where clusters[index].elementClass == sighting.elementClass {
      guard case .line(let profile) = clusters[index].geometry, profile.slab == fragment.slab,
        fragment.mayContinue(taken[clusters[index].id, default: 0]),
        let (distance, _) = profile.distance_cm(to: fragment),
        distance <= gate_cm(sighting.sigma_cm, clusters[index], policy, most_cm: policy.clusterGate_cm)
      else { continue }
      if distance < best?.distance ?? .max { best = (distance, index) }
    }
    return best?.index
  }

  private func gate_cm(_ sigma_cm: UInt16, _ cluster: CandidateCluster, _ policy: Policy, most_cm: Int64) -> Int64 {
    let sigma = FixedPoint.length(Int64(sigma_cm), cluster.sigma_cm)
    return min(max(sigma * policy.clusterSigmas_permille / 1000, Self.leastGate_cm), most_cm)
  }

  private mutating func foldAbsences(
    _ coverage: SwathCoverage, seen: [UInt32: UInt16], rivals: inout RivalVotes, visit: Visit, weights: EvidenceWeights,
    shadow: ZoneShadow?
  ) {
    for index in clusters.indices where seen[clusters[index].id] == nil {
      let centre = clusters[index].centre
      if let shadow, !clusters[index].elementClass.entry.isTemporary, shadow.covers(centre) { continue }
      let expected = coverage.expected(clusters[index].elementClass, at: centre)
      guard expected > 0 else { continue }
      let weights = weights.of(clusters[index].elementClass)
      let reach = weights.reach(expected)
      clusters[index].weigh(expected: reach, existence: nil, visit: visit, weights: weights)
      rivals.fold(into: &clusters[index], sighting: nil, expected: reach, visit: visit)
    }
    clusters.removeAll { $0.score_mnat <= 0 }
  }

  private mutating func bound(to limit: Int) {
    while clusters.count > limit {
      guard
        let least = clusters.indices.min(by: { a, b in
          (clusters[a].score_mnat, clusters[a].support.lastSeen_ns, clusters[b].id)
            < (clusters[b].score_mnat, clusters[b].support.lastSeen_ns, clusters[a].id)
        })
      else { return }
      clusters.remove(at: least)
      dropped += 1
    }
  }

  /// Takes clusters out: a change speaks for them now.
  public mutating func remove(_ ids: [UInt32]) { clusters.removeAll { ids.contains($0.id) } }

  /// Numbers clusters that are yet to come after those of another set, so that no id means two.
  public mutating func number(after other: CandidateSet) { nextID = max(nextID, other.nextID) }

  /// Marks clusters as spoken for by a held change, or no longer.
  public mutating func hold(_ ids: [UInt32], _ isHeld: Bool) {
    for index in clusters.indices where ids.contains(clusters[index].id) { clusters[index].isHeld = isHeld }
  }

  /// Takes out what the map explains now.
  public mutating func removeExplained(by elements: [MapElement], gate_cm: Int64) {
    clusters.removeAll { cluster in
      elements.contains { element in
        guard element.elementClass == cluster.elementClass else { return false }
        return element.kind == .line
          ? LineMeasure(element.points).nearest(to: cluster.centre).distance_cm <= gate_cm
          : element.centre.distance_cm(to: cluster.centre) <= gate_cm
      }
    }
  }

  /// Forgets what was seen of mapped lines beside new ones: where a line lies elsewhere now, how far from it was another's distance.
  mutating func forgetRivals(where hasChanged: (PieceID) -> Bool) {
    for index in clusters.indices where !clusters[index].rivals.isEmpty {
      clusters[index].rivals.removeAll { hasChanged($0.piece) }
    }
  }

  /// Adds the stored form.
  public func write(to writer: inout LedgerWriter) {
    writer.unsigned(nextID)
    writer.unsigned(dropped)
    writer.list(clusters) { $1.write(to: &$0) }
  }

  /// Reads the stored form.
  public init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    nextID = try reader.unsigned("candidates.next_id")
    dropped = try reader.unsigned("candidates.dropped")
    clusters = try reader.list("candidates") { (reader: inout LedgerReader) throws(LedgerCorruption) in
      try CandidateCluster(from: &reader)
    }
  }
}

extension CandidateCluster {
  mutating func place(_ sighting: CandidateSighting) {
    guard case .point(var mean, var outline, var outlineSigma_cm) = geometry else { return }
    let centre = sighting.centre
    mean.add(centre, sigma_cm: sighting.sigma_cm)
    if sighting.kind == .polygon && (outline.isEmpty || sighting.sigma_cm < outlineSigma_cm) {
      outline = sighting.points.map { TilePoint(x_cm: $0.x_cm &- centre.x_cm, y_cm: $0.y_cm &- centre.y_cm) }
      outlineSigma_cm = sighting.sigma_cm
    }
    geometry = .point(mean, outline: outline, outlineSigma_cm: outlineSigma_cm)
  }
}

extension LineFragment {
  /// True where nodes the same traversal has spoken for already are no more than where two stretches of one line meet.
  func mayContinue(_ taken: UInt16) -> Bool {
    let shared = (taken & nodeMask).nonzeroBitCount
    return shared <= 2 && shared < max(reach, 1)
  }

  /// One bit a node it reaches.
  var nodeMask: UInt16 {
    across_cm.enumerated().reduce(0) { $1.element == nil ? $0 : $0 | 1 << UInt16($1.offset) }
  }
}
