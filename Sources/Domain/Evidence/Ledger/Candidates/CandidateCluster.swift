import MapModel

/// Sightings of one thing the map does not hold, across traversals: a point or polygon, or a stretch of line within one slab.
public struct CandidateCluster: Hashable, Sendable {
  /// Its number in the tile; never used again.
  public let id: UInt32
  /// What it was taken for.
  public let elementClass: ElementClass
  /// How to read its vertices.
  public let kind: ShapeKind
  /// Evidence that it is there, thousandths of a nat.
  public internal(set) var score_mnat: Int64 = 0
  /// Who saw it.
  public internal(set) var support = Support()
  /// Traversals that should have seen it and did not.
  public internal(set) var absences: UInt32 = 0
  /// Attributes read.
  public internal(set) var labels = LabelTally()
  /// True where a change that is held speaks of it: it gathers evidence, but raises nothing.
  public internal(set) var isHeld = false
  /// Of a line the mapped ones beside it, one on either side, as soon as somebody has looked for them.
  var rivals: [RivalLine] = []
  var geometry: Geometry
  var last: LastVisit

  enum Geometry: Hashable, Sendable {
    /// Where a point, or a polygon's centre, lies; with the polygon seen best, relative to its centre.
    case point(PointMean, outline: [TilePoint], outlineSigma_cm: UInt16)
    case line(LineProfile)
  }

  /// What the visit that spoke last said, so that one visit counts once.
  struct LastVisit: Hashable, Sendable {
    var trip: UInt32
    var slot: Int64
    var ratio_mnat: Int64
    /// Nodes of the line it reached.
    var nodes: UInt16
    /// Probability that it saw it, in 1/255.
    var existence: UInt8
    /// What visits before it on its day said.
    var day: SameDay

    /// What was said on the day of a visit that begins after it.
    func said(before visit: Visit) -> SameDay {
      day.before(visit.day, adding: (seen: existence, missed: existence > 0 ? 0 : 255))
    }
  }

  init(id: UInt32, elementClass: ElementClass, kind: ShapeKind, geometry: Geometry, visit: Visit) {
    self.id = id
    self.elementClass = elementClass
    self.kind = kind
    self.geometry = geometry
    last = LastVisit(
      trip: visit.trip, slot: visit.slot, ratio_mnat: 0, nodes: 0, existence: 0, day: SameDay())
  }

  /// Its vertices in the tile's frame, fused.
  public var points: [TilePoint] {
    switch geometry {
    case .point(let mean, let outline, _):
      let centre = mean.point
      guard !outline.isEmpty else { return [centre] }
      return outline.map { TilePoint(x_cm: $0.x_cm &+ centre.x_cm, y_cm: $0.y_cm &+ centre.y_cm) }
    case .line(let profile): return profile.points
    }
  }

  /// Its middle.
  public var centre: TilePoint {
    switch geometry {
    case .point(let mean, _, _): mean.point
    case .line(let profile): profile.centre
    }
  }

  /// Standard deviation of its position (of a line: across it), cm.
  public var sigma_cm: Int64 {
    switch geometry {
    case .point(let mean, _, _): mean.sigma_cm
    case .line(let profile): profile.sigma_cm
    }
  }

  /// What is known of a mapped line beside it.
  func rival(_ piece: PieceID) -> RivalLine? { rivals.first { $0.piece == piece } }

  /// Counts a sighting's or an absence's weight once a visit: the first word of a visit counts, a sighting takes the place of an absence.
  /// - Parameters:
  ///   - expected: Probability with which the visit would have sighted it, in 1/255.
  ///   - existence: Probability that it did, in 1/255; nil for an absence.
  mutating func weigh(expected: UInt8, existence: UInt8?, visit: Visit, weights: EvidenceWeights) {
    let cap_mnat = weights.policy.addedThreshold_mnat * 4
    let hasSpoken = support.traversals > 0 || absences > 0
    let isSame = visit.continues(trip: last.trip, slot: last.slot) && hasSpoken
    let day = isSame ? last.day : hasSpoken ? last.said(before: visit) : SameDay(day: visit.day)
    let ratio_mnat =
      existence.map { weights.sighting_mnat(expected: expected, existence: $0, day: day) }
      ?? weights.absence_mnat(expected: expected, day: day)
    if isSame {
      last.slot = visit.slot
      guard let existence, ratio_mnat > last.ratio_mnat else { return }
      if last.ratio_mnat < 0 {
        absences -= min(absences, 1)
        support.add(visit)
      }
      score_mnat = min(score_mnat + ratio_mnat - last.ratio_mnat, cap_mnat)
      last.ratio_mnat = ratio_mnat
      last.existence = existence
      return
    }
    score_mnat = min(score_mnat + support.weigh(ratio_mnat, of: visit, policy: weights.policy), cap_mnat)
    last = LastVisit(
      trip: visit.trip, slot: visit.slot, ratio_mnat: ratio_mnat, nodes: 0, existence: existence ?? 0, day: day)
    if existence != nil { support.add(visit) } else { absences += 1 }
  }
}
