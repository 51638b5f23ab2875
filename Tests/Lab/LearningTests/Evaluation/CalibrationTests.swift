import Evidence
import MapModel
import Testing

@testable import Learning

@Suite struct CalibrationTests {
  private let key = ChangeKey(kind: .removed, elementClass: .pole)

  /// A tally of so many samples at each evidence, true as often as `share` says.
  private func tally(_ scores_mnat: [Int64], samples: Int, share: (Double) -> Double) -> ScoreTally {
    var tally = ScoreTally()
    for score in scores_mnat {
      let isSo = Int((share(Double(score) / 1000) * Double(samples)).rounded())
      for sample in 0..<samples { tally.add(score, isSo: sample < isSo) }
    }
    return tally
  }

  @Test func evidenceThatIsWorthWhatItSaysHasNoError() throws {
    let prior = 0.01
    // In the middle of each step of evidence.
    let scores = (0..<40).map { Int64($0) * 250 + 125 }
    let honest = tally(scores, samples: 2000) { CalibrationTable.posterior($0, prior: prior) }
    let row = try #require(CalibrationTable.rows([key: honest]) { _ in prior }.first)
    #expect(row.samples == 80_000 && row.expectedError < 0.001)
    #expect(row.points.count == 10 && row.points.allSatisfy { $0.low95 <= $0.stated && $0.stated <= $0.high95 })
    let boastful = tally(scores, samples: 2000) { CalibrationTable.posterior($0 - 3, prior: prior) }
    let other = try #require(CalibrationTable.rows([key: boastful]) { _ in prior }.first)
    #expect(other.expectedError > 0.1 && (other.suspectedError ?? 0) > other.expectedError)
  }

  @Test func aPosteriorIsBayes() {
    #expect(CalibrationTable.posterior(0, prior: 0.2) == 0.2)
    let odds = CalibrationTable.posterior(2, prior: 0.5)
    #expect(abs(odds - 0.880_797) < 1e-6)
    #expect(CalibrationTable.posterior(1e6, prior: 0.5) <= 1)
  }

  @Test func talliesAddUp() {
    var a = tally([100, 900, 0], samples: 10) { _ in 0.5 }
    a.add(tally([900], samples: 4) { _ in 1 })
    #expect(a.looked.all == 34 && a.looked.isSo == 19)
    // No evidence is no sample.
    #expect(a.counts.values.reduce(0) { $0 + $1.all } == 24 && a.counts[3]?.isSo == 9)
    #expect(CalibrationTable.share([key: a], key) == 19.0 / 34)
    #expect(CalibrationTable.rows([key: ScoreTally()]) { _ in 0.5 }.isEmpty)
  }

  @Test func aZoneIsFollowedToItsEnd() throws {
    var following = ZoneFollowing(nil)
    var event = ChangeEvent(
      change: "a", kind: .temporary, status: .confirmed, tile: TileID(x: 1, y: 1), elementClass: .workZoneObject,
      shapeKind: .point)
    event.after = [TilePoint(x_cm: 0, y_cm: 0)]
    following.take(event, day: 3)
    following.take(event, day: 4)
    #expect(following.tally.wrong == 1 && following.tally.zones == 0)
  }
}
