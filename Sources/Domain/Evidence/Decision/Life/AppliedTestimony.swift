import MapModel

/// What a traversal that knew a change's version says of it.
public struct AppliedTestimony {
  let change: ChangeEvent
  let made: [PieceID]
  let weights: EvidenceWeights

  /// Intervals of a line farther than this from what changed say nothing of it, cm.
  private static let reach_cm: Int64 = 200

  /// Testimony on a change, as it was applied, and the pieces it made.
  public init(_ change: ChangeEvent, made: [PieceID], weights: EvidenceWeights) {
    self.change = change
    self.made = made
    self.weights = weights.of(change.elementClass)
  }

  /// Log-likelihood ratio of the new state against the old, thousandths of a nat; nil where the traversal says nothing of it.
  public func ratio_mnat(_ traversal: TraversalEvidence, tile: MapTile) -> Int64? {
    guard traversal.tileVersion >= change.appliedVersion else { return nil }
    return change.kind == .removed ? absence(traversal) : presence(traversal, tile)
  }

  /// Nothing is seen where something stood, though it was looked at.
  private func absence(_ traversal: TraversalEvidence) -> Int64? {
    guard !change.before.isEmpty else { return nil }
    let course = LineMeasure(change.before)
    let coverage = SwathCoverage(traversal.swath)
    let middle = change.shapeKind == .line ? change.before[change.before.count / 2] : change.before.meanVertex
    let expected = coverage.expected(change.elementClass, at: middle)
    let sighting = traversal.candidates.first {
      $0.elementClass == change.elementClass && !$0.points.isEmpty
        && course.nearest(to: $0.centre).distance_cm <= weights.policy.clusterGate_cm
    }
    if let sighting {
      let reach = coverage.reach(of: change.elementClass)?.expected ?? expected
      return -weights.sighting_mnat(expected: weights.reach(reach), existence: sighting.existence)
    }
    return expected > 0 ? -weights.absence_mnat(expected: weights.reach(expected)) : nil
  }

  /// What the change made is seen, where and as it is mapped now: the mean over the intervals that changed.
  private func presence(_ traversal: TraversalEvidence, _ tile: MapTile) -> Int64? {
    var sum: Int64 = 0
    var count: Int64 = 0
    for vote in traversal.votes where made.contains(vote.piece) {
      guard let element = tile[vote.piece], element.evidenceHash == vote.pieceHash, changed(element, vote.interval),
        let ratio = ratio(vote, element, traversal.labels)
      else { continue }
      sum += ratio
      count += 1
    }
    return count > 0 ? FixedPoint.divide(sum, by: count) : nil
  }

  private func changed(_ element: MapElement, _ interval: UInt16) -> Bool {
    guard element.kind == .line, change.shapeKind == .line, change.after.count > 1 else { return true }
    let range = LineInterval.range_cm(
      of: Int(interval), lineLength_cm: LineInterval.length_cm(of: element.points))
    let middle = LineMeasure(element.points).point(at: (range.lowerBound + range.upperBound) / 2).point
    return LineMeasure(change.after).nearest(to: middle).distance_cm <= Self.reach_cm
  }

  private func ratio(_ vote: ElementVote, _ element: MapElement, _ labels: [Attributes]) -> Int64? {
    let seen_mnat = -weights.removal_mnat(expected: weights.expected(vote.expected), detected: vote.detected)
    switch change.kind {
    case .attributeChanged:
      let label = Int(vote.label)
      guard label > 0, label <= labels.count, vote.detected >= 128,
        let differences = element.attributes.differences(in: labels[label - 1])
      else { return nil }
      return -weights.reading_mnat(differs: !differences.entries.isEmpty, detected: vote.detected)
    case .moved:
      guard vote.detected >= 128 else { return seen_mnat }
      guard vote.sigma_cm > 0 else { return nil }
      return isNearerToOldPlace(vote) ? -abs(seen_mnat) : seen_mnat
    case .added, .removed, .temporary: return seen_mnat
    }
  }

  private func isNearerToOldPlace(_ vote: ElementVote) -> Bool {
    guard !change.before.isEmpty, !change.after.isEmpty else { return false }
    if change.shapeKind == .line {
      let back = LineMeasure(change.after).left_cm(of: change.before)
      return Int64(vote.offset_cm) * back * 2 > back * back
    }
    let back = change.after.meanVertex.vector_cm(to: change.before.meanVertex)
    let along = Int64(vote.offset_cm) * back.x + Int64(vote.offsetNorth_cm) * back.y
    return along * 2 > back.x * back.x + back.y * back.y
  }
}
