/// The thresholds the fold decides by: whole numbers with names, so that no two machines read them differently. Evidence is in
/// thousandths of a nat, probabilities in 1/255.
public struct Policy: Hashable, Sendable {
  /// Evidence that confirms a removal: at P_D .9 and P_FA .05 six misses in a row, each on a day of its own. It is higher than that of an
  /// addition because an element is looked at for years, and its own detection rate is known from its history only so well.
  public var removedThreshold_mnat: Int64 = 13_000
  /// Evidence that confirms an addition.
  public var addedThreshold_mnat: Int64 = 11_000
  /// Evidence that confirms a move.
  public var movedThreshold_mnat: Int64 = 11_000
  /// Evidence that confirms changed attributes.
  public var attributeThreshold_mnat: Int64 = 11_000
  /// Evidence that confirms a temporary object.
  public var temporaryThreshold_mnat: Int64 = 6_000
  /// Share of the threshold at which a change is suspected, in thousandths.
  public var suspected_permille: Int64 = 600
  /// Share of the threshold at or below which it no longer is, in thousandths: far below the other, so that it does not flap.
  public var unsuspected_permille: Int64 = 200
  /// Evidence of later drives for an applied change that verifies it.
  public var verifiedThreshold_mnat: Int64 = 8_000
  /// Evidence beyond the threshold that a change needs to be told again after a person rejected it. Evidence is kept up to four thresholds:
  /// with a charge of three and more nothing short of another review brings it back.
  public var rejectedCharge_mnat: Int64 = 11_000
  /// Evidence from which a neighbour of a confirmed interval or stretch goes along with it.
  public var neighbourThreshold_mnat: Int64 = 4_000
  /// Evidence beyond the threshold at which a decision no longer waits for neighbours that are still gathering theirs.
  public var patience_mnat: Int64 = 2_000
  /// The same where a removal and an addition may turn out to be one move.
  public var pairPatience_mnat: Int64 = 12_000
  /// Most a single traversal may say.
  public var voteCap_mnat: Int64 = 2_500
  /// Weight of a vote, in thousandths, for what traversals have in common.
  public var temper_permille: Int64 = 1_000
  /// Correlation of two traversals' sightings of one thing on one day (ICC), in thousandths.
  public var sameDay_permille: Int64 = 100
  /// Probability of seeing what is not there, in 1/255.
  public var falseAlarm_255: Int64 = 13
  /// Probability of reading other attributes than there are, in 1/255.
  public var misread_255: Int64 = 26
  /// Passes' worth of trust in the detection rate MATCH expects, before an element's own history speaks.
  public var priorPasses: Int64 = 12
  /// Standard deviations by which the detection rate used for removal lies below its mean, in thousandths.
  public var rateSigmas_permille: Int64 = 500
  /// Evidence that an element is gone which its first vote misses: that it went before anybody looked for it, on a map that may be old, is
  /// as much likelier than that it goes between two given passes.
  public var unseen_mnat: Int64 = 4_000
  /// Least that is left of the promises of a traversal that sees less of a tile than is usual there, in thousandths; 1000 leaves them as they are.
  public var sight_permille: Int64 = 300
  /// What a vehicle's evidence for a change it has spoken for before is worth, in thousandths.
  public var repeat_permille: Int64 = 500
  /// Distinct vehicles that have spoken for a change, from which their further words count in full: more than are taken to lie together.
  public var repeat_vehicles: Int64 = 6
  /// Distinct vehicles that have to speak for a change.
  public var quorum_vehicles: Int64 = 3
  /// Most vehicles that are asked for where a majority of those that pass has to speak for a change: more than are feared to lie together.
  /// 1 asks for no majority.
  public var majority_vehicles: Int64 = 6
  /// Distinct days on which they have to.
  public var quorum_days: Int64 = 2
  /// Traversals that have to speak for a change.
  public var minimumPasses: Int64 = 4
  /// Smallest displacement that is called a move, cm.
  public var movedMinimum_cm: Int64 = 25
  /// Standard deviations of its mean that a displacement has to exceed, in thousandths.
  public var movedSigmas_permille: Int64 = 2_500
  /// Error common to the fleet, which no number of traversals averages out, cm.
  public var movedBias_cm: Int64 = 10
  /// Displacement the test for moves is most sensitive to, cm.
  public var movedDesign_cm: Int64 = 40
  /// Evidence of the gaps between lines that one of them lies elsewhere, from which it is a move.
  public var gapThreshold_mnat: Int64 = 8_000
  /// By how much that evidence has to exceed what speaks for any other line around it.
  public var gapMargin_mnat: Int64 = 4_000
  /// Smallest displacement that gaps tell, cm: below it an error of the map or of a camera's outer lanes looks alike.
  public var gapMinimum_cm: Int64 = 60
  /// Standard deviation of a gap in the eyes of one traversal, the lateral scale apart, cm.
  public var gapNoise_cm: Int64 = 28
  /// Error of a gap that all traversals have in common, cm.
  public var gapBias_cm: Int64 = 12
  /// By how much wider than they are the fleet's sensors see lines apart, in thousandths: a camera's lateral scale before it is corrected.
  public var gapScale_permille: Int64 = 0
  /// Standard deviation of that, in thousandths.
  public var gapScaleSigma_permille: Int64 = 50
  /// Shortest stretch of a line that gaps move, cm: over a few metres an error of the map lasts all along.
  public var gapStretch_cm: Int64 = 10_000
  /// Traversals that have to have seen a line aside of the lines beside it.
  public var gapPasses: Int64 = 6
  /// Log-odds of a move against an unrelated removal and addition, before their distance speaks.
  public var pairPrior_mnat: Int64 = 5_400
  /// Evidence of a removal, together with the odds of a move, from which it is the other half of a confirmed addition close by.
  public var pairThreshold_mnat: Int64 = 6_000
  /// Least evidence of a removal that is looked at for that.
  public var fadingThreshold_mnat: Int64 = 1_500
  /// Standard deviation of how far points are moved, cm.
  public var pairSpreadPoint_cm: Int64 = 150
  /// Standard deviation of how far lines are moved sideways, cm.
  public var pairSpreadLine_cm: Int64 = 100
  /// Shortest line that is added, cm; stop lines are exempt.
  public var addedLineMinimum_cm: Int64 = 1_500
  /// Farthest a sighting may lie from its cluster, cm, whatever their standard deviations say.
  public var clusterGate_cm: Int64 = 150
  /// Standard deviations a sighting may lie from its cluster, in thousandths.
  public var clusterSigmas_permille: Int64 = 3_000
  /// Clusters kept in a tile; beyond it the least supported goes.
  public var clustersPerTile: Int64 = 512
  /// Temporary objects closer than this belong to one zone, cm.
  public var zoneLink_cm: Int64 = 3_000
  /// A zone unseen for this long has expired, s.
  public var zoneExpiry_s: Int64 = 3 * 86_400
  /// Changes of more length than this are told to a person, cm.
  public var largeChange_cm: Int64 = 30_000
  /// Evidence older than this against the partition's event time is refused, s. Partitions of one topic are read at their own pace, so
  /// it is far above what a vehicle's own link delays: a replay of three months keeps its order.
  public var lateness_s: Int64 = 90 * 86_400
  /// Days of evidence that are kept to be folded again without a source found at fault, at least; 0 for none, and then what it said stays.
  public var replay_days: Int64 = 7

  /// The defaults.
  public init() {}
}
