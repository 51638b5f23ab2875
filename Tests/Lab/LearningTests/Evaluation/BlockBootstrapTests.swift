import Testing

@testable import Learning

@Suite struct BlockBootstrapTests {
  @Test func ofNoEventTheBoundIsThreeOverTheExposure() throws {
    let rate = BlockBootstrap(events: [[0, 0, 0], [0, 0, 0]], exposure: 1000).rate
    #expect(rate.events == 0 && rate.rate == 0 && rate.isPoisson)
    #expect(abs(try #require(rate.upper95) - 0.003) < 0.00005)
  }

  @Test func eventsThatComeInBunchesWidenTheBound() throws {
    // Forty events on forty days of a hundred, and forty on one of them.
    let even = BlockBootstrap(events: [(0..<100).map { $0 < 40 ? 1 : 0 }], exposure: 1).rate
    let bunched = BlockBootstrap(events: [(0..<100).map { $0 == 0 ? 40 : 0 }], exposure: 1).rate
    #expect(even.rate == 40 && bunched.rate == 40)
    #expect(even.isPoisson && !bunched.isPoisson)
    // A day drawn three times or more in a hundred has 8 %, four times or more 2 %.
    #expect(try #require(bunched.upper95) == 120)
    #expect(try #require(even.upper95) < 53)
  }

  @Test func seedsThatDifferWidenItToo() throws {
    let alike = BlockBootstrap(events: Array(repeating: [5, 5, 5, 5], count: 4), exposure: 1).rate
    let quiet = [0, 0, 0, 0]
    let different = BlockBootstrap(events: [[20, 20, 20, 20], quiet, quiet, quiet], exposure: 1).rate
    #expect(alike.events == different.events)
    #expect(try #require(different.upper95) > 1.5 * (try #require(alike.upper95)))
  }

  @Test func theSameNumbersGiveTheSameBoundAndNoExposureGivesNone() {
    let events = [[3, 0, 1, 7], [0, 2, 0, 0]]
    #expect(BlockBootstrap(events: events, exposure: 9).rate == BlockBootstrap(events: events, exposure: 9).rate)
    #expect(BlockBootstrap(events: [], exposure: 0).rate.upper95 == nil)
  }
}
