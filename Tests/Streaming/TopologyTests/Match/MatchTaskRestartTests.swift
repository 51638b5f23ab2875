import Contracts
import Evidence
import Geometry
import Localization
import MapModel
import Observations
import Testing

@testable import Topology

/// A hundred vehicles on one straight road, their frames interleaved in one partition, and a task that is killed again and again.
@Suite struct MatchTaskRestartTests {
  private static let vehicles = 100
  private static let origin = TileID(Geodetic(latitude_deg: 48.1, longitude_deg: 11.5))

  private static let map: MapView = {
    let line = MapElement(
      piece: PieceID(ElementID(1)), elementClass: .laneBoundary, kind: .line,
      points: [TilePoint(Vector2(-190, 2)), TilePoint(Vector2(190, 2))])
    return MapView(tiles: [MapTile(id: origin, version: 1, elements: [line])])
  }()

  private static let log: [IncomingRecord] = {
    let frame = origin.frame
    var log = MemoryLog(partitionCount: 1)
    for step in 0..<38 {
      for vehicle in 0..<vehicles {
        let time_ns = 1_750_000_000_000_000_000 + Int64(step) * 4_000_000_000 + Int64(vehicle) * 7_000_000
        var observation = ObservationFrame(
          vehicle: VehicleID("vehicle-\(vehicle)"), drive: DriveID("drive"), sequence: UInt64(step + 1),
          captureTime_ns: time_ns)
        observation.software = "s"
        observation.calibration = "c"
        observation.gnss = GNSSFix(
          place: frame.geodetic(Vector2(-150 + Double(step) * 8, Double(vehicle % 5) * 0.1)),
          covariance: Covariance2(isotropicSigma_m: 1), yaw_rad: 0)
        observation.sensors = [
          SensorStatus(modality: .camera, fieldOfView_rad: 2, maxRange_m: 40, detects: [.laneBoundary])
        ]
        observation.labels = [Label([Label.Candidate(.laneBoundary)])]
        observation.lines = line(at: 2 - Float(vehicle % 5) * 0.1)
        log.append(
          OutgoingRecord(topic: .observations, key: [1], value: FrameCodec.encode(observation)), timestamp_ms: 0)
      }
    }
    return log.records(of: .observations)
  }()

  private static func line(at left_m: Float) -> LineDetections {
    var lines = LineDetections()
    lines.vertexCount = [3]
    lines.firstVertex = [0]
    lines.x_m = [4, 12, 20]
    lines.y_m = [left_m, left_m, left_m]
    lines.sigma_m = [0.1]
    lines.label = [0]
    lines.sensor = [0]
    lines.existence = [0.9]
    lines.tracking = [0]
    return lines
  }

  /// What the tile log holds after a run: evidence in order of arrival.
  private func run(batch: Int, killAfter: Set<Int>, acknowledgeEvery: Int) throws -> [TraversalEvidence] {
    var arrived: [TraversalEvidence] = []
    var task = MatchTask(partition: 0)
    var offset = 0
    var committed = 0
    var batches = 0
    var unacknowledged: [UInt64] = []
    func take(_ step: MatchStep) throws {
      for output in step.outputs {
        #expect(output.record.topic == .evidence)
        if case .traversal(let evidence) = try TileLogCodec.decode(output.record.value ?? []) {
          arrived.append(evidence)
        }
        unacknowledged.append(output.token)
      }
    }
    while offset < Self.log.count {
      let end = min(offset + batch, Self.log.count)
      try take(task.step(Self.log[offset..<end], map: Self.map))
      offset = end
      batches += 1
      if batches % acknowledgeEvery == 0 {
        task.acknowledge(unacknowledged)
        unacknowledged = []
        let next = Int(task.committableOffset ?? 0)
        #expect(next >= committed)
        committed = next
      }
      if killAfter.contains(batches) {
        task = MatchTask(partition: 0)
        unacknowledged = []
        offset = committed
      }
    }
    try take(task.finish(map: Self.map))
    return arrived
  }

  /// The ledger's rule: the highest slot of a vehicle, drive and tile counts, and what is not above it is dropped.
  private func counted(_ evidence: [TraversalEvidence]) -> [TraversalID: UInt32] {
    struct Key: Hashable {
      var vehicle: VehicleID
      var drive: DriveID
      var tile: TileID
    }
    var highest: [Key: Int64] = [:]
    var counted: [TraversalID: UInt32] = [:]
    for record in evidence {
      let key = Key(vehicle: record.id.vehicle, drive: record.id.drive, tile: record.id.tile)
      if let slot = highest[key], record.id.slot <= slot { continue }
      highest[key] = record.id.slot
      counted[record.id] = record.framesUsed + record.framesAbstained
    }
    return counted
  }

  @Test func aRestartInTheMiddleCountsNothingTwiceAndMissesNothing() throws {
    let whole = counted(try run(batch: 127, killAfter: [], acknowledgeEvery: 1))
    #expect(whole.count >= 2 * Self.vehicles)
    #expect(whole.values.reduce(0, +) == UInt32(Self.log.count))
    for (kills, every) in [(Set([9]), 1), (Set([5, 12, 21]), 3), (Set([7, 8, 15, 30]), 4)] {
      let arrived = try run(batch: 127, killAfter: kills, acknowledgeEvery: every)
      #expect(arrived.count >= whole.count)
      #expect(counted(arrived) == whole, "killed after batches \(kills.sorted())")
    }
  }

  @Test func evidenceDoesNotDependOnHowTheLogIsCutIntoBatches() throws {
    let some = try run(batch: 127, killAfter: [], acknowledgeEvery: 1)
    let other = try run(batch: 77, killAfter: [], acknowledgeEvery: 5)
    #expect(Set(some) == Set(other))
  }

  @Test func theCommitTrailsTheOldestOpenTraversal() throws {
    var task = MatchTask(partition: 0)
    #expect(task.committableOffset == nil)
    let step = task.step(Self.log[0..<Self.vehicles], map: Self.map)
    #expect(step.outputs.isEmpty)
    #expect(task.committableOffset == 0)
    let end = task.finish(map: Self.map)
    #expect(end.outputs.count == Self.vehicles)
    #expect(task.committableOffset == 0)
    task.acknowledge(end.outputs.map(\.token))
    #expect(task.committableOffset == Int64(Self.vehicles))
  }
}
