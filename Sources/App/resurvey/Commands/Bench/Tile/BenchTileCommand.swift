import Foundation
import Kafka
import Runtime
import Settings

/// `resurvey bench tile`: what the TILE stage folds a second, from its Kafka topic to its SQLite commit.
struct BenchTileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tile",
    abstract: "Measures the TILE stage from its Kafka topic to its SQLite commit.",
    discussion: """
      Writes a map and a tile log on it to the brokers named with --brokers, under topic names of its own: base maps first, \
      then traversals that each vote on neighbouring elements of one tile. Then runs the stream processor's own TILE stage over \
      the backlog until all is committed. Points and pieces of line stand in turn, one ledger each; one element in 2000 is gone, \
      one traversal in five sees what is not there. Loading is told apart: the measurement begins with a new stage that finds \
      the tiles in its partition files. Wall time runs from the assignment of the partitions to the last commit, CPU time of \
      the whole process from the start of the stage. The topics and files are removed at the end.
      """,
    examples: [
      .init("resurvey bench tile --brokers localhost:9092", "200 tiles of 2000 elements, 8 million votes"),
      .init("resurvey bench tile --brokers localhost:9092 --tiles 5000 --json", "10 million elements, as JSON"),
      .init("resurvey bench tile --brokers localhost:9092 --work out --keep", "leaves its files in out, topics too"),
    ])

  @Option(help: "Tiles, 1 to 16384.")
  var tiles = 200

  @Option(help: "Elements of each tile, 1 to 2000.")
  var elements = 2000

  @Option(help: "Traversals, 1 to 10000000.")
  var records = 200_000

  @Option(help: "Votes of each, 1 to 1000, at most as many as elements.")
  var votes = 40

  @Option(help: "Partitions of the tile log, 1 to 1000.")
  var partitions = 4

  @Option(help: ArgumentHelp("Folder for map and partition files; a new one where not given.", valueName: "folder"))
  var work: String?

  @Flag(help: "Leaves files and topics as they are.")
  var keep = false

  @Flag(help: "The report as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(ValidationError) {
      guard range.contains(value) else {
        throw ValidationError("--\(name) is \(value); give \(range.lowerBound) to \(range.upperBound)")
      }
    }
    try check("tiles", tiles, 1...16_384)
    try check("elements", elements, 1...2000)
    try check("records", records, 1...10_000_000)
    try check("votes", votes, 1...min(1000, elements))
    try check("partitions", partitions, 1...1000)
  }

  func run() async throws {
    var configuration = try settings.load()
    guard !configuration.kafka.embedded else {
      throw CommandError(.usage, "kafka.embedded: that broker keeps too little; name a Kafka with --brokers")
    }
    let name = "bench-tile-\(UUID().uuidString.prefix(8))"
    let folder = work ?? FileManager.default.temporaryDirectory.appendingPathComponent(name).path
    configuration.useTopics(prefix: name + ".")
    configuration.kafka.groups.tile = name
    configuration.storage.state = folder + "/state"
    configuration.storage.map = folder + "/map.sqlite"
    let reached = try ReachedCluster(configuration)
    guard !reached.isEmbedded else {
      throw CommandError(
        .usage, "\(reached.cluster.kafka.brokers) is an embedded broker, which keeps too little; name a Kafka")
    }
    guard !FileManager.default.fileExists(atPath: configuration.storage.map) else {
      throw CommandError(.usage, "--work \(folder): holds the map of an earlier run; name a new folder")
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let workload = TileWorkload(tiles: tiles, elements: elements, records: records, votes: votes)
    let bench = TileBench(
      cluster: reached.cluster, configuration: configuration, policy: try configuration.decisionPolicy(),
      workload: workload, partitions: Int32(partitions))
    defer { if !keep { remove(bench, reached.admin, folder) } }
    let report = try bench.run()
    if json { try Console.printJSON(report) } else { print(report.text) }
  }

  private func remove(_ bench: TileBench, _ admin: KafkaAdmin, _ folder: String) {
    do {
      for topic in bench.topics { try admin.deleteTopic(topic) }
      let paths = [bench.configuration.storage.state] + bench.mapFiles
      for path in paths where FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
      if work == nil { try FileManager.default.removeItem(atPath: folder) }
    } catch {
      FileHandle.standardError.write(Data("what was made is left behind in \(folder): \(error)\n".utf8))
    }
  }
}

extension ResurveyConfiguration {
  /// Puts a prefix before the names of all topics.
  fileprivate mutating func useTopics(prefix: String) {
    topics.observations = prefix + topics.observations
    topics.evidence = prefix + topics.evidence
    topics.changes = prefix + topics.changes
    topics.tiles = prefix + topics.tiles
    topics.alerts = prefix + topics.alerts
    topics.health = prefix + topics.health
    topics.observationsDeadLetter = prefix + topics.observationsDeadLetter
    topics.evidenceDeadLetter = prefix + topics.evidenceDeadLetter
  }
}
