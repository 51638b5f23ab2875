import Contracts
import Evidence
import MapModel
import Observations
import Testing

@Suite struct TileLogCodecTests {
  @Test func evidenceComesBackFromItsBytes() throws {
    for seed in UInt64(0)..<50 {
      let record = TileLogRecord.traversal(
        EvidenceFixture.traversal(votes: Int(seed) * 5, candidates: Int(seed % 7), seed: seed))
      let bytes = TileLogCodec.encode(record)
      #expect(try TileLogCodec.decode(bytes) == record)
      #expect(TileLogCodec.encode(record) == bytes)
    }
  }

  @Test(arguments: EvidenceFixture.others)
  func everyKindOfRecordComesBackFromItsBytes(record: TileLogRecord) throws {
    #expect(try TileLogCodec.decode(TileLogCodec.encode(record)) == record)
  }

  @Test func aTypicalTraversalKeepsTheBudgetPerKilometre() {
    let evidence = EvidenceFixture.traversal()
    let bytes = TileLogCodec.encode(.traversal(evidence)).count
    let perKilometre = Double(bytes) / Double(evidence.distance_m) * 1000
    #expect(perKilometre <= 10_000, "\(bytes) bytes, \(perKilometre) a km")
    #expect(bytes < 2500, "\(bytes) bytes for 120 votes and 10 candidates")
  }

  @Test func votesOutOfOrderAreRefused() {
    var evidence = EvidenceFixture.traversal()
    evidence.votes.swapAt(4, 9)
    #expect(rejection(.traversal(evidence))?.reason == .outOfOrder)
    evidence = EvidenceFixture.traversal()
    evidence.votes[1].interval = 0
    #expect(rejection(.traversal(evidence))?.reason == .outOfOrder)
  }

  @Test func whatRefersToNothingIsRefused() {
    var evidence = EvidenceFixture.traversal()
    evidence.labels.removeLast()
    evidence.votes[3].label = 3
    let refused = rejection(.traversal(evidence))
    #expect(refused?.reason == .indexOutOfRange)
    #expect(refused?.field.hasPrefix("traversal.votes.label_index_plus_1[") == true)
  }

  @Test func valuesOutOfRangeAreRefusedByName() {
    var evidence = EvidenceFixture.traversal()
    evidence.candidates[0].points[0].x_cm = -5_000_001
    #expect(rejection(.traversal(evidence))?.field == "traversal.candidates.vertices[0]")
    evidence = EvidenceFixture.traversal()
    evidence.lastTime_ns = evidence.firstTime_ns - 1
    #expect(rejection(.traversal(evidence))?.field == "traversal.last_time_ns")
    #expect(rejection(.tick(Tick(time_ns: 0)))?.reason == .missing)
    #expect(
      rejection(.baseMap(BaseMap(tile: EvidenceFixture.tile, version: 1, contentHash: [1])))?.reason == .badLength)
    #expect(
      rejection(.policy(PolicyRecord(entries: [.init(name: "b", value: 0), .init(name: "a", value: 0)])))?.reason
        == .outOfOrder)
  }

  @Test func aCommonOffsetThatCannotBeIsRefusedByName() {
    func refused(_ change: (inout CommonOffset) -> Void) -> String? {
      var evidence = EvidenceFixture.traversal(votes: 6)
      var offset = CommonOffset(east_cm: 31, north_cm: -12, sigma_cm: 4, elements: 5, compared: 8)
      change(&offset)
      evidence.commonOffset = offset
      return rejection(.traversal(evidence))?.field
    }
    #expect(refused { _ in } == nil)
    #expect(refused { $0.east_cm = 1_000_001 } == "traversal.common_offset.east_cm")
    #expect(refused { $0.north_cm = .min } == "traversal.common_offset.north_cm")
    #expect(refused { $0.sigma_cm = 0 } == "traversal.common_offset.sigma_cm")
    #expect(refused { $0.elements = 0 } == "traversal.common_offset.elements")
    #expect(refused { $0.elements = 9 } == "traversal.common_offset.elements")
  }

  @Test func aLearnedModelComesBackAndOneThatCannotBeIsRefusedByName() throws {
    let record = TileLogRecord.modelActivation(EvidenceFixture.learned)
    #expect(try TileLogCodec.decode(TileLogCodec.encode(record)) == record)
    let none = TileLogRecord.modelActivation(ModelActivation(LearnedSensorModel(classes: []), named: "assumed"))
    #expect(try TileLogCodec.decode(TileLogCodec.encode(none)) == none)
    var other = EvidenceFixture.learned
    other.contentHash[0] ^= 1
    #expect(rejection(.modelActivation(other))?.field == "model_activation.content_sha256")
    var sign = try #require(EvidenceFixture.learned.learned?[.trafficSign])
    sign.sameDay_permille = 901
    let wrong = ModelActivation(LearnedSensorModel(classes: [sign]), named: "wrong")
    #expect(rejection(.modelActivation(wrong))?.field == "model_activation.learned.classes[0].same_day_permille")
  }

  private func rejection(_ record: TileLogRecord) -> Rejection? {
    refusal { () throws(Rejection) in try TileLogCodec.decode(TileLogCodec.encode(record)) }
  }
}
