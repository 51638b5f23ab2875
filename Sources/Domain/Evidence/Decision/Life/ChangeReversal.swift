import MapModel

/// Whether evidence that suffices for a change says nothing but that an earlier one, applied and not verified yet, was wrong.
public struct ChangeReversal {
  let change: ChangeEvent
  let made: [PieceID]
  let policy: Policy

  /// The question for a change as it was applied and the pieces it made.
  public init(of change: ChangeEvent, made: [PieceID], policy: Policy) {
    self.change = change
    self.made = made
    self.policy = policy
  }

  /// True where a proposal would only bring back what was there before.
  public func isMeant(by proposal: ChangeProposal) -> Bool {
    switch (change.kind, proposal.edit) {
    case (.added, .remove(let piece, stretch_cm: nil)): made.contains(piece)
    case (.removed, .add(let points, _)): proposal.elementClass == change.elementClass && isBack(points)
    case (.moved, .shiftPoint(let piece, let east_cm, let north_cm)):
      made.contains(piece) && isBack(east_cm: Int64(east_cm), north_cm: Int64(north_cm))
    case (.moved, .shiftLine(let piece, let shifts)): made.contains(piece) && isBack(shifts)
    case (.attributeChanged, .relabel(let piece, stretch_cm: nil, let attributes)):
      made.contains(piece) && attributes.entries.allSatisfy { change.attributesBefore[$0.key] == $0.value }
    default: false
    }
  }

  /// Something new where something was removed, as long as at least half of it.
  private func isBack(_ points: [TilePoint]) -> Bool {
    guard !points.isEmpty, !change.before.isEmpty else { return false }
    guard change.shapeKind == .line else {
      return points.meanVertex.distance_cm(to: change.before.meanVertex) <= policy.clusterGate_cm
    }
    return points.count > 1
      && LineMeasure(change.before).nearest(to: points[points.count / 2]).distance_cm <= policy.clusterGate_cm
      && LineInterval.length_cm(of: points) * 2 >= LineInterval.length_cm(of: change.before)
  }

  private func isBack(east_cm: Int64, north_cm: Int64) -> Bool {
    guard !change.before.isEmpty, !change.after.isEmpty else { return false }
    let way = change.before.meanVertex.vector_cm(to: change.after.meanVertex)
    return FixedPoint.length(way.x + east_cm, way.y + north_cm) * 2 < FixedPoint.length(way.x, way.y)
  }

  private func isBack(_ shifts: [LineShift]) -> Bool {
    let moved = shifts.map(\.left_cm).filter { $0 != 0 }
    guard !moved.isEmpty, change.before.count > 1, change.after.count > 1 else { return false }
    let way = LineMeasure(change.before).left_cm(of: change.after)
    let back = FixedPoint.divide(moved.reduce(0, +), by: Int64(moved.count))
    return abs(way + back) * 2 < abs(way)
  }
}
