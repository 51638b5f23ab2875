import Geometry
import MapModel

extension CommonOffset {
  /// What one vote says of where its element lies.
  struct Sample {
    var piece: PieceID
    /// Where it was seen against where it is mapped, east and north, m; of a line only what is along its normal counts.
    var offset: Vector2
    /// The line's left normal, of length one; nil for a point.
    var normal: Vector2?
    /// Standard deviation of the offset, m.
    var sigma_m: Double

    /// Distance of the offset from that of a displacement, in standard deviations.
    func deviations(from displacement: Vector2) -> Double {
      let left = offset - displacement
      return (normal.map { abs($0.dot(left)) } ?? left.length) / sigma_m
    }

    /// Whether it could show a displacement: one that is larger than its error, and to a line not along it.
    func tells(_ displacement: Vector2) -> Bool {
      (normal.map { abs($0.dot(displacement)) } ?? displacement.length) >= leastTelling * sigma_m
    }

    /// Whether it agrees with one better than with the map.
    func agrees(with displacement: Vector2) -> Bool {
      let there = deviations(from: displacement)
      return there < gate && there < deviations(from: .zero)
    }
  }

  /// Fewest elements that make a displacement a common one.
  private static let fewest = 4
  /// Share of the elements that could show it and do.
  private static let leastShare = 0.5
  /// Least displacement that is told, m, and least in standard deviations.
  private static let least_m = 0.15
  private static let leastDeviations = 3.0
  /// Least evidence that the elements lie there and not on the map, nats.
  private static let leastEvidence = 8.0
  /// Most deviations from it of an offset that shares it; least that it makes of an offset that could show it.
  private static let gate = 2.5
  private static let leastTelling = 1.0
  /// Deviations from the map of an offset that the search begins with.
  private static let leastFirst = 1.5
  /// Most that one element may say, nats.
  private static let mostEach = 4.5

  /// The displacement that most elements share; nil where they lie on the map, or each elsewhere. O(n²).
  /// - Returns: it, and of every sample whether it shares it and whether it could.
  static func find(among samples: [Sample]) -> (offset: CommonOffset, shares: [Bool], tells: [Bool])? {
    var intervals: [PieceID: Int] = [:]
    for sample in samples { intervals[sample.piece, default: 0] += 1 }
    // Intervals of one line are one element's.
    let weights = samples.map { 1 / Double(intervals[$0.piece] ?? 1) }
    var best: (displacement: Vector2, sigma_m: Double, evidence: Double)?
    for sample in samples where sample.deviations(from: .zero) > leastFirst {
      guard let fitted = fit(sample.offset, to: samples, weights) else { continue }
      let evidence = evidence(of: fitted.displacement, samples, weights)
      if evidence > best?.evidence ?? leastEvidence { best = (fitted.displacement, fitted.sigma_m, evidence) }
    }
    guard let best, best.displacement.length >= max(least_m, leastDeviations * best.sigma_m) else { return nil }
    let tells = samples.map { $0.tells(best.displacement) }
    let shares = zip(samples, tells).map { $1 && $0.agrees(with: best.displacement) }
    func elements(_ picked: [Bool]) -> Int { Set(zip(samples, picked).filter(\.1).map(\.0.piece)).count }
    let (sharing, telling) = (elements(shares), elements(tells))
    guard sharing >= fewest, Double(sharing) >= leastShare * Double(telling) else { return nil }
    return (
      CommonOffset(
        east_cm: Int32((best.displacement.x * 100).rounded()), north_cm: Int32((best.displacement.y * 100).rounded()),
        sigma_cm: UInt32(max((best.sigma_m * 100).rounded(), 1)), elements: UInt32(sharing), compared: UInt32(telling)),
      shares, tells
    )
  }

  /// Logarithm of the likelihood ratio of "all lie there" against "all lie on the map", either bounded for each element.
  private static func evidence(of displacement: Vector2, _ samples: [Sample], _ weights: [Double]) -> Double {
    func cost(_ sample: Sample, _ place: Vector2) -> Double {
      let deviations = sample.deviations(from: place)
      return min(deviations * deviations / 2, mostEach)
    }
    return zip(samples, weights).reduce(0) { $0 + $1.1 * (cost($1.0, .zero) - cost($1.0, displacement)) }
  }

  /// The least-squares displacement of the samples that agree with a first guess, and its standard deviation along itself.
  private static func fit(_ first: Vector2, to samples: [Sample], _ weights: [Double])
    -> (displacement: Vector2, sigma_m: Double)?
  {
    var displacement = first
    var sigma_m = 0.0
    for _ in 0..<3 {
      // A weak pull to zero, 2 m, keeps what only lines along one direction show from running off along them.
      var xx = 0.25
      var xy = 0.0
      var yy = 0.25
      var right = Vector2.zero
      for (sample, share) in zip(samples, weights) where sample.agrees(with: displacement) {
        let weight = share / (sample.sigma_m * sample.sigma_m)
        if let n = sample.normal {
          xx += weight * n.x * n.x
          xy += weight * n.x * n.y
          yy += weight * n.y * n.y
          right = right + n * (weight * n.dot(sample.offset))
        } else {
          xx += weight
          yy += weight
          right = right + sample.offset * weight
        }
      }
      let determinant = xx * yy - xy * xy
      guard determinant > 0 else { return nil }
      displacement = Vector2(yy * right.x - xy * right.y, xx * right.y - xy * right.x) * (1 / determinant)
      guard displacement.length > 0 else { return nil }
      let d = displacement.normalized
      sigma_m = ((yy * d.x * d.x - 2 * xy * d.x * d.y + xx * d.y * d.y) / determinant).squareRoot()
    }
    return (displacement, sigma_m)
  }

  /// Takes the displacement that most elements share out of the votes that show it. Those that could show it and do not tell no place any
  /// more: nobody knows which of the two is right.
  /// - Parameter normals: of every vote the line's left normal in the tile's frame, nil for a point.
  public static func takeOut(of votes: inout [ElementVote], normals: [Vector2?]) -> CommonOffset? {
    let placed = votes.indices.filter { votes[$0].sigma_cm > 0 }
    guard placed.count >= fewest else { return nil }
    let samples = placed.map { Sample(votes[$0], normal: normals[$0]) }
    guard let found = find(among: samples) else { return nil }
    let displacement = Vector2(Double(found.offset.east_cm), Double(found.offset.north_cm))
    for (place, index) in placed.enumerated() where found.tells[place] {
      if found.shares[place] {
        let shift = normals[index].map { Vector2($0.dot(displacement), 0) } ?? displacement
        votes[index].offset_cm = Int16(clamping: Int(votes[index].offset_cm) - Int(shift.x.rounded()))
        votes[index].offsetNorth_cm = Int16(clamping: Int(votes[index].offsetNorth_cm) - Int(shift.y.rounded()))
      } else {
        votes[index].offset_cm = 0
        votes[index].offsetNorth_cm = 0
        votes[index].sigma_cm = 0
      }
    }
    return found.offset
  }
}

extension CommonOffset.Sample {
  /// What a vote with a place says.
  init(_ vote: ElementVote, normal: Vector2?) {
    let (first, second) = (Double(vote.offset_cm) / 100, Double(vote.offsetNorth_cm) / 100)
    self.init(
      piece: vote.piece, offset: normal.map { $0 * first } ?? Vector2(first, second), normal: normal,
      sigma_m: Double(vote.sigma_cm) / 100)
  }
}
