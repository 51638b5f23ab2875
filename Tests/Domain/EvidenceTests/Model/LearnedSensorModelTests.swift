import MapModel
import Testing

@testable import Evidence

@Suite struct LearnedSensorModelTests {
  private func sign() -> ClassModel {
    var model = ClassModel(.trafficSign, assumed: Policy())
    model.steps = [ClassModel.Step(promised_255: 100, seen_255: 50), ClassModel.Step(promised_255: 200, seen_255: 180)]
    model.priorPasses = 9
    model.falseAlarm_255 = 26
    model.sameDay_permille = 300
    model.misread_255 = 13
    model.reach_permille = 800
    model.offset_permille = 2000
    return model
  }

  @Test func promisesAreCorrectedLinearlyBetweenSteps() {
    let weights = EvidenceWeights(Policy(), model: LearnedSensorModel(classes: [sign()])).of(.trafficSign)
    #expect(weights.expected(0) == 0)
    #expect(weights.expected(50) == 25)
    #expect(weights.expected(100) == 50)
    #expect(weights.expected(150) == 115)
    #expect(weights.expected(200) == 180)
    #expect(weights.expected(220) == 198)
    #expect((0...255).allSatisfy { weights.expected(UInt8($0)) <= 250 })
    #expect(weights.reach(200) == 160)
  }

  @Test func whatWasLearnedTakesThePlaceOfWhatIsAssumedInItsClassAlone() {
    let plain = EvidenceWeights(Policy())
    let weights = EvidenceWeights(Policy(), model: LearnedSensorModel(classes: [sign()]))
    for other in ElementClass.allCases where other != .trafficSign {
      #expect(weights.of(other).policy == Policy())
      #expect(weights.of(other).expected(217) == 217)
      #expect(weights.of(other).reach(217) == 217)
      #expect(
        weights.of(other).removal_mnat(expected: 217, detected: 0) == plain.removal_mnat(expected: 217, detected: 0))
    }
    let own = weights.of(.trafficSign)
    #expect(own.policy.priorPasses == 9 && own.policy.sameDay_permille == 300)
    #expect(own.policy.falseAlarm_255 == 26 && own.policy.misread_255 == 13)
    // Twice the false alarms: a sighting of something new says less, and so does a miss.
    #expect(own.sighting_mnat(expected: 200, existence: 200) < plain.sighting_mnat(expected: 200, existence: 200))
    #expect(own.reading_mnat(differs: true, detected: 200) > plain.reading_mnat(differs: true, detected: 200))
    #expect(own.variance_cm2(sigma_cm: 10) == 400 + plain.variance_cm2(sigma_cm: 0))
    // The second miss of a day is worth less, the more a day's votes have in common.
    let day = SameDay(day: 3).before(3, adding: (seen: 0, missed: 255))
    #expect(
      own.removal_mnat(expected: 217, detected: 0, day: day) < plain.removal_mnat(expected: 217, detected: 0, day: day))
  }

  @Test func aModelWithoutClassesIsWhatThePolicyAssumes() {
    let weights = EvidenceWeights(Policy(), model: LearnedSensorModel(classes: []))
    #expect(weights.of(.pole).policy == Policy())
  }

  @Test func classesAreInOrderAndOnce() {
    var second = sign()
    second.priorPasses = 77
    let model = LearnedSensorModel(classes: [sign(), ClassModel(.laneBoundary, assumed: Policy()), second])
    #expect(model.classes.map(\.elementClass) == [.laneBoundary, .trafficSign])
    #expect(model[.trafficSign]?.priorPasses == 9)
  }

  @Test func theStoredFormIsReadBackAndTheHashTellsModelsApart() throws {
    let model = LearnedSensorModel(classes: [sign(), ClassModel(.pole, assumed: Policy())])
    var writer = LedgerWriter()
    model.write(to: &writer)
    var reader = LedgerReader(writer.bytes)
    #expect(try LearnedSensorModel(from: &reader) == model)
    #expect(reader.isAtEnd)
    #expect(model.contentHash.count == 32)
    var other = sign()
    other.offset_permille += 1
    #expect(
      LearnedSensorModel(classes: [other, ClassModel(.pole, assumed: Policy())]).contentHash != model.contentHash)
  }

  @Test func everyFieldOutOfItsRangeIsNamed() {
    #expect(sign().fault == nil)
    func fault(_ change: (inout ClassModel) -> Void) -> String? {
      var model = sign()
      change(&model)
      return model.fault?.field
    }
    #expect(fault { $0.priorPasses = 0 } == "prior_passes")
    #expect(fault { $0.falseAlarm_255 = 255 } == "false_alarm_u8")
    #expect(fault { $0.sameDay_permille = 901 } == "same_day_permille")
    #expect(fault { $0.misread_255 = 0 } == "misread_u8")
    #expect(fault { $0.reach_permille = 2001 } == "reach_permille")
    #expect(fault { $0.offset_permille = 0 } == "offset_permille")
    #expect(fault { $0.steps.swapAt(0, 1) } == "promised_u8")
    #expect(
      fault { $0.steps = (0..<17).map { ClassModel.Step(promised_255: UInt8($0), seen_255: 1) } } == "steps")
  }
}
