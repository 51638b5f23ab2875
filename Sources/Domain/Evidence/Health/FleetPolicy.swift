/// The thresholds the fleet's sensors and regions are judged by.
public struct FleetPolicy: Hashable, Sendable {
  /// Standard deviations by which a sensor has to be worse than others before it counts against it.
  public var allowance = 1.0
  /// Most standard deviations one traversal may say.
  public var traversalCap = 3.0
  /// Sum of what counts against a sensor at which it is quarantined: ten traversals that see nothing of a class.
  public var alarm = 20.0
  /// The same sum the other way, at which it is released.
  public var calm = 20.0
  /// Distinct tiles a sensor has to be worse in.
  public var quorumTiles = 3
  /// Distinct vehicles a software version has to be worse on, where they are half of those that were heard with it.
  public var quorumVehicles = 3
  /// As many, whatever the others of its vehicles show: more than are taken to lie in concert.
  public var manyVehicles = 8
  /// Traversals that have to have passed a tile before others are compared with them.
  public var placePasses = 8.0
  /// Traversals after which the past of a place counts half.
  public var placeMemory = 100.0
  /// Fewest traversals of a sensor that others, meanwhile, are compared with.
  public var comparedPasses = 5.0
  /// Days on which a calibration has to be worse than usual where those that drive at the same time are worse too.
  public var outlierDays = 2
  /// Fewest others heard on those days, each counted once, that it is compared with then.
  public var comparedSources = 5
  /// Share of them that may be worse as well: less than what a majority of honest vehicles leaves.
  public var alikeShare = 0.34
  /// Traversals of a tile, less those that say otherwise, that see everything displaced alike until its map is taken to lie off.
  public var datumTraversals = 8
  /// Fewest changes of a region within `stormSpan_ns` that are a storm.
  public var stormChanges = 20
  /// Share of the elements, in the tiles that changed, from which they are.
  public var stormShare = 0.05
  /// Share of them that one vehicle, calibration or software version brought.
  public var stormDominance = 0.8
  /// Span of event time that is looked at for storms, ns.
  public var stormSpan_ns: Int64 = 86_400_000_000_000
  /// Span of event time without a further change after which a storm is over, ns.
  public var stormCalm_ns: Int64 = 7 * 86_400_000_000_000

  /// The defaults.
  public init() {}
}
