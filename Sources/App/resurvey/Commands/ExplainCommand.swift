import Contracts
import Evidence
import Foundation
import Learning
import MapModel
import Observations
import Runtime
import Settings
import Storage
import Topology

/// `resurvey explain`: why a change was told.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows the evidence of a change: who said what, how it added up, what it had to meet, and a picture.",
    discussion: """
      Folds the change's partition of the tile log again, with the code that decided it, and looks at the state before and \
      after every traversal. The log is read from the broker, or from the evidence.jsonl of `resurvey replay`; then \
      --store is the map that was replayed, and --partitions and the policy are those of that run. Expected is the \
      probability with which the thing should have been seen, in brackets as its own history has it at a lower quantile; \
      evidence is in nats, after the change was applied that for what the map holds since.
      """,
    examples: [
      .init("resurvey explain 1772411331-512-1 --store map.sqlite", "from the broker's tile log"),
      .init(
        "resurvey explain 1772411331-512-1 --store map.sqlite --evidence out/evidence.jsonl --svg why.svg",
        "from a replay, with a picture"),
      .init("resurvey explain 1772411331-512-1 --store map.sqlite --json", "for programs"),
    ])

  @Argument(help: ArgumentHelp("The change's id, as `resurvey changes` shows it.", valueName: "change"))
  var change: String

  @Option(help: ArgumentHelp("The map the tile log begins with.", valueName: "map.sqlite"))
  var store: String

  @Option(help: ArgumentHelp("A replay's evidence, instead of the broker's.", valueName: "evidence.jsonl"))
  var evidence: String?

  @Option(help: "Partitions of the replay.")
  var partitions: Int32 = 4

  @Option(help: ArgumentHelp("Writes a picture of map, sightings and evidence.", valueName: "file"))
  var svg: String?

  @Flag(help: "The explanation as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    guard ChangeReference(change) != nil else {
      throw ValidationError("'\(change)' is no change id; give one like 1772411331-512-1, see `resurvey changes`")
    }
    guard (1...256).contains(partitions) else { throw ValidationError("--partitions is \(partitions); give 1 to 256") }
  }

  func run() async throws {
    guard let reference = ChangeReference(change) else { return }
    let configuration = try settings.load()
    let maps = try MapStoreFile.open(store)
    let source = TileLogSource(tile: reference.tile, configuration: configuration)
    let log =
      if let evidence {
        try source.replayed(evidence, maps: try maps.currentTiles(), partitions: partitions)
      } else { try source.read() }
    let explanation: ChangeExplanation
    do {
      let task = TileTask.Configuration(
        application: configuration.kafka.applicationId, partitionCount: log.partitions,
        policy: try ChangeExplainer.policy(of: log.records))
      let bases = try BaseMaps(log.records, in: maps)
      explanation = try ChangeExplainer(
        change, tile: reference.tile, task: TileTask(task, partition: log.partition), base: { bases[$0] }
      ).explain(log.records)
    } catch let failure as ChangeExplainer.Failure {
      throw CommandError(.dataError, "\(failure)")
    } catch let refusal as FoldRefusal {
      throw CommandError(.dataError, "\(refusal)")
    }
    if let svg {
      let file = try OutputFile(svg)
      try file.write(Array(ExplanationPicture(explanation).svg.utf8))
      try file.finish()
    }
    if json {
      try Console.printJSON(ExplanationSummary(explanation))
    } else {
      print(ExplanationText.text(explanation))
    }
  }
}
