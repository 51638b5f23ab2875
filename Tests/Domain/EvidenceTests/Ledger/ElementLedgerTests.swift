import MapModel
import Testing

@testable import Evidence

@Suite struct ElementLedgerTests {
  private let weights = EvidenceWeights(.independent)

  private func vote(expected: UInt8 = 230, detected: UInt8, offset_cm: Int16 = 0, north_cm: Int16 = 0) -> ElementVote {
    ElementVote(
      piece: PieceID(ElementID(1)), pieceHash: 1, interval: 0, expected: expected, detected: detected,
      offset_cm: offset_cm, offsetNorth_cm: north_cm, sigma_cm: detected > 0 ? 15 : 0, frames: 9)
  }

  private func visit(_ vehicle: UInt32, slot: Int64 = 0, trip: UInt32? = nil) -> Visit {
    Visit(
      vehicle: vehicle, trip: trip ?? vehicle, slot: slot, time_ns: 1_750_000_000_000_000_000 + slot * 60_000_000_000)
  }

  private func fold(_ ledger: inout ElementLedger, _ vote: ElementVote, _ visit: Visit, reading: Attributes? = nil) {
    ledger.fold(vote, reading: reading, mapped: Attributes([.init(.style, "solid")]), visit: visit, weights: weights)
  }

  @Test func missesRaiseTheScoreAndASightingLowersIt() {
    var ledger = ElementLedger()
    for vehicle in 0..<4 { fold(&ledger, vote(detected: 0), visit(UInt32(vehicle), slot: Int64(vehicle * 5))) }
    let raised = ledger.removal.score_mnat
    #expect(raised > 6000 && ledger.removal.support.vehicles == 4 && ledger.removal.support.traversals == 4)
    fold(&ledger, vote(detected: 255), visit(9, slot: 99))
    #expect(ledger.removal.score_mnat < raised)
    for vehicle in 10..<20 { fold(&ledger, vote(detected: 255), visit(UInt32(vehicle), slot: Int64(vehicle * 50))) }
    #expect(ledger.removal.score_mnat == 0 && ledger.removal.support.vehicles == 0)
    #expect(ledger.passes == 15)
  }

  @Test func aMissOfWhatIsHardlyExpectedSaysLittleAndOneBelowClutterNothing() {
    #expect(weights.removal_mnat(expected: 13, detected: 0) == 0)
    #expect(weights.removal_mnat(expected: 60, detected: 0) < 300)
    #expect(weights.removal_mnat(expected: 254, detected: 0) == weights.policy.voteCap_mnat)
    #expect(weights.removal_mnat(expected: 230, detected: 255) == -weights.policy.voteCap_mnat)
  }

  @Test func anElementOftenMissedIsNotEasilyGone() {
    var often = DetectionHistory()
    var rarely = DetectionHistory()
    for _ in 0..<100 {
      often.count(vote(detected: 230), replacing: nil)
      rarely.count(vote(detected: 120), replacing: nil)
    }
    let policy = Policy()
    #expect(often.cautious(expected: 230, policy: policy) > 215)
    #expect(rarely.cautious(expected: 230, policy: policy) < 160)
    #expect(DetectionHistory().cautious(expected: 230, policy: policy) < 230)
    #expect(DetectionHistory().cautious(expected: 0, policy: policy) == 0)
  }

  @Test func missesInARowTeachThatAnElementHardlyKnownMayBeHardToSee() {
    var policy = Policy()
    (policy.sameDay_permille, policy.unseen_mnat) = (0, 0)
    func misses_mnat(after sightings: Int) -> [Int64] {
      var ledger = ElementLedger()
      var scores: [Int64] = [0]
      for number in 0..<(sightings + 6) {
        ledger.fold(
          vote(detected: number < sightings ? 230 : 0), reading: nil, mapped: Attributes(),
          visit: visit(UInt32(number), slot: Int64(5 * number)), weights: EvidenceWeights(policy))
        if number >= sightings { scores.append(ledger.removal.score_mnat) }
      }
      return zip(scores.dropFirst(), scores).map { $0 - $1 }
    }
    let fresh = misses_mnat(after: 0)
    let known = misses_mnat(after: 200)
    // Each further miss says less, and never the contrary.
    #expect(zip(fresh.dropFirst(), fresh).allSatisfy { $0 < $1 } && fresh[5] > 0)
    #expect(10 * fresh[5] < 8 * fresh[0])
    #expect(10 * known[5] > 9 * known[0] && known[0] > fresh[0])
  }

  @Test func whatItsFirstVoteMissesMayHaveGoneBeforeAnybodyLooked() {
    var policy = Policy.independent
    func removal(_ detected: [UInt8], unseen_mnat: Int64) -> RemovalExcursion {
      policy.unseen_mnat = unseen_mnat
      var ledger = ElementLedger()
      for (number, detected) in detected.enumerated() {
        ledger.fold(
          vote(detected: detected), reading: nil, mapped: Attributes(),
          visit: visit(UInt32(number), slot: Int64(5 * number)),
          weights: EvidenceWeights(policy))
      }
      return ledger.removal
    }
    let misses = removal([0, 0, 0], unseen_mnat: 4_000)
    #expect(misses.score_mnat == removal([0, 0, 0], unseen_mnat: 0).score_mnat + 4_000)
    #expect(misses.gathered_mnat == misses.score_mnat - 4_000)
    // Seen first, or in between often enough, it was there when somebody looked.
    #expect(removal([255, 0, 0], unseen_mnat: 4_000) == removal([255, 0, 0], unseen_mnat: 0))
    #expect(removal([0, 255, 255, 255, 0], unseen_mnat: 4_000) == removal([0, 255, 255, 255, 0], unseen_mnat: 0))
  }

