import Foundation
import MapModel
import Testing

@testable import Evidence

@Suite struct FixedPointTests {
  @Test func logarithmsAreThoseOfTheLibraryToHalfAThousandth() {
    for n: UInt32 in [1, 2, 3, 5, 7, 10, 100, 254, 255, 256, 65_535, 1_000_003, .max] {
      #expect(abs(Double(FixedPoint.logarithm_mnat(n)) - log(Double(n)) * 1000) <= 0.501)
    }
    for a: UInt8 in 1...255 {
      let ratio = LogarithmTable.ratio_mnat(a, 13)
      #expect(abs(Double(ratio) - log(Double(a) / 13) * 1000) <= 1.001)
    }
    #expect(LogarithmTable.ratio_mnat(0, 1) == -693)
  }

  @Test func rootsAreTheLargestWholeOnes() {
    var value: UInt64 = 0
    while value < 1 << 62 {
      let root = FixedPoint.squareRoot(value)
      #expect(root * root <= value && (root + 1) * (root + 1) > value)
      value = value * 3 + 1
    }
    for root: UInt64 in [1, 2, 3, 1000, 3_037_000_498] {
      #expect(FixedPoint.squareRoot(root * root) == root)
      #expect(FixedPoint.squareRoot(root * root - 1) == root - 1)
    }
  }

  @Test func rootsBesideSquaresAreWholeToTheLastBit() {
    for bit in 0..<32 {
      let power: UInt64 = 1 << UInt64(bit)
      let roots: [UInt64] = [power, power | 1, 2 * power - 1]
      for root in roots {
        #expect(FixedPoint.squareRoot(root * root) == root)
        #expect(FixedPoint.squareRoot(root * root - 1) == root - 1)
        #expect(FixedPoint.squareRoot(root * root + 2 * root) == root)
      }
    }
    #expect(FixedPoint.squareRoot(0) == 0)
    #expect(FixedPoint.squareRoot(.max) == UInt64(UInt32.max))
  }

  @Test func divisionRoundsToNearestOnBothSidesOfZero() {
    #expect(FixedPoint.divide(7, by: 2) == 4)
    #expect(FixedPoint.divide(-7, by: 2) == -4)
    #expect(FixedPoint.divide(5, by: 3) == 2)
    #expect(FixedPoint.divide(-4, by: 3) == -1)
  }

  @Test func aPolicyAsARecordIsTheSamePolicy() throws {
    var policy = Policy()
    try policy.set("quorum_days", to: 3)
    #expect(try Policy(policy.record) == policy)
    #expect(policy.record.entries.map(\.name) == policy.record.entries.map(\.name).sorted())
    #expect(policy.firstDifference(from: Policy()) == "quorum_days")
    #expect(throws: PolicyError.unknown(name: "x")) { try policy.set("x", to: 1) }
    #expect(throws: PolicyError.self) { try policy.set("quorum_vehicles", to: 99) }
    var short = policy.record
    short.entries.removeFirst()
    #expect(throws: PolicyError.missing(name: policy.record.entries[0].name)) { try Policy(short) }
  }

  @Test func everyThresholdOfThePolicyHasAName() {
    // A field without a name would be missing from the log, and two processes could differ in it unseen.
    #expect(Mirror(reflecting: Policy()).children.count == Policy.names.count)
    #expect(Set(Policy.names).count == Policy.names.count)
  }
}
