import Foundation
import Geometry
import Localization
import MapModel
import Observations

extension TraversalAccumulator {
  /// One record for each tile of the map that a fix of the traversal lay in or close to, ordered by tile; also where every frame
  /// abstained, so that which records there are depends on the frames alone.
  public func evidence() -> [TraversalEvidence] {
    let candidates = sightings()
    return tiles.keys.sorted().compactMap { id in
      guard let sums = tiles[id], sums.isVisited else { return nil }
      return record(id, sums, candidates)
    }
  }

  private func record(_ id: TileID, _ sums: TileSums, _ candidates: [Sighting]) -> TraversalEvidence {
    var record = TraversalEvidence(
      id: TraversalID(vehicle: vehicle, drive: drive, slot: slot, tile: id), tileVersion: sums.version)
    record.model = visibilityModel.name
    record.software = software
    record.calibration = calibration
    record.firstTime_ns = firstTime_ns ?? 0
    record.lastTime_ns = lastTime_ns
    record.framesUsed = UInt32(framesUsed)
    record.framesAbstained = UInt32(framesAbstained)
    record.distance_m = UInt32(sums.distance_m.rounded())
    var labels = LabelTable(source: attributes.entries)
    let motion = id.frame.from(frame)
    var normals: [Vector2?] = []
    for key in sums.votes.keys.sorted() {
      guard let sum = sums.votes[key],
        var vote = sum.vote(key.piece, interval: key.interval, configuration: configuration)
      else { continue }
      vote.label = labels.reference(vote.label)
      record.votes.append(vote)
      normals.append(sum.normal.map(motion.rotate))
    }
    record.gaps = sums.gaps.keys.sorted().compactMap { key in sums.gaps[key]?.gap(key.first, key.second) }
    record.commonOffset = CommonOffset.takeOut(of: &record.votes, normals: normals)
    let common_m = record.commonOffset?.length_m ?? 0
    for candidate in candidates where candidate.tile == id {
      var sighting = candidate.sighting
      sighting.points = candidate.vertices.map { TilePoint(motion.transform($0)) }
      sighting.label = labels.reference(sighting.label)
      if common_m > 0 { sighting.sigma_cm = Self.grown(sighting.sigma_cm, by: common_m) }
      record.candidates.append(sighting)
    }
    record.labels = labels.used
    record.swath = swath(of: id, motion: motion)
    return record
  }

  /// A standard deviation with a systematic error beside it: where something new is, a pose in doubt tells no better.
  private static func grown(_ sigma_cm: UInt16, by error_m: Double) -> UInt16 {
    let sigma = Double(sigma_cm)
    return UInt16(min((sigma * sigma + error_m * error_m * 1e4).squareRoot().rounded(), 65_535))
  }

  /// A candidate with its place in the traversal's frame.
  private struct Sighting {
    var tile: TileID
    var vertices: [Vector2]
    var sighting: CandidateSighting
  }

  private func sightings() -> [Sighting] {
    var out: [Sighting] = []
    func add(
      _ elementClass: ElementClass, _ kind: ShapeKind, _ vertices: [Vector2], sigma_m: Double, existence: Double,
      frames: Int, reference: Int
    ) {
      let middle = MapRegion.centroid(vertices)
      out.append(
        Sighting(
          tile: TileID(frame.geodetic(middle)), vertices: vertices,
          sighting: CandidateSighting(
            elementClass: elementClass, kind: kind, points: [],
            sigma_cm: UInt16(min(max((sigma_m * 100).rounded(), 1), 65_535)),
            existence: UInt8(min(max((existence * 255).rounded(), 0), 255)),
            frames: UInt16(min(frames, Int(UInt16.max))), label: UInt16(reference))))
    }
    let useful = points.clusters.filter { $0.frames >= configuration.candidateFrames }
    for cluster in useful.prefix(configuration.candidateLimit) {
      let kind: ShapeKind = cluster.isPolygon ? .polygon : .point
      let independent = independentLooks(cluster.firstTime_ns, cluster.lastTime_ns)
      let vertices = cluster.isPolygon ? Self.ring(cluster) : [cluster.mean]
      add(
        cluster.elementClass, kind, vertices, sigma_m: cluster.sigma_m(independent: independent),
        existence: Self.existence(cluster.existence / Double(cluster.frames), frames: cluster.frames),
        frames: cluster.frames, reference: cluster.tally.majority)
    }
    for place in bearings.places(minimumFrames: configuration.candidateFrames).prefix(configuration.candidateLimit) {
      add(
        place.elementClass, .point, [place.position], sigma_m: place.sigma_m,
        existence: Self.existence(place.existence, frames: place.frames), frames: place.frames,
        reference: place.reference)
    }
    for line in lines.lines(configuration).prefix(8 * configuration.candidateLimit) {
      add(
        line.elementClass, .line, line.vertices, sigma_m: line.sigma_m,
        existence: Self.existence(line.existence, frames: line.frames) * min(0.4 + line.rate, 1), frames: line.frames,
        reference: line.reference)
    }
    return out
  }

  private func independentLooks(_ first: Int64, _ last: Int64) -> Double {
    min(1 + Double(last - first) / 1e9 / configuration.lookInterval_s, configuration.mostLooks)
  }

  /// A few frames make a thing likely; no number makes it sure.
  private static func existence(_ mean: Double, frames: Int) -> Double {
    let looks = min(Double(frames), 8) / 2
    return min(mean * (1 - pow(0.5, looks)), 0.95)
  }

  /// An area's ring moved onto its fused middle, at most twelve vertices.
  private static func ring(_ cluster: PointCandidates.Cluster) -> [Vector2] {
    let step = max((cluster.ring.count + 11) / 12, 1)
    let ring = stride(from: 0, to: cluster.ring.count, by: step).map { cluster.ring[$0] }
    let shift = cluster.mean - MapRegion.centroid(ring)
    return ring.map { $0 + shift }
  }

  private func swath(of id: TileID, motion: Pose2) -> ViewSwath {
    let corner = id.frame.local(id.place(u: 1, v: 0))
    let bounds = Bounds2(Vector2(-corner.x, -corner.y), corner).grown(by: 60)
    let path = self.path.longest(in: bounds, frame: motion)
    guard !path.isEmpty else { return ViewSwath() }
    let reaches = self.reaches.keys.sorted().compactMap { elementClass -> ViewSwath.Reach? in
      guard let reach = self.reaches[elementClass], reach.lateral_m > 0 else { return nil }
      return ViewSwath.Reach(
        elementClass: elementClass, lateral_cm: UInt16(min(reach.lateral_m * 100, 65_535)),
        expected: UInt8(min(max((reach.probability * 255).rounded(), 0), 255)))
    }
    return ViewSwath(path: path.map { TilePoint($0) }, reaches: reaches)
  }
}

/// The traversal's attribute table cut down to what one record refers to.
private struct LabelTable {
  let source: [Attributes]
  var used: [Attributes] = []
  private var place: [UInt16: UInt16] = [:]

  init(source: [Attributes]) { self.source = source }

  mutating func reference(_ old: UInt16) -> UInt16 {
    guard old > 0 else { return 0 }
    if let new = place[old] { return new }
    used.append(source[Int(old) - 1])
    place[old] = UInt16(used.count)
    return UInt16(used.count)
  }
}
