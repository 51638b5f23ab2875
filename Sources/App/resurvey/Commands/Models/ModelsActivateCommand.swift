import Contracts
import Evidence
import Kafka
import Learning
import Runtime
import Settings

/// `resurvey models activate`: from here on the fold weighs by a model.
struct ModelsActivateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "activate",
    abstract: "Writes the activation of a learned sensor model into every partition of the tile log.",
    discussion: """
      TILE weighs what comes behind that record by the model: true for promised P_D, the class as prior of an element's \
      own P_D, P_FA, the correlation of one day's votes, misreading and noise. --assumed takes it back to what the policy \
      assumes. The record carries the model itself and its hash: who folds the log needs no file.
      """,
    examples: [
      .init("resurvey models activate sensors.json --brokers localhost:9092", "from here on"),
      .init("resurvey models activate sensors-before.json", "back to the model before"),
      .init("resurvey models activate --assumed", "back to what the policy assumes"),
    ])

  @Argument(help: ArgumentHelp("A file of `resurvey train sensor-model`.", valueName: "file.json"))
  var file: String?

  @Flag(help: "No model: weigh by what the policy assumes.")
  var assumed = false

  @Flag(help: "What was sent as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    guard (file == nil) == assumed else { throw ValidationError("give a file, or --assumed, and not both") }
  }

  func run() async throws {
    let activation = try activation()
    let cluster = try ReachedCluster(try settings.load()).cluster
    let partitions = try ModelActivating.write(activation, to: cluster)
    let topic = cluster.names[.evidence]
    if json {
      let value = TileLogCodec.encode(.modelActivation(activation))
      print(String(decoding: try ContractJSON.encode(value, as: .tileLogRecord), as: UTF8.self))
    } else {
      print("\(activation.model) is active in \(partitions) partitions of \(topic)")
    }
  }

  private func activation() throws -> ModelActivation {
    guard let file else { return ModelActivation(LearnedSensorModel(classes: []), named: "assumed") }
    let model = try SensorModelInput.file(file)
    return ModelActivation(try model.learned(), named: model.model)
  }
}
