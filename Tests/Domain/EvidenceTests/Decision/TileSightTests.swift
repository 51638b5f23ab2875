import MapModel
import Testing

@testable import Evidence

@Suite struct TileSightTests {
  /// A traversal's votes on pieces of one interval each, of which the first ones were seen.
  private func votes(_ pieces: Int = 40, seen: Int, expected: UInt8 = 230) -> [ElementVote] {
    (0..<pieces).map { index in
      ElementVote(
        piece: PieceID(ElementID(UInt64(index + 1))), pieceHash: 0, interval: 0, expected: expected,
        detected: index < seen ? 240 : 5, offset_cm: 0, offsetNorth_cm: 0, sigma_cm: 10, frames: 10)
    }
  }

  private func usual(_ passes: Int = 20, seen: Int = 36) -> TileSight {
    var sight = TileSight()
    for _ in 0..<passes { _ = sight.worth_permille(of: votes(seen: seen), least_permille: 300) }
    return sight
  }

  @Test func theFirstPromisesAreBelieved() {
    var sight = TileSight()
    #expect(sight.worth_permille(of: votes(seen: 10), least_permille: 300) == 1000)
  }

  @Test func whoSeesHalfOfWhatIsUsualPromisesLittleMoreThanHalf() {
    var sight = usual()
    let worth = sight.worth_permille(of: votes(seen: 18), least_permille: 300)
    #expect((550...620).contains(worth), "\(worth)")
  }

  @Test func chanceTakesNothing() {
    var sight = usual()
    #expect(sight.worth_permille(of: votes(seen: 35), least_permille: 300) == 1000)
    #expect(sight.worth_permille(of: votes(seen: 40), least_permille: 300) == 1000)
  }

  @Test func aBlindTraversalStillSaysSomething() {
    var sight = usual()
    #expect(sight.worth_permille(of: votes(seen: 0), least_permille: 300) == 300)
  }

  @Test func aPolicyMayBelieveItAll() {
    var sight = usual()
    #expect(sight.worth_permille(of: votes(seen: 0), least_permille: 1000) == 1000)
  }

  @Test func aFewPiecesAndSmallPromisesTellNothing() {
    var sight = usual()
    #expect(sight.worth_permille(of: votes(7, seen: 0), least_permille: 300) == 1000)
    #expect(sight.worth_permille(of: votes(seen: 0, expected: 100), least_permille: 300) == 1000)
  }

  @Test func aLineCountsOnceHoweverLong() {
    func votes(line isSeen: Bool) -> [ElementVote] {
      let line = (0..<60).map { interval in
        ElementVote(
          piece: PieceID(ElementID(999)), pieceHash: 0, interval: UInt16(interval), expected: 230,
          detected: isSeen ? 240 : 5, offset_cm: 0, offsetNorth_cm: 0, sigma_cm: 10, frames: 10)
      }
      return self.votes(seen: 36) + line
    }
    var sight = TileSight()
    for _ in 0..<20 { _ = sight.worth_permille(of: votes(line: true), least_permille: 300) }
    #expect(sight.worth_permille(of: votes(line: false), least_permille: 300) == 1000)
  }

  @Test func whatHasBecomeUsualIsBelieved() {
    var sight = usual()
    for _ in 0..<400 { _ = sight.worth_permille(of: votes(seen: 24), least_permille: 300) }
    #expect(sight.worth_permille(of: votes(seen: 24), least_permille: 300) == 1000)
  }

  @Test func theStoredFormIsTheState() throws {
    let sight = usual()
    var writer = LedgerWriter()
    sight.write(to: &writer)
    var reader = LedgerReader(writer.bytes)
    #expect(try TileSight(from: &reader) == sight && reader.isAtEnd)
  }
}
