import MapModel

extension TileEvidence {
  /// Whether the evidence proposes a change that was applied: the same kind of the same piece, or of something new the same class and place.
  /// - Parameter tile: The version the evidence is about, which holds what there was before the change.
  public func stillSays(_ change: ChangeEvent, tile: MapTile, policy: Policy) -> Bool {
    var touched = Touched()
    if let piece = change.pieceBefore {
      touched.pieces = [piece]
      // A line that is seen in its new place may have been told from there.
      if change.kind == .moved, change.shapeKind == .line { touched.clusters = clusters(of: change, policy: policy) }
    } else {
      touched.clusters = clusters(of: change, policy: policy)
    }
    return proposals(after: touched, tile: tile, held: [], policy: policy).contains { proposal in
      proposal.kind == change.kind
        && (proposal.edit.piece == change.pieceBefore || proposal.edit.piece == nil && change.pieceBefore == nil)
    }
  }

  private func clusters(of change: ChangeEvent, policy: Policy) -> [UInt32] {
    guard !change.after.isEmpty else { return [] }
    let course = LineMeasure(change.shapeKind == .line ? change.after : [change.after.meanVertex])
    return candidates.clusters.filter { cluster in
      cluster.elementClass == change.elementClass
        && course.nearest(to: cluster.centre).distance_cm <= policy.clusterGate_cm
    }.map(\.id)
  }
}

extension CandidateSet {
  /// The cluster that stands for one of another fold of the same log: itself, or the nearest of its class and kind within a gate.
  public func counterpart(of id: UInt32, in other: CandidateSet, gate_cm: Int64) -> UInt32? {
    if self[id] != nil { return id }
    guard let cluster = other[id] else { return nil }
    return clusters.filter { $0.elementClass == cluster.elementClass && $0.kind == cluster.kind }
      .map { (distance_cm: $0.centre.distance_cm(to: cluster.centre), id: $0.id) }
      .filter { $0.distance_cm <= gate_cm }
      .min { ($0.distance_cm, $0.id) < ($1.distance_cm, $1.id) }?.id
  }
}
