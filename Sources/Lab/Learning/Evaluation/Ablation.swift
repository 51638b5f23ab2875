import Evidence
import Simulation

/// A safeguard of the decision that is left out, to see what it is worth.
public enum Ablation: String, Hashable, Sendable, Codable, CaseIterable {
  /// None: the decision as it is.
  case nothing = "as it is"
  /// Every frame of a traversal counts as a traversal.
  case framesSummed = "frames summed naively"
  /// Every element is taken to be seen as often as the mean of its kind, and a blocked view for a free one.
  case meanDetection = "mean instead of conditioned P_D"
  /// Traversals of one day count as if they had nothing in common.
  case noTempering = "no tempering"
  /// One vehicle suffices, on one day, in one traversal.
  case noQuorum = "no quorum"
  /// Traversals that see less of a tile than others promise as much.
  case noSight = "promises not weighed by sight"
  /// No sensor is quarantined, and no storm holds anything.
  case noGuard = "no FLEET guard"

  /// What can be left out of a scenario.
  public static func cases(for scenario: VoteScenario) -> [Ablation] {
    allCases.filter { $0 != .noGuard || scenario.fleetGuard }
  }

  /// Frames that a traversal has of an element.
  private static let frames = 20

  /// Records that each traversal is folded as.
  var copies: Int { self == .framesSummed ? Self.frames : 1 }

  /// The scenario to run: with many copies of each record a tenth of the elements has to do.
  func scenario(_ scenario: VoteScenario) -> VoteScenario {
    var scenario = scenario
    switch self {
    case .framesSummed: scenario.elements = max(scenario.elements / 10, min(scenario.elements, scenario.tileElements))
    case .meanDetection: scenario.occlusion.knownShare = 0
    case .noGuard: scenario.fleetGuard = false
    case .nothing, .noTempering, .noQuorum, .noSight: break
    }
    return scenario
  }

  /// The policy without the safeguard.
  func policy(_ policy: Policy) -> Policy {
    var policy = policy
    switch self {
    case .nothing, .noGuard: break
    case .framesSummed: policy.sameDay_permille = 0
    case .meanDetection:
      policy.priorPasses = 10_000
      policy.rateSigmas_permille = 0
    case .noTempering:
      policy.sameDay_permille = 0
      policy.temper_permille = 1000
    case .noQuorum:
      policy.quorum_vehicles = 1
      policy.quorum_days = 1
      policy.minimumPasses = 1
    case .noSight: policy.sight_permille = 1000
    }
    return policy
  }
}
