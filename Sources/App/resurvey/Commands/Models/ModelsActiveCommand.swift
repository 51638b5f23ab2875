import Contracts
import Evidence
import Foundation
import MapModel
import Observations
import Runtime
import Settings

/// `resurvey models active`: which models stand in the log.
struct ModelsActiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "active",
    abstract: "Shows the activations of learned sensor models in the tile log, partition by partition.",
    examples: [
      .init("resurvey models active --brokers localhost:9092", "all of them; the last of a partition counts"),
      .init("resurvey models active --json", "for programs"),
    ])

  /// One activation.
  private struct Row: Encodable {
    let partition: Int32
    let offset: Int64
    let model: String
    let classes: [String]
    /// True of the last one of its partition.
    var isActive: Bool
  }

  @Flag(help: "The activations as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func run() async throws {
    let reading = try TopicReading(try settings.load(), .evidence, from: .earliest)
    var progress = ProgressLine()
    var rows: [Row] = []
    var records = 0
    try reading.forEach(until: .init(isAtEnd: true)) { record in
      records += 1
      progress.show("\(records) records of \(reading.name) read")
      if let activation = Self.activation(record), let learned = activation.learned {
        for index in rows.indices where rows[index].partition == record.partition { rows[index].isActive = false }
        rows.append(
          Row(
            partition: record.partition, offset: record.offset, model: activation.model,
            classes: learned.classes.map(\.elementClass.name), isActive: true))
      }
      return true
    }
    progress.clear()
    rows.sort { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
    if json { return try Console.printJSON(rows) }
    guard !rows.isEmpty else {
      return print("\(reading.name): no sensor model was activated; the policy's assumptions count")
    }
    var table = TextTable([
      ("partition", .right), ("offset", .right), ("model", .left), ("classes", .left), ("", .left),
    ])
    for row in rows {
      table.append(
        ["\(row.partition)", "\(row.offset)", row.model, row.classes.joined(separator: " ")]
          + [row.isActive ? "active" : ""])
    }
    print(table.text)
  }

  /// A record that is refused activates nothing.
  private static func activation(_ record: IncomingRecord) -> ModelActivation? {
    guard let value = record.value else { return nil }
    do throws(Rejection) {
      guard case .modelActivation(let activation) = try TileLogCodec.decode(value) else { return nil }
      return activation
    } catch { return nil }
  }
}
