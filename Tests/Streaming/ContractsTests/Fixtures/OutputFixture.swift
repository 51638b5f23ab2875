import Contracts
import Evidence
import MapModel
import Observations
import Reconstruction
import TestSupport

/// Changes, tile versions, alerts and dead letters, well-formed.
enum OutputFixture {
  static let tile = EvidenceFixture.tile

  static let change: ChangeEvent = {
    var event = ChangeEvent(
      change: "1234567890-17-0", kind: .moved, status: .applied, tile: tile, elementClass: .laneBoundary,
      shapeKind: .line)
    event.pieceBefore = PieceID(ElementID(77), part: 65_536)
    event.pieceAfter = PieceID(ElementID(77), part: 65_537)
    event.before = [TilePoint(x_cm: -100, y_cm: 0), TilePoint(x_cm: 1900, y_cm: -20)]
    event.after = [TilePoint(x_cm: -100, y_cm: 180), TilePoint(x_cm: 1900, y_cm: 160)]
    event.attributesBefore = Attributes([.init(.style, "dashed")])
    event.attributesAfter = Attributes([.init(.style, "solid"), .init(.colour, "yellow")])
    event.evidence_mnat = -12_345
    event.traversals = 9
    event.vehicles = 5
    event.days = 3
    event.firstSeen_ns = FrameFixture.start_ns
    event.lastSeen_ns = FrameFixture.start_ns + 1
    event.appliedVersion = 4
    event.reason = "approved by „map-engineer-3“\nafter a look"
    return event
  }()

  static let alert = Alert(
    alert: "storm-1", revision: 2, severity: .critical, tile: tile, changes: ["1234567890-17-0", "1234567890-18-1"],
    title: "Change storm", detail: "Two thirds of a region flagged by one software version.\nHold.", isResolved: false,
    time_ns: FrameFixture.start_ns)

  static func elements(_ random: inout Seeded, count: Int) -> [MapElement] {
    (0..<count).map { i in
      let kind: ShapeKind = [.point, .line, .polygon][i % 3]
      let vertices = kind == .point ? 1 : Int.random(in: 3...9, using: &random)
      let points = (0..<vertices).map { _ in
        TilePoint(
          x_cm: .random(in: -30_600...30_600, using: &random), y_cm: .random(in: -30_600...30_600, using: &random))
      }
      return MapElement(
        piece: PieceID(ElementID(UInt64(i / 2) &* 0x0123_4567_89ab + 1), part: UInt32(i % 2) * PieceID.step),
        elementClass: ElementClass.allCases[i % ElementClass.allCases.count], kind: kind, points: points,
        elevations_cm: i % 4 == 0 ? points.map { $0.x_cm / 7 } : [], attributes: FrameFixture.attributes(&random),
        references: i % 5 == 0
          ? [Reference(.leftBound, ElementID(.max), isReversed: true), Reference(.regulation, ElementID(3))] : [])
    }
  }

  static func version(pieces: Int = 60, seed: UInt64 = 3) -> TileVersion {
    var random = Seeded(seed)
    let elements = elements(&random, count: pieces)
    return TileVersion(
      tile: MapTile(id: tile, version: 5, elements: elements), contentHash: (0..<32).map { UInt8($0) },
      patch: TilePatch(
        tile: tile, baseVersion: 4, baseHash: [UInt8](repeating: 0xee, count: 32),
        removed: [PieceID(ElementID(5)), PieceID(ElementID(5), part: 9), PieceID(ElementID(.max))],
        upserted: Array(elements.prefix(3)), changes: ["1234567890-17-0"]),
      time_ns: FrameFixture.start_ns)
  }

  static let health: SensorHealth = {
    var first = TraversalHealth(
      vehicle: VehicleID("vehicle-7"), calibration: "vehicle-7/cal-3", software: "perception-5", tile: tile,
      time_ns: FrameFixture.start_ns)
    first.elements = 412
    first.changes = 1
    first.offsets = 30
    first.offsetSquares_milli = 33_120
    first.candidates_255 = 300
    first.classes = [
      .init(elementClass: .laneBoundary, expected_255: 7000, detected_255: 6500),
      .init(elementClass: .trafficSign, expected_255: 500, detected_255: 0),
    ]
    var second = TraversalHealth(
      vehicle: VehicleID("vehicle-8"), calibration: "", software: "perception-5", tile: TileID(quadkey: 5),
      time_ns: FrameFixture.start_ns - 7)
    second.elements = 3
    return SensorHealth(partition: 11, lastOffset: 90_071_992_547, traversals: [first, second])
  }()

