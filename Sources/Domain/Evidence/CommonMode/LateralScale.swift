import MapModel

/// A scale by which one traversal saw what lies to the side too wide or too narrow: displacements grow with the distance from the driven
/// path, on both sides away from it or towards it. No change of the world looks like that; a camera's scale, height or pitch does.
public struct LateralScale: Hashable, Sendable {
  /// How much too wide, in thousandths of the lateral distance; negative where too narrow.
  public let permille: Int32
  /// Elements that share it.
  public let elements: Int
  /// Elements that could show it.
  public let compared: Int

  /// Fewest elements that make a scale a common one, and fewest that have to lie off at all before it is searched for.
  private static let fewest = 4
  /// Least that is told, in ten-thousandths.
  private static let least: Int64 = 200
  /// Least evidence for it against the map, and against a displacement of all alike, thousandths of a nat.
  private static let leastEvidence_mnat: Int64 = 8_000
  private static let leastLead_mnat: Int64 = 4_000
  /// Offsets and distances beyond these say nothing of a scale, cm.
  private static let farthestOffset_cm: Int64 = 300
  private static let farthest_cm: Int64 = 5_000
  /// Weight of an offset with a variance of one square centimetre, and the largest there is.
  private static let unit: Int64 = 1 << 20
  private static let heaviest: Int64 = 1 << 16

  /// A placed vote and what it would tell of its element under a scale of one.
  private struct Sample {
    let placed: PlacedVote
    let lateral: SIMD2<Int64>
    let lateral_cm: Int64
    let weight: Int64
    /// Intervals of its piece among the samples.
    let intervals: Int64

    func predicted(_ scale: Int64) -> SIMD2<Int64> {
      SIMD2(FixedPoint.divide(lateral.x * scale, by: 10_000), FixedPoint.divide(lateral.y * scale, by: 10_000))
    }
  }

  /// Takes the scale that most elements share out of a record's votes. Votes that could show it and do not tell no place any more, and
  /// what is new is taken to lie as vaguely as the scale displaces it. Nil, and nothing is touched, where there is none.
  public static func takeOut(of evidence: inout TraversalEvidence, tile: MapTile) -> LateralScale? {
    // Nearly every record is passed over here.
    guard evidence.swath.path.count > 1, liesOff(evidence) else { return nil }
    let path = LineMeasure(evidence.swath.path)
    let samples = samples(in: evidence, tile: tile, path: path)
    guard samples.count >= fewest, let scale = fit(samples), abs(scale) >= least else { return nil }
    let evidence_mnat = Self.evidence(samples) { $0.predicted(scale) }
    guard evidence_mnat >= leastEvidence_mnat else { return nil }
    let displacement = CommonDisplacement.fit(samples.map(\.placed))
    guard evidence_mnat >= Self.evidence(samples, { $0.placed.seen(displacement) }) + leastLead_mnat else { return nil }
    let telling = samples.filter { $0.placed.tells($0.predicted(scale)) }
    let sharing = telling.filter { $0.placed.agrees(with: $0.predicted(scale)) }
    let counts = (Set(sharing.map(\.placed.piece)).count, Set(telling.map(\.placed.piece)).count)
    guard counts.0 >= fewest, counts.0 * 5 >= counts.1 * 3 else { return nil }
    for sample in samples {
      let (vote, shift) = (sample.placed.vote, sample.predicted(scale))
      if sample.placed.tells(shift), !sample.placed.agrees(with: shift) {
        evidence.votes[vote].forgetPlace()
      } else {
        evidence.votes[vote].shift(by: SIMD2(-shift.x, -shift.y))
      }
    }
    widen(&evidence, scale, path)
    return LateralScale(
      permille: Int32(FixedPoint.divide(scale, by: 10)), elements: counts.0, compared: counts.1)
  }

