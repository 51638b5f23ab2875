import MapModel

/// What neighbouring stretches of a new line say together.
///
/// What is painted is painted in one go, and each stretch is passed by other vehicles: of three that saw a line of 400 m any one place may
/// have been seen by two. As with `RemovalPooling` a vehicle counts once, however many of the stretches it saw: together they have as much
/// evidence for each vehicle as they have on average for each of theirs, so that a stretch that was missed speaks against.
struct AdditionPooling {
  /// Stretches that may speak together: each speaks.
  let stretches: [CandidateCluster]
  let policy: Policy

  /// Fewest stretches that speak as one, and fewest vehicles of each: what one vehicle alone has seen somewhere, no other has.
  private static let least = 2
  private static let vehicles: UInt32 = 2

  /// True of a stretch with enough evidence to speak with others.
  static func speaks(_ cluster: CandidateCluster, _ policy: Policy) -> Bool {
    cluster.score_mnat >= policy.neighbourThreshold_mnat && cluster.support.vehicles >= vehicles
  }

  /// The stretches around one of them that suffice together, in order along the line, and their evidence, thousandths of a nat; nil where they do
  /// not.
  func run(through core: CandidateCluster) -> (clusters: [UInt32], evidence_mnat: Int64)? {
    let order = ClusterChain(through: core, over: stretches).clusters
    let run = order.compactMap { id in stretches.first { $0.id == id } }
    guard run.count >= Self.least else { return nil }
    var support = Support()
    for cluster in run { support.add(cluster.support) }
    guard support.hasQuorum(policy), Int64(support.vehicles) >= policy.minimumPasses else { return nil }
    let scores = run.reduce(0) { $0 + $1.score_mnat }
    let voices = run.reduce(Int64(0)) { $0 + Int64($1.support.vehicles) }
    let pooled_mnat = scores * Int64(support.vehicles) / max(voices, 1)
    guard pooled_mnat >= policy.addedThreshold_mnat else { return nil }
    return (order, pooled_mnat)
  }
}
