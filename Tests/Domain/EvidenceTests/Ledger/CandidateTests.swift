import MapModel
import Observations
import Testing

@testable import Evidence

@Suite struct CandidateTests {
  private let weights = EvidenceWeights(.independent)
  private let empty = MapTile(id: TileID(quadkey: 9), version: 1, elements: [])

  private func traversal(_ number: Int, _ sightings: [CandidateSighting], lateral_cm: UInt16 = 2000)
    -> TraversalEvidence
  {
    var evidence = TraversalEvidence(
      id: TraversalID(
        vehicle: VehicleID("v\(number)"), drive: DriveID("d"), slot: Int64(number), tile: empty.id), tileVersion: 1)
    evidence.lastTime_ns = Int64(number) * 60_000_000_000
    evidence.candidates = sightings
    evidence.swath = ViewSwath(
      path: [TilePoint(x_cm: -10_000, y_cm: 0), TilePoint(x_cm: 10_000, y_cm: 0)],
      reaches: [
        ViewSwath.Reach(elementClass: .pole, lateral_cm: lateral_cm, expected: 230),
        ViewSwath.Reach(elementClass: .laneBoundary, lateral_cm: lateral_cm, expected: 200),
      ])
    return evidence
  }

  private func pole(_ x_cm: Int32, _ y_cm: Int32, sigma_cm: UInt16 = 20) -> CandidateSighting {
    CandidateSighting(
      elementClass: .pole, kind: .point, points: [TilePoint(x_cm: x_cm, y_cm: y_cm)], sigma_cm: sigma_cm,
      existence: 240, frames: 8)
  }

  private func line(_ points: [(Int32, Int32)], sigma_cm: UInt16 = 10) -> CandidateSighting {
    CandidateSighting(
      elementClass: .laneBoundary, kind: .line, points: points.map { TilePoint(x_cm: $0.0, y_cm: $0.1) },
      sigma_cm: sigma_cm, existence: 240, frames: 8)
  }

  private func fold(_ set: inout CandidateSet, _ evidence: TraversalEvidence, tile: MapTile? = nil) -> [UInt32] {
    let tile = tile ?? empty
    return set.fold(
      evidence, visit: Visit(evidence), tile: tile, ledger: TileLedger(tile), weights: weights)
  }

  @Test func sightingsOfOneThingAreOneClusterAtTheirWeightedMean() {
    var set = CandidateSet()
    _ = fold(&set, traversal(1, [pole(100, 500, sigma_cm: 10)]))
    _ = fold(&set, traversal(20, [pole(120, 500, sigma_cm: 20)]))
    #expect(set.clusters.count == 1)
    #expect(set.clusters[0].centre == TilePoint(x_cm: 104, y_cm: 500))
    #expect(set.clusters[0].support.vehicles == 2)
  }

  @Test func oneTraversalSeesOneThingOnce() {
    var set = CandidateSet()
    _ = fold(&set, traversal(1, [pole(100, 500), pole(140, 500)]))
    #expect(set.clusters.count == 2)
    _ = fold(&set, traversal(20, [pole(142, 500), pole(99, 500)]))
    #expect(set.clusters.count == 2)
    #expect(set.clusters.map(\.support.traversals) == [2, 2])
  }

  @Test func absenceWhereItShouldHaveBeenSeenSpeaksAgainstIt() {
    var set = CandidateSet()
    for number in 1...4 { _ = fold(&set, traversal(number * 5, [pole(100, 500)])) }
    let score = set.clusters[0].score_mnat
    _ = fold(&set, traversal(30, [], lateral_cm: 400))
    #expect(set.clusters[0].score_mnat == score, "it lies outside of the swath")
    _ = fold(&set, traversal(40, []))
    #expect(set.clusters[0].score_mnat < score && set.clusters[0].absences == 1)
    for number in 10...20 { _ = fold(&set, traversal(number * 5, [])) }
    #expect(set.clusters.isEmpty)
  }

  @Test func oneVisitCountsOnce() {
    var set = CandidateSet()
    let first = traversal(5, [pole(100, 500)])
    _ = fold(&set, first)
    let score = set.clusters[0].score_mnat
    var next = first
    next.id.slot += 1
    _ = fold(&set, next)
    #expect(set.clusters.count == 1 && set.clusters[0].score_mnat == score)
    next.id.slot += 1
    next.candidates = []
    _ = fold(&set, next)
    #expect(set.clusters[0].score_mnat == score, "what the visit saw before is not absent now")
    next.id.slot += 9
    next.candidates = first.candidates
    _ = fold(&set, next)
    #expect(set.clusters[0].score_mnat > score)
  }

