import Foundation
import Testing

@testable import Simulation

@Suite struct SeededRandomTests {
  @Test func aSeedRepeatsItsNumbers() {
    // xoshiro256** seeded by SplitMix64 from 1, as the reference code in C gives it.
    var random = SeededRandom(seed: 1)
    let numbers = (0..<4).map { _ in random.next() }
    #expect(
      numbers == [0xb3f2_af6d_0fc7_10c5, 0x853b_5596_4736_4cea, 0x92f8_9756_082a_4514, 0x642e_1c7b_c266_a3a7])
    var again = SeededRandom(seed: 1)
    #expect(numbers == (0..<4).map { _ in again.next() })
  }

  @Test func aSplitStreamDoesNotDependOnWhatWasDrawn() {
    let fresh = SeededRandom(seed: 7)
    var used = fresh
    for _ in 0..<100 { _ = used.normal() }
    var a = fresh.split(3)
    var b = used.split(3)
    var c = fresh.split(4)
    let first = a.next()
    #expect(first == b.next())
    #expect(first != c.next())
  }

  @Test func logarithmAgreesWithTheLibrary() {
    for x in [1e-300, 1e-9, 0.1, 0.5, 0.707, 1, 1.4142, 1.5, 2, 3.7, 1e9] {
      let expected = log(x)
      #expect(abs(SeededRandom.logarithm(x) - expected) <= 1e-14 * max(abs(expected), 1), "\(x)")
    }
  }

  @Test func distributionsHaveTheirMoments() {
    var random = SeededRandom(seed: 11)
    let n = 40_000
    let normals = (0..<n).map { _ in random.normal(2) }
    let mean = normals.reduce(0, +) / Double(n)
    let variance = normals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
    #expect(abs(mean) < 0.05)
    #expect(abs(variance.squareRoot() - 2) < 0.05)
    let counts = (0..<n).map { _ in Double(random.poisson(mean: 3)) }
    let poissonMean = counts.reduce(0, +) / Double(n)
    #expect(abs(poissonMean - 3) < 0.05)
    #expect(abs(counts.reduce(0) { $0 + ($1 - poissonMean) * ($1 - poissonMean) } / Double(n) - 3) < 0.15)
    #expect((0..<1000).allSatisfy { _ in (0..<7).contains(random.index(7)) })
  }
}
