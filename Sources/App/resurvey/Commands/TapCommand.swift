import Contracts
import Foundation
import Runtime
import Settings

/// `resurvey tap`: what goes over a topic.
struct TapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tap",
    abstract: "Shows the records of a topic as they come.",
    discussion: """
      Reads all partitions outside any group. Of each record it shows place, key, CloudEvents headers and the value as \
      proto3-JSON; of a dead letter why it was refused and where it stood. A topic is named by its role (observations, \
      evidence, changes, tiles, alerts, observations-dead-letter, evidence-dead-letter) or by its name.
      """,
    examples: [
      .init("resurvey tap changes --from earliest --until-end", "every change event so far"),
      .init("resurvey tap fleet.observations --count 1", "the next frame"),
      .init(
        "resurvey tap observations-dead-letter --from earliest --timeout 5 --json", "what was refused, for programs"),
    ])

  @Argument(help: ArgumentHelp("Role or name.", valueName: "topic"))
  var topic: String

  @Option(help: ArgumentHelp("Where to begin: earliest, latest or a time.", valueName: "place"))
  var from = StartPosition.latest

  @Option(help: ArgumentHelp("Ends after so many records.", valueName: "records"))
  var count: Int?

  @Option(help: ArgumentHelp("Ends after so long without a record.", valueName: "seconds"))
  var timeout: Double?

  @Flag(help: "Ends where the topic ended.")
  var untilEnd = false

  @Flag(help: "One JSON object a line.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    if let count, count < 1 { throw ValidationError("--count is \(count); give 1 or more") }
    if let timeout, timeout <= 0 { throw ValidationError("--timeout is \(timeout); give more than 0 seconds") }
  }

  func run() async throws {
    let configuration = try settings.load()
    let topic = try configuration.topics.topic(meant: topic)
    let names = TopicNames(configuration.topics)
    let reader = try TopicReading(configuration, topic, from: from)
    var left = count ?? .max
    try reader.forEach(until: .init(isAtEnd: untilEnd, silence_s: timeout)) { record in
      let tapped = TappedRecord(record, name: reader.name, names: names)
      print(json ? try tapped.jsonLine() : tapped.text)
      left -= 1
      return left > 0
    }
  }
}
