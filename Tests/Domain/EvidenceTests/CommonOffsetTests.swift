import Geometry
import Localization
import MapModel
import Matching
import Observations
import TestSupport
import Testing

@testable import Evidence

/// What most elements of a tile share is no change of the world.
@Suite struct CommonOffsetTests {
  private func point(_ id: UInt64, _ offset: Vector2, sigma_m: Double = 0.05) -> CommonOffset.Sample {
    CommonOffset.Sample(piece: PieceID(ElementID(id)), offset: offset, normal: nil, sigma_m: sigma_m)
  }

  /// A line that shows of a displacement what lies across it.
  private func line(_ id: UInt64, angle_rad: Double, _ displacement: Vector2, sigma_m: Double = 0.05)
    -> CommonOffset.Sample
  {
    let normal = Vector2(angle_rad: angle_rad)
    return CommonOffset.Sample(
      piece: PieceID(ElementID(id)), offset: normal * normal.dot(displacement), normal: normal, sigma_m: sigma_m)
  }

  @Test func whatAllShareIsFoundWhateverTheyAre() throws {
    let displacement = Vector2(0.4, -0.3)
    let samples =
      (1...4).map { point($0, displacement) } + (5...8).map { line($0, angle_rad: 0.6 * Double($0), displacement) }
    let found = try #require(CommonOffset.find(among: samples))
    #expect(abs(found.offset.east_cm - 40) <= 1 && abs(found.offset.north_cm + 30) <= 1)
    #expect(found.offset.elements <= found.offset.compared && found.offset.compared <= 8)
  }

  @Test func changesOfTheWorldAreNotTakenForIt() {
    let still = (10...16).map { point($0, .zero) }
    #expect(CommonOffset.find(among: [point(1, Vector2(1, 0))] + still) == nil, "one moved sign")
    let apart = (1...5).map { point($0, Vector2(angle_rad: 1.2 * Double($0)) * 0.6) }
    #expect(CommonOffset.find(among: apart + still) == nil, "each elsewhere")
    let pair = (1...2).map { line($0, angle_rad: 1.5, Vector2(0, 0.5)) }
    #expect(CommonOffset.find(among: pair) == nil, "both lines of a road: too few to say")
    let few = (1...4).map { point($0, Vector2(0.5, 0)) }
    #expect(CommonOffset.find(among: few + still) == nil, "a row of signs set back, most elements stand")
  }

  @Test func manyIntervalsOfOneLineAreOneElement() {
    let samples = (0..<20).map { _ in line(1, angle_rad: 1.5, Vector2(0, 0.5)) }
    #expect(CommonOffset.find(among: samples) == nil)
  }

  @Test func noiseAloneMakesNone() {
    var random = Seeded(4)
    for _ in 0..<200 {
      let samples = (1...12).map {
        point($0, Vector2(random.normal(sigma: 0.1), random.normal(sigma: 0.1)), sigma_m: 0.1)
      }
      #expect(CommonOffset.find(among: samples) == nil)
    }
  }

  @Test func itIsFoundWithinItsErrorAndTurnsWithTheMap() throws {
    var random = Seeded(9)
    for _ in 0..<60 {
      let displacement = Vector2(angle_rad: .random(in: -3...3, using: &random)) * .random(in: 0.4...1, using: &random)
      let samples = (UInt64(1)...10).map { id -> CommonOffset.Sample in
        let noise = Vector2(random.normal(sigma: 0.05), random.normal(sigma: 0.05))
        if id % 2 == 0 { return point(id, displacement + noise) }
        return line(id, angle_rad: .random(in: -3...3, using: &random), displacement + noise)
      }
      let found = try #require(CommonOffset.find(among: samples))
      let told = Vector2(Double(found.offset.east_cm), Double(found.offset.north_cm)) * 0.01
      #expect(told.distance(to: displacement) < 0.15)

      let turn = Pose2(.zero, yaw_rad: 1.1)
      let turned = samples.map {
        CommonOffset.Sample(
          piece: $0.piece, offset: turn.rotate($0.offset), normal: $0.normal.map(turn.rotate), sigma_m: $0.sigma_m)
      }
      let other = try #require(CommonOffset.find(among: turned)).offset
      let back = turn.inverse.rotate(Vector2(Double(other.east_cm), Double(other.north_cm)) * 0.01)
      #expect(back.distance(to: told) < 0.02)
    }
  }

  @Test func votesThenTellWhereElementsLieAgainstTheOthers() throws {
    func vote(_ id: UInt64, east_cm: Int16) -> ElementVote {
      ElementVote(
        piece: PieceID(ElementID(id)), pieceHash: 1, interval: 0, expected: 200, detected: 250, offset_cm: east_cm,
        sigma_cm: 5, frames: 9)
    }
    var votes = (1...6).map { vote($0, east_cm: 50) } + [vote(7, east_cm: 0), vote(8, east_cm: 50)]
    votes[7].sigma_cm = 0
    let offset = try #require(CommonOffset.takeOut(of: &votes, normals: Array(repeating: nil, count: 8)))
    #expect(abs(offset.east_cm - 50) <= 1 && offset.elements == 6 && offset.compared == 7)
    #expect(votes[..<6].allSatisfy { abs($0.offset_cm) <= 1 && $0.sigma_cm == 5 })
    #expect(votes[6].sigma_cm == 0, "the one that disagrees tells no place any more")
    #expect(votes.allSatisfy { $0.detected == 250 }, "all were seen")
  }

  /// The evidence of a drive whose poses are off by as much, and do not know it.
  private func evidence(posesOffBy error: Vector2) -> TraversalEvidence {
    var road = StraightRoad.threeLanes
    road.points = StraightRoad.landmarks
    let region = MapRegion(anchor: StraightRoad.tile, tiles: [road.mapTile()])
    var memory = MatchMemory()
    let matcher = FrameMatcher(configuration: MatchConfiguration(), model: .generic)
    let vehicle = VehicleID("v1")
    let frames = road.frames(from_m: -230, to_m: 230, north_m: 0, StraightRoad.Drive())
    var accumulator = TraversalAccumulator(
      vehicle: vehicle, drive: DriveID("d1"),
      slot: TraversalSlot.slot(of: frames[0].captureTime_ns, vehicle: vehicle), anchor: region.anchor)
    var covariance = PoseCovariance.zero
    covariance.rows[0][0] = 0.0009
    covariance.rows[1][1] = 0.0009
    for (index, frame) in frames.enumerated() {
      let pose = Pose2(Vector2(-230 + 2 * Double(index), 0) + error, yaw_rad: 0)
      let localized = LocalizedFrame(
        mapFromVehicle: pose, covariance: covariance, status: .converged, camera: .none, protectionLevel_m: 0.2,
        laneProbability: 1, shares: [])
      let matched = matcher.match(frame, localized: localized, in: region, memory: &memory)
      accumulator.add(frame, localized: localized, matched: matched, region: region)
    }
    return accumulator.evidence()[0]
  }

  @Test func aWrongPoseMovesNothing() throws {
    #expect(evidence(posesOffBy: .zero).commonOffset == nil)
    let evidence = evidence(posesOffBy: Vector2(0.3, 0.4))
    let offset = try #require(evidence.commonOffset)
    #expect(abs(offset.east_cm - 30) < 10 && abs(offset.north_cm - 40) < 10)
    #expect(offset.elements >= 10)
    let placed = evidence.votes.filter { $0.sigma_cm > 0 }
    #expect(placed.count > 60)
    #expect(placed.allSatisfy { abs(Int($0.offset_cm)) < 15 && abs(Int($0.offsetNorth_cm)) < 15 })
  }
}
