import MapModel

/// What new things the clusters of a tile show.
struct AdditionDecision {
  let clusters: [CandidateCluster]
  let ledger: TileLedger
  let tile: MapTile
  let policy: Policy

  /// Shortest line that two stretches or more make up, cm.
  private static let chainedMinimum_cm = 500

  /// The addition that a confirmed cluster belongs to; nil while its neighbours' evidence is rising or it may be half of a move.
  func proposal(from core: CandidateCluster) -> ChangeProposal? {
    guard !core.isHeld else { return nil }
    let isConfirmed = core.isConfirmed(policy)
    guard core.kind == .line else {
      guard isConfirmed, !mayBeMove(core) else { return nil }
      return ChangeProposal(
        kind: .added, elementClass: core.elementClass, shapeKind: core.kind,
        edit: .add(points: core.points, attributes: core.labels.leading), clusters: [core.id],
        evidence_mnat: core.score_mnat, support: core.support)
    }
    guard isConfirmed || AdditionPooling.speaks(core, policy) else { return nil }
    let all = clusters.filter { $0.kind == .line && $0.elementClass == core.elementClass && !$0.isHeld }
    let pool = pool(around: core, over: all)
    guard isConfirmed || pool != nil else { return nil }
    var lines = all
    var chain = chain(through: core, over: lines, firm: pool?.clusters ?? [])
    // What is, or may be, a mapped line elsewhere is not part of a new one, and what goes on beyond it not of that.
    let claims = DisplacedLine(ledger: ledger, tile: tile, policy: policy)
      .claims(on: lines.filter { chain.clusters.contains($0.id) })
    let claim = claims[core.id]
    if let claim {
      guard claim.isSure else { return nil }
      lines = lines.filter { claim.stretches.contains($0.id) }
    } else {
      lines = lines.filter { claims[$0.id] == nil }
    }
    if lines.count < all.count { chain = self.chain(through: core, over: lines, firm: pool?.clusters ?? []) }
    let members = lines.filter { chain.clusters.contains($0.id) }
    let strongest = max(members.map(\.score_mnat).max() ?? 0, pool?.evidence_mnat ?? 0)
    if strongest < policy.addedThreshold_mnat + policy.patience_mnat {
      let hopeful = lines.filter { $0.score_mnat * 2 >= policy.neighbourThreshold_mnat }
      guard ClusterChain(through: core, over: hopeful).clusters.count <= chain.clusters.count else { return nil }
    }
    let least =
      if core.elementClass == .stopLine { 1 } else if members.count > 1 {
        min(Self.chainedMinimum_cm, Int(policy.addedLineMinimum_cm))
      } else { Int(policy.addedLineMinimum_cm) }
    let points = LineSimplification.simplified(chain.points, tolerance_cm: 4)
    guard points.count >= 2, LineInterval.length_cm(of: points) >= least else { return nil }
    var labels = LabelTally()
    var support = Support()
    for member in members {
      labels.add(member.labels)
      support.add(member.support)
    }
    let addition = ChangeProposal(
      kind: .added, elementClass: core.elementClass, shapeKind: .line,
      edit: .add(points: points, attributes: labels.leading), clusters: chain.clusters, evidence_mnat: strongest,
      support: support)
    guard let claim, let place = ledger.place(of: claim.piece) else { return mayBeMove(core) ? nil : addition }
    let piece = PieceDecision(
      element: tile.element(at: place.element), ledgers: ledger.entries[place.entries], policy: policy)
    return DisplacedCourse(piece).move(addition, over: all)
  }

  /// Clusters that an addition explains as well: one thing seen with large errors may have left two.
  func doubles(of proposal: ChangeProposal) -> [UInt32] {
    guard case .add(let points, _) = proposal.edit else { return [] }
    let course = LineMeasure(proposal.shapeKind == .line ? points : [points.meanVertex])
    return clusters.filter { cluster in
      cluster.elementClass == proposal.elementClass
        && course.nearest(to: cluster.centre).distance_cm <= policy.clusterGate_cm
    }.map(\.id)
  }

  /// Stretches around one that suffice together although none of them does by itself. Where a mapped line of its class is so near that it may be
  /// that line elsewhere, each has to suffice by itself.
  private func pool(
    around core: CandidateCluster, over lines: [CandidateCluster]
  ) -> (clusters: [UInt32], evidence_mnat: Int64)? {
    let speaking = lines.filter { AdditionPooling.speaks($0, policy) }
    let map = MappedProximity(tile: tile, gate_cm: RivalLine.lane_cm)
    guard speaking.count > 1, speaking.contains(where: { $0.id == core.id }), !map.hasLine(near: core) else {
      return nil
    }
    return AdditionPooling(stretches: speaking.filter { !map.hasLine(near: $0) }, policy: policy).run(through: core)
  }

  /// The confirmed stretches around one, with those that may join them; a stretch with little evidence is taken along where a well
  /// supported one lies behind it.
  /// - Parameter firm: Stretches that suffice together.
  private func chain(
    through core: CandidateCluster, over lines: [CandidateCluster], firm: [UInt32]
  ) -> ClusterChain {
    let strong = Set(
      lines.filter { $0.isConfirmed(policy) || $0.mayJoin(policy) || firm.contains($0.id) }.map(\.id))
    let order = ClusterChain(through: core, over: lines).clusters
    guard let place = order.firstIndex(of: core.id) else { return ClusterChain(through: core, over: []) }
    var members: Set<UInt32> = [core.id]
    for side in [Array(order[(place + 1)...]), order[..<place].reversed()] {
      var index = 0
      while index < side.count {
        let step = strong.contains(side[index]) ? 1 : index + 1 < side.count && strong.contains(side[index + 1]) ? 2 : 0
        guard step > 0 else { break }
        members.formUnion(side[index..<(index + step)])
        index += step
      }
    }
    return ClusterChain(through: core, over: lines.filter { members.contains($0.id) })
  }

  /// True while something of the same class close by was missed and not seen again since.
  private func mayBeMove(_ core: CandidateCluster) -> Bool {
    guard core.score_mnat < policy.addedThreshold_mnat + policy.pairPatience_mnat else { return false }
    let likelihood = MoveLikelihood(policy: policy, kind: core.kind)
    let centre = core.centre
    return ledger.places.contains { place in
      guard tile.elementClass(at: place.element) == core.elementClass else { return false }
      let element = tile.element(at: place.element)
      let interval: Int
      let distance: Int64
      if element.kind == .line {
        let foot = LineMeasure(element.points).nearest(to: centre)
        distance = foot.distance_cm
        interval = min(foot.station_cm / LineInterval.length_cm, place.entries.count - 1)
      } else {
        distance = element.centre.distance_cm(to: centre)
        interval = 0
      }
      return likelihood.odds_mnat(distance_cm: distance) > 0
        && ledger.entries[place.entries.lowerBound + interval].removal.score_mnat > 0
    }
  }
}
