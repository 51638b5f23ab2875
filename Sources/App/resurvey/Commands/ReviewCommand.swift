import Contracts
import Evidence
import Foundation
import Kafka
import MapModel
import Observations
import Runtime
import Settings

/// `resurvey review`: a person's word on a change.
struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Sends a review of a change to the tile log.",
    discussion: """
      approve: a suspected or held change is applied now, an applied one is verified. reject: it is not so; the evidence \
      behind it is forgotten, an applied one is taken back in a new tile version, and more evidence is asked for before it \
      is told again. split: the parts of a suspected or held one are held, each for a review of its own. comment: only a \
      remark. TILE answers in map.changes, or in its dead letters with the reason: a change it does not know or whose life \
      has ended, a review older than another, a status other than the one that was seen.
      """,
    examples: [
      .init("resurvey review 1772411331-5012-1 approve", "applies it, or verifies it"),
      .init(
        "resurvey review 1772411331-5012-1 reject --comment 'shadow of a bridge' --seen applied",
        "takes it back, unless it is something else than applied by now"),
      .init("resurvey review 1772411331-5012-1 split --reviewer map-engineer-3 --json", "as somebody else"),
    ])

  @Argument(help: ArgumentHelp("The change's id, as `resurvey changes` shows it.", valueName: "change"))
  var change: String

  @Argument(help: ArgumentHelp("approve, reject, split or comment.", valueName: "decision"))
  var decision: Review.Decision

  @Option(help: ArgumentHelp("A remark, up to 4096 bytes.", valueName: "text"))
  var comment = ""

  @Option(help: ArgumentHelp("Who reviews; without it the name in USER.", valueName: "name"))
  var reviewer: String?

  @Option(help: ArgumentHelp("The status it was seen in; refused if it is another by now.", valueName: "status"))
  var seen: ChangeEvent.Status?

  @Flag(help: "What was sent as JSON.")
  var json = false

  @OptionGroup var settings: ConfigurationOptions

  func validate() throws(ValidationError) {
    guard tile != nil else {
      throw ValidationError("'\(change)' is no change id; give one like 1772411331-5012-1, see `resurvey changes`")
    }
    if decision == .comment && comment.isEmpty { throw ValidationError("comment needs --comment TEXT") }
  }

  private var tile: TileID? { ChangeReference(change)?.tile }

  func run() async throws {
    guard let tile else { return }
    let reviewer = reviewer ?? ProcessInfo.processInfo.environment["USER"] ?? ""
    let review = Review(
      tile: tile, change: change, decision: decision, reviewer: reviewer, comment: comment,
      time_ns: Int64(Date().timeIntervalSince1970 * 1e9), seen: seen)
    let value = TileLogCodec.encode(.review(review))
    do throws(Rejection) { _ = try TileLogCodec.decode(value) } catch {
      throw CommandError(.usage, "\(error)\(reviewer.isEmpty ? "; name yourself with --reviewer" : "")")
    }
    let reached = try ReachedCluster(try settings.load())
    let producer = try KafkaProducer(reached.cluster.kafka)
    let record = Contracts.OutgoingRecord(topic: .evidence, key: Array(tile.description.utf8), value: value)
    try producer.send(reached.cluster.names.outgoing(record), token: 1)
    let deliveries = producer.close(timeout_ms: 30_000)
    for delivery in deliveries { if case .failure(let error) = delivery.result { throw error } }
    let topic = reached.cluster.names[.evidence]
    guard deliveries.count == 1 else {
      throw CommandError(.unavailable, "\(topic): the broker did not take the review within 30 s; try again")
    }
    if json {
      print(String(decoding: try ContractJSON.encode(value, as: .tileLogRecord), as: UTF8.self))
    } else {
      print(
        "\(decision.name) of \(change) by \(reviewer) sent to \(topic); `resurvey changes` shows what becomes of it")
    }
  }
}

extension Review.Decision: ExpressibleByArgument {
  /// Reads a decision's name.
  public init?(argument: String) {
    guard let decision = Review.Decision.allCases.first(where: { $0.name == argument }) else { return nil }
    self = decision
  }
}

extension ChangeEvent.Status: ExpressibleByArgument {
  /// Reads a status's name.
  public init?(argument: String) {
    guard let status = ChangeEvent.Status.allCases.first(where: { $0.name == argument }) else { return nil }
    self = status
  }
}
