import Evidence
import Foundation
import MapModel
import Settings
import Testing

/// What `Config/crowd-camera.yaml` makes of what such fleets report.
@Suite struct CrowdCameraProfileTests {
  private static let file: String = {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root.appending(path: "Config/crowd-camera.yaml").path
  }()

  private func profile() throws -> Policy {
    var policy = Policy()
    for (name, value) in try SettingsSources(file: Self.file).load(ResurveyConfiguration.self).settings.policy {
      try policy.set(name, to: value)
    }
    return policy
  }

  private func ledger(_ votes: [(expected: UInt8, detected: UInt8, offset_cm: Int16)], _ policy: Policy)
    -> ElementLedger
  {
    var ledger = ElementLedger()
    for (index, said) in votes.enumerated() {
      let vote = ElementVote(
        piece: PieceID(ElementID(1)), pieceHash: 1, interval: 0, expected: said.expected, detected: said.detected,
        offset_cm: said.offset_cm, offsetNorth_cm: 0, sigma_cm: said.detected > 128 ? 39 : 0, frames: 12)
      let visit = Visit(
        vehicle: UInt32(index), trip: UInt32(index), slot: Int64(index) * 1440,
        time_ns: 1_750_000_000_000_000_000 + Int64(index) * 86_400_000_000_000)
      ledger.fold(
        vote, reading: nil, mapped: Attributes(), visit: visit, weights: EvidenceWeights(policy))
    }
    return ledger
  }

  /// One interval of a true map's divider as eight recorded drives saw it from a lane or two away: each a metre off its place to the
  /// same side.
  private static let aside: [Int16] = [-13, -112, -87, -85, -94, -100, -92, -65]

  @Test func whatEveryCameraGetsWrongAlikeIsNoMove() throws {
    let votes = Self.aside.map { (expected: UInt8(150), detected: UInt8(255), offset_cm: $0) }
    func isDisplaced(_ policy: Policy) -> Bool {
      let ledger = ledger(votes, policy)
      return ledger.move.isDisplaced(from: ledger.settled, policy: policy)
    }
    #expect(isDisplaced(Policy()), "a fleet without that error would call it one")
    #expect(!isDisplaced(try profile()))
  }

  @Test func missesOfALineThatIsSeenHalfTheTimeDoNotRemoveIt() throws {
    // A worn divider by seven recorded drives; the order in which they come must not matter.
    let policy = try profile()
    let detected: [UInt8] = [44, 0, 255, 200, 255, 44, 0]
    for turn in detected.indices {
      let turned = Array(detected[turn...] + detected[..<turn])
      for order in [turned, turned.reversed(), detected.sorted()] {
        let ledger = ledger(order.map { (expected: UInt8(230), detected: $0, offset_cm: Int16(0)) }, policy)
        let removal = ledger.removal
        let isConfirmed = removal.score_mnat >= policy.removedThreshold_mnat && removal.support.suffices(policy)
        #expect(!isConfirmed, "\(order)")
      }
    }
  }

  @Test func aLineThatNobodySeesIsGoneAfterAFewPasses() throws {
    let policy = try profile()
    let missed = (expected: UInt8(195), detected: UInt8(0), offset_cm: Int16(0))
    let removal = ledger(Array(repeating: missed, count: 8), policy).removal
    #expect(removal.score_mnat >= policy.removedThreshold_mnat && removal.support.suffices(policy))
  }
}