  @Test func twoSlotsOfOneVisitCountByTheBetterVote() {
    var once = ElementLedger()
    fold(&once, vote(detected: 0), visit(1, slot: 7))
    var twice = ElementLedger()
    fold(&twice, vote(expected: 60, detected: 0), visit(1, slot: 6))
    fold(&twice, vote(detected: 0), visit(1, slot: 7))
    #expect(twice.removal.score_mnat == once.removal.score_mnat)
    #expect(twice.passes == 1 && twice.removal.support.traversals == 1)
    fold(&twice, vote(expected: 60, detected: 0), visit(1, slot: 8))
    #expect(twice.removal.score_mnat == once.removal.score_mnat && twice.passes == 1)
    fold(&twice, vote(detected: 0), visit(1, slot: 20))
    #expect(twice.removal.score_mnat > once.removal.score_mnat && twice.passes == 2)
  }

  @Test func whatWasSeenInOneSlotWasSeen() {
    var ledger = ElementLedger()
    fold(&ledger, vote(detected: 0), visit(1, slot: 6))
    fold(&ledger, vote(detected: 255), visit(1, slot: 7))
    #expect(ledger.removal.score_mnat == 0 && ledger.passes == 1)
  }

  @Test func offsetsAreFusedByTheirWeight() {
    var ledger = ElementLedger()
    for vehicle in 0..<8 {
      fold(&ledger, vote(detected: 250, offset_cm: 52, north_cm: -40), visit(UInt32(vehicle), slot: Int64(vehicle * 5)))
    }
    #expect(ledger.move.first_cm == 52 && ledger.move.second_cm == -40)
    #expect(ledger.move.isDisplaced(from: ledger.settled, policy: weights.policy))
    #expect(ledger.move.score_mnat > weights.policy.movedThreshold_mnat)
  }

  @Test func anOffsetCommonToTheFleetIsNotAveragedAway() {
    var ledger = ElementLedger()
    for vehicle in 0..<60 {
      fold(&ledger, vote(detected: 250, offset_cm: 28), visit(UInt32(vehicle), slot: Int64(vehicle * 5)))
    }
    #expect(ledger.move.sigma_cm(from: ledger.settled, policy: weights.policy) >= weights.policy.movedBias_cm)
    #expect(!ledger.move.isDisplaced(from: ledger.settled, policy: weights.policy))
  }

  @Test func aThirdReadingSpeaksAgainstTheLeader() {
    let dashed = Attributes([.init(.style, "dashed")])
    let double = Attributes([.init(.style, "solid_solid")])
    var ledger = ElementLedger()
    for vehicle in 0..<5 {
      fold(&ledger, vote(detected: 255), visit(UInt32(vehicle), slot: Int64(vehicle * 5)), reading: dashed)
    }
    let led = ledger.attribute.score_mnat
    #expect(led > 8000 && ledger.attribute.reading == dashed)
    fold(&ledger, vote(detected: 255), visit(9, slot: 90), reading: double)
    #expect(ledger.attribute.score_mnat < led && ledger.attribute.reading == dashed)
    fold(&ledger, vote(detected: 255), visit(10, slot: 95), reading: Attributes([.init(.colour, "white")]))
    #expect(ledger.attribute.score_mnat < led, "a key the map does not know says nothing")
  }

  @Test func aLedgerWrittenIsTheSameLedger() throws {
    var ledger = ElementLedger()
    var seed: UInt64 = 5
    for step in 0..<300 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let roll = UInt8(truncatingIfNeeded: seed >> 40)
      fold(
        &ledger, vote(expected: roll | 64, detected: roll > 90 ? 240 : 3, offset_cm: Int16(roll) - 120),
        visit(UInt32(roll % 12), slot: Int64(step / 2)),
        reading: roll > 200 ? Attributes([.init(.style, "dashed")]) : nil)
      var writer = LedgerWriter()
      ledger.write(to: &writer)
      var reader = LedgerReader(writer.bytes)
      #expect(try ElementLedger(from: &reader) == ledger)
      #expect(reader.isAtEnd)
    }
  }

  @Test func anUnremarkableElementTakesFewBytes() {
    var ledger = ElementLedger()
    for vehicle in 0..<500 {
      fold(&ledger, vote(detected: 240, offset_cm: 3), visit(UInt32(vehicle), slot: Int64(vehicle * 5)))
    }
    var writer = LedgerWriter()
    ledger.write(to: &writer)
    #expect(writer.bytes.count <= 60)
  }

  @Test func bytesThatAreNoBlockAreRefused() throws {
    let tile = MapTile(
      id: TileID(quadkey: 9), version: 1,
      elements: (1...70).map {
        MapElement(
          piece: PieceID(ElementID($0)), elementClass: .pole, kind: .point, points: [TilePoint(x_cm: 0, y_cm: 0)])
      })
    var ledger = TileLedger(tile)
    #expect(ledger.blockCount == 2)
    let block = ledger.block(1)
    try ledger.restore(block, block: 1)
    #expect(throws: LedgerCorruption.self) { try ledger.restore(block + [0], block: 1) }
    #expect(throws: LedgerCorruption.self) { try ledger.restore(Array(block.dropLast()), block: 1) }
    #expect(throws: LedgerCorruption.self) { try ledger.restore([0xFF] + block, block: 1) }
    #expect(throws: LedgerCorruption.self) { try ledger.restore(block, block: 2) }
  }
}
