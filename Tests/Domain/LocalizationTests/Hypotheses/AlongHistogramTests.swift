import Foundation
import Testing

@testable import Localization

@Suite struct AlongHistogramTests {
  /// Log-likelihoods of something that fits at some offsets.
  private static func look(_ fits: [Double], depth: Double = -1.9) -> [Double] {
    (0..<OffsetBins.count).map { bin in fits.contains { abs(OffsetBins.offset_m(bin) - $0) < 0.5 } ? 0 : depth }
  }

  @Test func withoutEvidenceThePriorSpeaks() {
    let place = AlongHistogram().likeliest(sigma_m: 2.5)
    #expect(abs(place.offset_m) < 1e-9)
    // ±0.9 m of a normal distribution of 2.5 m, in bins of 0.2 m.
    #expect(abs(place.probability - 0.28) < 0.02)
  }

  @Test func oneCounterpartSeenForLongIsTakenAndTwoAreNot() {
    var one = AlongHistogram()
    var two = AlongHistogram()
    for _ in 0..<60 {
      one.add(Self.look([3]), weight: 0.1)
      two.add(Self.look([3, -2]), weight: 0.1)
    }
    #expect(abs(one.likeliest(sigma_m: 2.5).offset_m - 3) < 0.2)
    #expect(one.likeliest(sigma_m: 2.5).probability > 0.9)
    #expect(two.likeliest(sigma_m: 2.5).probability < 0.8)
    // Another landmark settles it.
    for _ in 0..<60 { two.add(Self.look([-2]), weight: 0.1) }
    #expect(abs(two.likeliest(sigma_m: 2.5).offset_m + 2) < 0.2)
    #expect(two.likeliest(sigma_m: 2.5).probability > 0.9)
  }

  @Test func memoryFadesWithTimeAndIsGoneAfterABend() {
    var histogram = AlongHistogram()
    histogram.add(Self.look([3]), weight: 1)
    histogram.fade(20, memory_s: 20, turn_rad: 0)
    #expect(abs((histogram.log.min() ?? 0) + 1.9 / 2) < 1e-9)
    histogram.fade(0, memory_s: 20, turn_rad: 1.2)
    #expect((histogram.log.min() ?? -1) == 0)
  }

  @Test func recentringKeepsThePlaces() {
    var histogram = AlongHistogram()
    histogram.add(Self.look([5]), weight: 3)
    histogram.held_m = 4
    let before = histogram.likeliest(sigma_m: 2).offset_m - histogram.held_m
    histogram.recentre()
    #expect(abs(histogram.held_m) < 0.11)
    #expect(abs(histogram.likeliest(sigma_m: 2).offset_m - histogram.held_m - before) < 0.01)
  }
}