  @Test func stretchesCutAnywhereAreOneLine() {
    var set = CandidateSet()
    for number in 0..<8 {
      let cut = Int32(number * 230)
      _ = fold(
        &set,
        traversal(
          number * 5,
          [
            line([(-3000, 300), (-2000 + cut, 300)]), line([(-2000 + cut, 300), (cut, 300)]),
            line([(3000, 300), (cut, 300)]),
          ]))
    }
    // 60 m from -30 m on lie in four slabs of 20 m.
    #expect(set.clusters.count == 4)
    #expect(set.clusters.allSatisfy { $0.support.traversals == 8 })
    let core = set.clusters.max { $0.score_mnat < $1.score_mnat }
    let chain = core.map { ClusterChain(through: $0, over: set.clusters) }
    #expect(chain.map { LineInterval.length_cm(of: $0.points) }.map { $0 > 5600 && $0 < 6500 } == true)
    #expect(chain?.points.allSatisfy { abs($0.y_cm - 300) <= 1 } == true)
  }

  @Test func parallelLinesStayApart() {
    var set = CandidateSet()
    for number in 1...6 {
      _ = fold(&set, traversal(number * 5, [line([(0, 300), (2000, 310)]), line([(0, 640), (2000, 650)])]))
    }
    let strong = set.clusters.filter { $0.support.traversals == 6 && $0.points.count > 2 }
    #expect(strong.count == 2)
    #expect(strong.allSatisfy { ClusterChain(through: $0, over: set.clusters).points.count >= 2 })
  }

  @Test func aBendIsFollowed() {
    var set = CandidateSet()
    // A quarter of a circle of 60 m radius, from eastwards to northwards.
    let arc: [(Int32, Int32)] = (0...60).map { step in
      let t = Double(step) / 60 * 1.5708
      let (s, c) = (t - t * t * t / 6 + t * t * t * t * t / 120 - t * t * t * t * t * t * t / 5040, 1.0)
      let cosine = (c - s * s).squareRoot()
      return (Int32(6000 * s), Int32(6000 * (1 - cosine)))
    }
    for number in 1...6 {
      let pieces = stride(from: 0, to: 60, by: 12).map { start in line(Array(arc[start...(start + 12)])) }
      _ = fold(&set, traversal(number * 5, pieces, lateral_cm: 30_000))
    }
    let core = set.clusters.max { $0.score_mnat < $1.score_mnat }
    let chain = core.map { ClusterChain(through: $0, over: set.clusters) }
    #expect(chain.map { LineInterval.length_cm(of: $0.points) > 7500 } == true)
    let course = LineMeasure(arc.map { TilePoint(x_cm: $0.0, y_cm: $0.1) })
    #expect(chain?.points.allSatisfy { course.nearest(to: $0).distance_cm <= 20 } == true)
  }

  @Test func aTileHoldsABoundedNumberAndDropsTheLeastSupported() throws {
    var policy = Policy()
    try policy.set("clusters_per_tile", to: 3)
    var set = CandidateSet()
    let weights = EvidenceWeights(policy)
    for number in 1...3 {
      let evidence = traversal(number * 5, [pole(0, 500)])
      _ = set.fold(evidence, visit: Visit(evidence), tile: empty, ledger: TileLedger(empty), weights: weights)
    }
    let crowd = traversal(40, [pole(0, 500)] + (1...5).map { pole(Int32($0) * 1000, 500) })
    _ = set.fold(crowd, visit: Visit(crowd), tile: empty, ledger: TileLedger(empty), weights: weights)
    #expect(set.clusters.count == 3 && set.dropped == 3)
    #expect(set.clusters[0].support.traversals == 4)
  }

  @Test func whatANewerMapExplainsIsNoCandidate() {
    let mapped = MapTile(
      id: empty.id, version: 2,
      elements: [
        MapElement(
          piece: PieceID(ElementID(1)), elementClass: .pole, kind: .point, points: [TilePoint(x_cm: 100, y_cm: 520)])
      ])
    var set = CandidateSet()
    let explained = fold(&set, traversal(1, [pole(100, 500)]), tile: mapped)
    #expect(explained.isEmpty)
    let new = fold(&set, traversal(2, [pole(900, 500)]), tile: mapped)
    #expect(new.count == 1)
  }

  @Test func aSetWrittenIsTheSameSet() throws {
    var set = CandidateSet()
    for number in 1...9 {
      let wiggle = Int32(number * 3)
      _ = fold(
        &set,
        traversal(number, [pole(100 + wiggle, 500), line([(0, 300), (1500 + wiggle * 10, 320)]), pole(4000, 10)]))
      var writer = LedgerWriter()
      set.write(to: &writer)
      var reader = LedgerReader(writer.bytes)
      #expect(try CandidateSet(from: &reader) == set)
      #expect(reader.isAtEnd)
    }
  }
}
