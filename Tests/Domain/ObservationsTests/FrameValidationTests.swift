import Testing

@testable import Observations

@Suite struct FrameValidationTests {
  @Test func aWellFormedFrameIsLetIn() throws {
    try FrameFault.sound.validate()
  }

  @Test(arguments: FrameFault.all)
  func aFaultIsNamedByReasonAndField(fault: FrameFault) {
    var frame = FrameFault.sound
    fault.make(&frame)
    let refused = #expect(throws: Rejection.self) { try frame.validate() }
    #expect(refused?.reason == fault.reason)
    #expect(refused?.field == fault.field)
    #expect(refused?.limit.isEmpty == false)
  }

  @Test func theCulpritOfALongColumnIsNamed() {
    var frame = FrameFault.sound
    frame.freeSpace = FreeSpaceProfile(
      startAzimuth_rad: 0, step_rad: 0.01, range_m: (0..<500).map { $0 == 321 ? .nan : 3 })
    let refused = #expect(throws: Rejection.self) { try frame.validate() }
    #expect(refused?.field == "free_space.range_m[321]")
  }

  @Test func aRejectionReadsAsOneLine() {
    let rejection = Rejection(.outOfRange, field: "motion.speed_mps", value: "151.0\n", limit: "-150.0 to 150.0")
    #expect(rejection.description == "out_of_range motion.speed_mps = 151.0\u{FFFD} (must be -150.0 to 150.0)")
    #expect(Rejection(.malformed, value: String(repeating: "x", count: 100)).value.count == 80)
  }
}
