import Contracts
import Evidence
import Kafka
import Localization
import MapModel
import Observations
import Settings
import Storage
import Topology

/// The stages of one process against one cluster.
public final class StreamProcessor: Sendable {
  /// How far MATCH has read.
  public let observations = ReadProgress()
  /// How far TILE has folded.
  public let evidence = ReadProgress()
  private let cluster: Cluster
  private let configuration: ResurveyConfiguration
  private let policy: Policy
  private let matching: DriveMatcherConfiguration
  private let catalogue: TopicCatalogue
  private let report: @Sendable (StageEvent) -> Void

  /// A processor, not yet running.
  /// - Parameter report: receives what happens, on the stages' threads.
  public init(
    _ cluster: Cluster, _ configuration: ResurveyConfiguration, policy: Policy,
    matching: DriveMatcherConfiguration = DriveMatcherConfiguration(), catalogue: TopicCatalogue = TopicCatalogue(),
    report: @escaping @Sendable (StageEvent) -> Void
  ) {
    self.cluster = cluster
    self.configuration = configuration
    self.policy = policy
    self.matching = matching
    self.catalogue = catalogue.renamed(by: configuration.topics)
    self.report = report
  }

  /// Runs the configured stages until `stop` is raised or one of them cannot go on. Blocks.
  /// - Throws: the first stage's error.
  public func run(until stop: StopSignal) throws {
    let patience = Patience { [report] in report(.problem(.tile, $0)) }
    let partitions = try patience(until: stop) { try TopicSetup.ensure(cluster, catalogue) }
    func has(_ stage: Stage) -> Bool { configuration.stage == .all || configuration.stage == stage }
    var threads: [StageThread] = []
    if has(.tile) {
      let maps = try TileStore(path: configuration.storage.map)
      let tiles = try maps.currentTiles()
      let opened = try patience(until: stop) {
        try LogOpening.write(cluster, policy: policy, maps: tiles, partitions: partitions)
      }
      report(.opened(partitions: opened))
      threads.append(StageThread("tile", stop: stop) { [self] in try runTile(partitions, until: stop) })
    }
    if has(.match) { threads.append(StageThread("match", stop: stop) { [self] in try runMatch(until: stop) }) }
    if has(.fleet) {
      threads.append(StageThread("fleet", stop: stop) { [self] in try runFleet(partitions, until: stop) })
    }
    for thread in threads { try thread.join() }
  }

  private func runTile(_ partitions: Int32, until stop: StopSignal) throws {
    let task = TileTask.Configuration(
      application: configuration.kafka.applicationId, partitionCount: partitions, policy: policy,
      evidenceTopic: cluster.names[.evidence])
    try TileStage(
      cluster, configuration, task: task, maps: try TileStore(path: configuration.storage.map), progress: evidence,
      report: report
    ).run(until: stop)
  }

  private func runFleet(_ partitions: Int32, until stop: StopSignal) throws {
    let task = FleetTask(
      FleetTask.Configuration(application: configuration.kafka.applicationId, partitionCount: partitions))
    let stage = try Patience { [report] in report(.problem(.fleet, $0)) }(until: stop) {
      try FleetStage(cluster, configuration, task: task, report: report)
    }
    try stage.run(until: stop)
  }

  private func runMatch(until stop: StopSignal) throws {
    var task = MatchTaskConfiguration()
    task.application = configuration.kafka.applicationId
    task.matching = matching
    task.lateness_ns = Int64(configuration.match.lateness_h) * 3_600_000_000_000
    task.openDrives = configuration.match.openTraversals
    task.limits.frame_bytes = configuration.limits.frame_bytes
    let stage = try Patience { [report] in report(.problem(.match, $0)) }(until: stop) {
      try MatchStage(cluster, configuration, task: task, progress: observations, report: report)
    }
    try stage.run(until: stop)
  }
}