  /// Whether a fifth of the votes that tell a place, and at least some, lie off theirs by more than two standard deviations.
  private static func liesOff(_ evidence: TraversalEvidence) -> Bool {
    var placed = 0
    var off = 0
    for vote in evidence.votes where vote.sigma_cm > 0 {
      placed += 1
      let (x, y, sigma) = (Int64(vote.offset_cm), Int64(vote.offsetNorth_cm), Int64(vote.sigma_cm))
      if x * x + y * y > 4 * sigma * sigma { off += 1 }
    }
    return off >= fewest && off * 5 >= placed
  }

  private static func samples(in evidence: TraversalEvidence, tile: MapTile, path: LineMeasure) -> [Sample] {
    let placed = PlacedVote.all(in: evidence, tile: tile)
    var intervals: [PieceID: Int64] = [:]
    for vote in placed { intervals[vote.piece, default: 0] += 1 }
    return placed.compactMap { vote in
      let foot = path.nearest(to: vote.place)
      guard foot.distance_cm <= farthest_cm, PlacedVote.squared(vote.offset) <= farthestOffset_cm * farthestOffset_cm
      else { return nil }
      let base = path.point(at: foot.station_cm).point
      let lateral = vote.seen(
        SIMD2(Int64(vote.place.x_cm) - Int64(base.x_cm), Int64(vote.place.y_cm) - Int64(base.y_cm)))
      let count = intervals[vote.piece] ?? 1
      return Sample(
        placed: vote, lateral: lateral, lateral_cm: foot.distance_cm,
        weight: max(min(unit / vote.variance, heaviest) / count, 1), intervals: count)
    }
  }

  /// The least-squares scale, in ten-thousandths, of the samples that agree with it better than with the map.
  private static func fit(_ samples: [Sample]) -> Int64? {
    var scale: Int64?
    for _ in 0..<3 {
      var (product, square): (Int64, Int64) = (0, 0)
      for sample in samples {
        if let scale {
          let predicted = sample.predicted(scale)
          guard !sample.placed.tells(predicted) || sample.placed.agrees(with: predicted) else { continue }
        }
        let (offset, lateral) = (sample.placed.offset, sample.lateral)
        product += sample.weight * (offset.x * lateral.x + offset.y * lateral.y)
        square += sample.weight * PlacedVote.squared(lateral)
      }
      guard square / 10_000 > 0 else { return nil }
      scale = FixedPoint.divide(product, by: square / 10_000)
    }
    return scale
  }

  /// Evidence that elements lie where something predicts and not on the map, thousandths of a nat.
  private static func evidence(_ samples: [Sample], _ predicted: (Sample) -> SIMD2<Int64>) -> Int64 {
    samples.reduce(0) { sum, sample in
      let placed = sample.placed
      return sum + (placed.cost_mnat(from: SIMD2()) - placed.cost_mnat(from: predicted(sample))) / sample.intervals
    }
  }

  private static func widen(_ evidence: inout TraversalEvidence, _ scale: Int64, _ path: LineMeasure) {
    for index in evidence.candidates.indices {
      let sighting = evidence.candidates[index]
      let shift = path.nearest(to: sighting.points.meanVertex).distance_cm * abs(scale) / 10_000
      let variance = Int64(sighting.sigma_cm) * Int64(sighting.sigma_cm) + shift * shift
      evidence.candidates[index].sigma_cm = UInt16(clamping: FixedPoint.squareRoot(UInt64(variance)))
    }
  }
}

extension ElementVote {
  /// Moves the place it tells, cm.
  mutating func shift(by shift_cm: SIMD2<Int64>) {
    offset_cm = Int16(clamping: Int64(offset_cm) + shift_cm.x)
    offsetNorth_cm = Int16(clamping: Int64(offsetNorth_cm) + shift_cm.y)
  }

  /// Has it tell no place.
  mutating func forgetPlace() { (offset_cm, offsetNorth_cm, sigma_cm) = (0, 0, 0) }
}
