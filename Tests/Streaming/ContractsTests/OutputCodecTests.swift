import Contracts
import Evidence
import MapModel
import Observations
import Reconstruction
import TestSupport
import Testing

@Suite struct OutputCodecTests {
  @Test func aChangeComesBackFromItsBytes() throws {
    let bare = ChangeEvent(
      change: "c", kind: .added, status: .suspected, tile: TileID(quadkey: 0), elementClass: .pole, shapeKind: .point)
    for event in [OutputFixture.change, bare] {
      #expect(try ChangeEventCodec.decode(ChangeEventCodec.encode(event)) == event)
    }
  }

  @Test func anAlertComesBackFromItsBytes() throws {
    #expect(try AlertCodec.decode(AlertCodec.encode(OutputFixture.alert)) == OutputFixture.alert)
  }

  @Test func aTileVersionComesBackFromItsBytes() throws {
    for seed in UInt64(0)..<20 {
      let version = OutputFixture.version(pieces: Int(seed) * 7, seed: seed)
      let bytes = TileVersionCodec.encode(version)
      #expect(try TileVersionCodec.decode(bytes) == version)
      #expect(TileVersionCodec.encode(version) == bytes)
    }
  }

  @Test func aDeadLetterComesBackFromItsHeadersAndFromItsBytes() throws {
    let letter = OutputFixture.deadLetter
    let sent = letter.record(on: .observationsDeadLetter)
    #expect(sent.value == [0xff, 0x00, 0x80])
    let read = IncomingRecord(
      topic: .observationsDeadLetter, partition: 3, offset: 0, timestamp_ms: 0, key: sent.key, value: sent.value,
      headers: sent.headers)
    #expect(try DeadLetter(from: read) == letter)
    #expect(letter.id == "fleet.observations/3/1234567890123")
    #expect(try DeadLetterCodec.decode(DeadLetterCodec.encode(letter)) == letter)
    var bare = letter
    bare.originalKey = nil
    bare.originalValue = []
    #expect(try DeadLetterCodec.decode(DeadLetterCodec.encode(bare)) == bare)
  }

  @Test func aDeadLetterWithoutItsHeadersIsNamed() {
    let record = IncomingRecord(
      topic: .observationsDeadLetter, partition: 0, offset: 0, timestamp_ms: 0, key: nil, value: nil)
    #expect(refusal { () throws(Rejection) in try DeadLetter(from: record) }?.field == "header resurvey_topic")
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let field: String
    let reason: Rejection.Reason
    let make: @Sendable (inout TileVersion) -> Void
    var testDescription: String { "\(reason.rawValue) \(field)" }
  }

  static let faults: [Fault] = [
    Fault(field: "content_sha256", reason: .badLength) { $0.contentHash.removeLast() },
    Fault(field: "patch.base_sha256", reason: .badLength) { $0.patch?.baseHash = [] },
    Fault(field: "patch.tile_id", reason: .outOfRange) { $0.patch?.tile = TileID(quadkey: 1) },
    Fault(field: "patch.removed_element_id_delta[1]", reason: .outOfOrder) { $0.patch?.removed.swapAt(0, 1) },
    Fault(field: "patch.change_ids[0]", reason: .missing) { $0.patch?.changes = [""] },
    Fault(field: "tile.version", reason: .missing) { version in
      version.tile = MapTile(id: version.tile.id, version: 0, elements: version.tile.elements)
    },
    Fault(field: "tile.elements.element_id_delta[1]", reason: .duplicate) { version in
      version.tile = MapTile(
        id: version.tile.id, version: 1, elements: Array(repeating: version.tile.elements[0], count: 2))
    },
    Fault(field: "patch.upserted.vertex_count[1]", reason: .tooFew) { $0.patch?.upserted[1].points.removeLast(2) },
    Fault(field: "patch.upserted.vertices[0]", reason: .outOfRange) {
      $0.patch?.upserted[0].points[0].y_cm = 5_000_001
    },
    Fault(field: "patch.upserted.elevation_count[0]", reason: .lengthMismatch) {
      $0.patch?.upserted[0].elevations_cm = [1, 2]
    },
    Fault(field: "patch.upserted.reference_element_id[0]", reason: .missing) {
      $0.patch?.upserted[0].references = [Reference(.leftBound, ElementID(0))]
    },
  ]

  @Test(arguments: faults)
  func aTileVersionsFaultIsNamedByReasonAndField(fault: Fault) {
    var random = Seeded(3)
    var version = OutputFixture.version()
    version.patch?.upserted = OutputFixture.elements(&random, count: 3)
    version.patch?.upserted[1].points = [
      TilePoint(x_cm: 0, y_cm: 0), TilePoint(x_cm: 1, y_cm: 1), TilePoint(x_cm: 2, y_cm: 1),
    ]
    fault.make(&version)
    let refused = refusal { () throws(Rejection) in try TileVersionCodec.decode(TileVersionCodec.encode(version)) }
    #expect(refused?.reason == fault.reason)
    #expect(refused?.field == fault.field)
  }

  @Test func aTypicalTileStaysFarBelowTheTopicsLimit() {
    let bytes = TileVersionCodec.encode(OutputFixture.version(pieces: 2000)).count
    #expect(bytes < MessageType.tileVersion.limits.bytes / 20, "\(bytes) bytes for 2000 pieces")
  }
}
