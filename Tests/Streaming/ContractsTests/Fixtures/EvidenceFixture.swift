import Evidence
import MapModel
import Observations
import TestSupport

/// Records of the tile log, well-formed.
enum EvidenceFixture {
  static let tile = TileID(quadkey: 1_234_567_890)

  /// A traversal of about 600 m: `votes` votes on pieces of two intervals each, `candidates` sightings, a path of 60 vertices.
  static func traversal(votes: Int = 120, candidates: Int = 10, seed: UInt64 = 7) -> TraversalEvidence {
    var random = Seeded(seed)
    var evidence = TraversalEvidence(
      id: TraversalID(
        vehicle: VehicleID("vehicle-0042"), drive: DriveID("2025-06-15-0042"), slot: 29_166_666, tile: tile),
      tileVersion: 12)
    evidence.model = "model-1"
    evidence.software = "perception-7.3"
    evidence.calibration = "cal-2025-05"
    evidence.firstTime_ns = FrameFixture.start_ns
    evidence.lastTime_ns = FrameFixture.start_ns + 59_900_000_000
    evidence.framesUsed = 590
    evidence.framesAbstained = 9
    evidence.distance_m = 600
    evidence.labels = [
      Attributes([.init(.style, "dashed"), .init(.colour, "white")]), Attributes([.init(.signCode, "de274")]),
      Attributes(),
    ]
    for i in 0..<votes {
      let isPoint = i / 2 % 4 == 3
      evidence.votes.append(
        ElementVote(
          piece: PieceID(ElementID(40_000 + UInt64(i / 2) * 37), part: UInt32(i / 40) * PieceID.step),
          pieceHash: UInt32(truncatingIfNeeded: UInt64(i / 2) &* 0x9e37_79b9), interval: UInt16(i % 2),
          expected: .random(in: 0...255, using: &random), detected: .random(in: 0...255, using: &random),
          offset_cm: .random(in: -60...60, using: &random),
          offsetNorth_cm: isPoint ? .random(in: -60...60, using: &random) : 0,
          sigma_cm: .random(in: 5...60, using: &random), label: .random(in: 0...3, using: &random),
          frames: .random(in: 1...300, using: &random)))
    }
    for _ in 0..<candidates {
      let x_cm = Int32.random(in: -30_000...30_000, using: &random)
      let count = Int32.random(in: 1...6, using: &random)
      let kind: ShapeKind = count == 1 ? .point : .line
      evidence.candidates.append(
        CandidateSighting(
          elementClass: kind == .point ? .trafficSign : .laneBoundary, kind: kind,
          points: (0..<count).map { TilePoint(x_cm: x_cm + $0 * 400, y_cm: -x_cm / 2 + $0 * 30) },
          sigma_cm: .random(in: 10...80, using: &random), existence: .random(in: 100...255, using: &random),
          frames: .random(in: 3...80, using: &random), label: .random(in: 0...3, using: &random)))
    }
    evidence.swath = ViewSwath(
      path: (0..<60).map { TilePoint(x_cm: -30_000 + $0 * 995, y_cm: 200 + $0 * $0) },
      reaches: [
        .init(elementClass: .laneBoundary, lateral_cm: 600, expected: 220),
        .init(elementClass: .trafficSign, lateral_cm: 1500, expected: 180),
      ])
    return evidence
  }

  /// One record of every other kind, and one with everything absent that may be.
  static let others: [TileLogRecord] = [
    .review(
      Review(
        tile: tile, change: "1234567890-17-0", decision: .reject, reviewer: "map-engineer-3",
        comment: "shadow\nof a bridge",
        time_ns: FrameFixture.start_ns)),
    .borderEdit(
      BorderEdit(
        tile: tile, owner: TileID(quadkey: 1_234_567_889), ownerVersion: 8,
        piece: PieceID(ElementID(.max), part: .max), isEnd: true, point: TilePoint(x_cm: -30_561, y_cm: 12))),
    .borderEdit(
      BorderEdit(
        tile: tile, owner: TileID(quadkey: 0), ownerVersion: 9, piece: PieceID(ElementID(1)), isEnd: false, point: nil)),
    .verdict(
      Verdict(
        tile: tile, kind: .quarantine, subject: "cal-2025-05", reason: "residuals drift", time_ns: FrameFixture.start_ns
      )),
    .tick(Tick(time_ns: FrameFixture.start_ns)),
    .baseMap(BaseMap(tile: tile, version: 1, contentHash: (0..<32).map { UInt8($0) })),
    .policy(
      PolicyRecord(entries: [.init(name: "removal_threshold_mnat", value: 9000), .init(name: "slack_mnat", value: -3)])),
    .modelActivation(ModelActivation(model: "model-1", contentHash: [UInt8](repeating: 7, count: 32))),
    .foldVersion(FoldVersion(version: 1)),
    .traversal(bare),
    .traversal(displaced),
    .traversal(sideBySide),
  ]

  /// The activation of a learned model of two classes.
  static var learned: ModelActivation {
    var sign = ClassModel(.trafficSign, assumed: Policy())
    sign.steps = [
      ClassModel.Step(promised_255: 90, seen_255: 70), ClassModel.Step(promised_255: 215, seen_255: 203),
    ]
    sign.priorPasses = 300
    sign.falseAlarm_255 = 11
    sign.sameDay_permille = 82
    sign.misread_255 = 254
    sign.reach_permille = 714
    sign.offset_permille = 1270
    return ModelActivation(
      LearnedSensorModel(classes: [ClassModel(.laneBoundary, assumed: Policy()), sign]), named: "fleet-9684ec2e818e")
  }

  private static var displaced: TraversalEvidence {
    var evidence = traversal(votes: 6, candidates: 1)
    evidence.commonOffset = CommonOffset(east_cm: 31, north_cm: -12, sigma_cm: 4, elements: 5, compared: 8)
    return evidence
  }

  private static var sideBySide: TraversalEvidence {
    var evidence = traversal(votes: 6, candidates: 1)
    func side(_ element: UInt64, _ intervals: ClosedRange<UInt16>) -> LineGap.Side {
      LineGap.Side(piece: PieceID(ElementID(element), part: 65_536), pieceHash: 77, intervals: intervals)
    }
    evidence.gaps = [
      LineGap(first: side(40_000, 0...12), second: side(40_037, 3...3), apart_cm: -331, excess_cm: 104, looks: 86),
      LineGap(first: side(40_000, 0...9), second: side(40_074, 1...8), apart_cm: 345, excess_cm: -6, looks: 5),
    ]
    return evidence
  }

  private static var bare: TraversalEvidence {
    var evidence = TraversalEvidence(
      id: TraversalID(vehicle: VehicleID("v"), drive: DriveID("d"), slot: -1, tile: tile), tileVersion: 1)
    evidence.firstTime_ns = FrameFixture.start_ns
    evidence.lastTime_ns = FrameFixture.start_ns
    return evidence
  }
}