  static let deadLetter = DeadLetter(
    IncomingRecord(
      topic: .observations, partition: 3, offset: 1_234_567_890_123, timestamp_ms: 1_750_000_000_000,
      key: Array("vehicle-7".utf8), value: [0xff, 0x00, 0x80]),
    Rejection(.outOfRange, field: "points.x_m[3]", value: "4000.0", limit: "-1000.0 to 1000.0"))

  /// What is seen alike by many.
  private static let caused: [(type: MessageType, name: String, bytes: [UInt8])] = {
    var member = change
    member.cause = .repainted
    member.group = "1234567890-15-1"
    var named = alert
    named.cause = .datumShift
    var scaled = health
    scaled.traversals[0].lateralScale_permille = 80
    scaled.traversals[1].commonEast_cm = 30
    scaled.traversals[1].commonNorth_cm = -40
    scaled.traversals[1].commonPoints = 12
    let verdict = Verdict(
      tile: tile, kind: .storm, subject: "region-7", reason: "displaced alike", time_ns: FrameFixture.start_ns,
      cause: .datumShift)
    return [
      (.changeEvent, "grouped", ChangeEventCodec.encode(member)), (.alert, "datum_shift", AlertCodec.encode(named)),
      (.sensorHealth, "displaced_alike", SensorHealthCodec.encode(scaled)),
      (.tileLogRecord, "verdict_datum", TileLogCodec.encode(.verdict(verdict))),
    ]
  }()

  /// Every message with its bytes and a word for the case.
  static let messages: [(type: MessageType, name: String, bytes: [UInt8])] = {
    var random = Seeded(21)
    var all: [(MessageType, String, [UInt8])] = [
      (.observationFrame, "typical", FrameCodec.encode(FrameFixture.typical())),
      (
        .observationFrame, "bare",
        FrameCodec.encode(
          ObservationFrame(
            vehicle: VehicleID("v"), drive: DriveID("d"), sequence: 0, captureTime_ns: FrameFixture.start_ns))
      ),
    ]
    for i in 0..<4 { all.append((.observationFrame, "random\(i)", FrameCodec.encode(FrameFixture.random(&random)))) }
    all.append((.tileLogRecord, "traversal", TileLogCodec.encode(.traversal(EvidenceFixture.traversal()))))
    for (i, record) in EvidenceFixture.others.enumerated() {
      all.append(
        (
          .tileLogRecord,
          [
            "review", "border_edit", "border_edit_gone", "verdict", "tick", "base_map", "policy", "model_activation",
            "fold_version", "traversal_bare", "traversal_displaced", "traversal_side_by_side",
          ][i], TileLogCodec.encode(record)
        ))
    }
    all.append(
      (
        .tileLogRecord, "model_activation_learned", TileLogCodec.encode(.modelActivation(EvidenceFixture.learned))
      ))
    all.append((.changeEvent, "moved", ChangeEventCodec.encode(change)))
    var rejected = change
    rejected.status = .rejected
    rejected.restoredVersion = 6
    rejected.splitFrom = "1234567890-16-1"
    all.append((.changeEvent, "rejected", ChangeEventCodec.encode(rejected)))
    all.append(
      (
        .tileLogRecord, "review_seen",
        TileLogCodec.encode(
          .review(
            Review(
              tile: tile, change: "1234567890-17-0", decision: .split, reviewer: "map-engineer-3", comment: "",
              time_ns: FrameFixture.start_ns, seen: .held)))
      ))
    all.append((.tileVersion, "patched", TileVersionCodec.encode(version())))
    var imported = version(pieces: 0)
    imported.patch = nil
    all.append((.tileVersion, "empty", TileVersionCodec.encode(imported)))
    all.append((.alert, "storm", AlertCodec.encode(alert)))
    all.append((.sensorHealth, "two_vehicles", SensorHealthCodec.encode(health)))
    all += caused
    all.append((.deadLetter, "frame", DeadLetterCodec.encode(deadLetter)))
    return all
  }()
}

extension MessageType {
  /// Decodes and validates bytes of the message, whatever it is.
  func check(_ bytes: [UInt8]) throws(Rejection) {
    switch self {
    case .observationFrame: _ = try FrameCodec.decode(bytes)
    case .tileLogRecord: _ = try TileLogCodec.decode(bytes)
    case .changeEvent: _ = try ChangeEventCodec.decode(bytes)
    case .tileVersion: _ = try TileVersionCodec.decode(bytes)
    case .alert: _ = try AlertCodec.decode(bytes)
    case .sensorHealth: _ = try SensorHealthCodec.decode(bytes)
    case .deadLetter: _ = try DeadLetterCodec.decode(bytes)
    }
  }
}
