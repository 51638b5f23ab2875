import Contracts
import Foundation
import Kafka
import Runtime
import Settings

/// `resurvey broker`: the embedded broker on its own.
struct BrokerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "broker",
    abstract: "Runs the embedded broker with all topics until it is told to stop.",
    discussion: """
      For trying things out without Kafka. It holds at most 5 MiB a partition and forgets everything at its end, so whoever \
      sends has to wait for the readers: `produce` and `simulate` do.
      """,
    examples: [
      .init("resurvey broker --bootstrap-file /tmp/broker", "in one terminal"),
      .init("resurvey run --brokers $(cat /tmp/broker)", "in another"),
      .init("kcat -b $(cat /tmp/broker) -L", "its topics"),
    ])

  @Option(help: "Partitions of every topic.")
  var partitions: Int32 = 4

  @Option(help: ArgumentHelp("Writes the bootstrap list to this file.", valueName: "file"))
  var bootstrapFile: String?

  @Option(name: .customLong("for"), help: ArgumentHelp("Stops by itself after so many seconds.", valueName: "seconds"))
  var lifetime_s: Double?

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    guard (1...64).contains(partitions) else { throw ValidationError("--partitions is \(partitions); give 1 to 64") }
  }

  func run() async throws {
    let configuration = try settings.load()
    let broker = try EmbeddedBroker(log: { _ in })
    let names = TopicNames(configuration.topics)
    try broker.createTopics(names, partitions: partitions)
    if let bootstrapFile {
      do {
        try Data("\(broker.bootstrap)\n".utf8).write(to: URL(fileURLWithPath: bootstrapFile), options: .atomic)
      } catch {
        throw CommandError(.cannotCreate, "\(bootstrapFile): cannot be written: \(error.localizedDescription)")
      }
    }
    print(broker.bootstrap)
    fflush(nil)
    let stop = StopSignal()
    let interruption = Interruption(raising: stop)
    let end = lifetime_s.map { ContinuousClock.now + .seconds($0) }
    while !stop.isRaised, end.map({ ContinuousClock.now < $0 }) ?? true {
      try await Task.sleep(for: .milliseconds(100))
    }
    withExtendedLifetime((broker, interruption)) {}
  }
}
