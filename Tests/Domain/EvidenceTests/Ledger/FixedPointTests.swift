import Foundation
import MapModel
import TestSupport
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

  /// The digits are what the fold's results were made with: the quicker way has to give the same bits.
  @Test func logarithmsAreThoseOfTheirDigits() {
    var random = Seeded(3)
    var wrong: [UInt32] = []
    func check(_ n: UInt32) {
      if FixedPoint.logarithm_mnat(n) != FixedPoint.logarithmByDigits_mnat(n) { wrong.append(n) }
    }
    for n: UInt32 in 1...100_000 { check(n) }
    for _ in 0..<100_000 {
      check(UInt32.random(in: 1...(.max >> UInt32.random(in: 0...31, using: &random)), using: &random))
    }
    // Where a node begins, and beside powers of two.
    for shift: UInt32 in 0...23 {
      for node: UInt32 in 256...511 { for step: UInt32 in 0...2 { check(node << shift &+ step &- 1) } }
    }
    // Where the result steps, so that rounding is what decides.
    for whole: Int32 in stride(from: 300, to: 22_000, by: 17) {
      var (low, high) = (UInt32(1), UInt32.max)
      while low < high {
        let middle = low + (high - low) / 2
        if FixedPoint.logarithmByDigits_mnat(middle) < whole { low = middle + 1 } else { high = middle }
      }
      for step: UInt32 in 0...4 { check(max(low &+ step &- 2, 1)) }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
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
