import Contracts
import Evidence
import Foundation
import Kafka
import Operations
import Runtime
import Settings

/// `resurvey run`: the stream processor.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs the stream processor: MATCH, TILE or both, until it is told to stop.",
    discussion: """
      Creates topics that are missing. Where the tile log is still empty, TILE begins it with the map of storage.map; from \
      then on the log is the truth, and a process with another map, other thresholds or another fold refuses to start. A \
      first start reads observations from --from; later ones go on where the last one stopped. SIGINT and SIGTERM end it \
      cleanly; what was in progress is read again at the next start and counts once.
      """,
    examples: [
      .init("resurvey run --config Config/resurvey.yaml", "both stages"),
      .init(
        "resurvey run --stage match --set kafka.brokers=[kafka1:9092]",
        "MATCH alone, on as many machines as there are partitions"),
      .init("resurvey run --set storage.map=map.sqlite --set storage.state=state", "with its files elsewhere"),
    ])

  @Option(help: "Which stages: match, tile or all; overrides the configuration.")
  var stage: Stage?

  @Option(help: "Where a first start begins: earliest, latest or a time; overrides the configuration.")
  var from: StartPosition?

  @OptionGroup var settings: ConfigurationOptions

  func run() async throws {
    var further: [String] = []
    if let stage { further.append("stage=\(stage.rawValue)") }
    if let from { further.append("from=\"\(from)\"") }
    var configuration = try settings.load(further)
    let logger = Logger(label: "resurvey", settings: configuration.log)
    let readsMap = configuration.stage == .tile || configuration.stage == .all
    if readsMap, !FileManager.default.isReadableFile(atPath: configuration.storage.map) {
      throw CommandError(
        .noInput,
        "storage.map is \(configuration.storage.map), which cannot be read; make it with `resurvey map import`")
    }
    var broker: EmbeddedBroker?
    if configuration.kafka.embedded {
      let embedded = try EmbeddedBroker(log: { _ in })
      configuration.kafka.brokers = [embedded.bootstrap]
      try embedded.createTopics(TopicNames(configuration.topics), partitions: 4)
      logger.notice("embedded broker", ["brokers": .text(embedded.bootstrap)])
      broker = embedded
    }
    let kafkaLogger = logger
    let cluster = Cluster(configuration) { line in
      kafkaLogger.log(line.severity <= 3 ? .error : .debug, line.message, ["facility": .text(line.facility)])
    }
    let metrics = StageMetrics(logger: logger)
    let processor = StreamProcessor(
      cluster, configuration, policy: try configuration.decisionPolicy(),
      matching: try configuration.driveMatching()
    ) {
      metrics.note($0)
    }
    let operations: OperationsServer? =
      configuration.metrics.enabled
      ? try OperationsServer(
        address: configuration.metrics.address, port: configuration.metrics.port, registry: metrics.registry,
        readiness: { [stage = configuration.stage] in
          switch metrics.readiness(of: stage) {
          case .ready: .ok
          case .waiting(let reason): .failing(reason)
          }
        }) : nil
    let stop = StopSignal()
    let interruption = Interruption(raising: stop)
    logger.notice("starting", ["stage": .text(configuration.stage.rawValue), "brokers": .text(cluster.kafka.brokers)])
    let stages = StageThread("stages", stop: stop) { try processor.run(until: stop) }
    try stages.join()
    operations?.stop()
    withExtendedLifetime((interruption, broker)) {}
    logger.notice("stopped")
  }
}
