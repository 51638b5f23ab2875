import Contracts
import Foundation
import Kafka
import Runtime
import Settings

/// Sends frames to the observations topic, and waits for MATCH where the broker keeps little.
final class FrameSending {
  /// Most bytes of a partition MATCH may be behind on the embedded broker, which drops what exceeds 5 MiB.
  static let embeddedLimit_bytes = 3 << 20

  /// What the topic is called.
  let topic: String
  /// Most bytes of a partition MATCH may be behind; nil where the broker keeps what it is given.
  let limit_bytes: Int?
  /// Bytes of all frames taken so far.
  private(set) var size_bytes = 0

  private let group: String
  private let producer: FrameProducer
  private let stop = StopSignal()
  private let interruption: Interruption
  private var hasToldWaiting = false

  /// A connection that is ready to send; on a Kafka of its own, topics that are missing are created.
  /// - Parameter limit_bytes: nil decides by the broker, 0 is no limit.
  /// - Throws: `KafkaError` where the broker does not answer, `CommandError` where it lacks the topic.
  init(_ configuration: ResurveyConfiguration, limit_bytes wanted_bytes: Int?) throws {
    let reached = try ReachedCluster(configuration)
    let (cluster, admin, isEmbedded) = (reached.cluster, reached.admin, reached.isEmbedded)
    if !isEmbedded { _ = try TopicSetup.ensure(cluster, TopicCatalogue().renamed(by: configuration.topics)) }
    topic = cluster.names[.observations]
    group = configuration.kafka.matchGroup
    guard let partitions = try admin.topic(topic)?.partitions else {
      throw CommandError(.unavailable, "the embedded broker has no topic \(topic); start it with `resurvey broker`")
    }
    let limit_bytes = wanted_bytes ?? (isEmbedded ? Self.embeddedLimit_bytes : nil)
    self.limit_bytes = limit_bytes == 0 ? nil : limit_bytes
    let positions = GroupPositions(admin, group: group, partitions: partitions)
    producer = try FrameProducer(cluster, limit_bytes: self.limit_bytes, positions: positions.next)
    interruption = Interruption(raising: stop)
  }

  /// Frames the broker has acknowledged.
  var delivered: Int { producer.delivered }

  /// Sends a frame; blocks while MATCH is too far behind.
  /// - Parameter waiting: told why, now and then.
  /// - Throws: `ExitCode` of an interruption.
  func send(vehicle: String, frame: [UInt8], waiting: (String) -> Void) throws {
    let isSent = try producer.send(vehicle: vehicle, frame: frame) {
      tellWaiting(waiting)
      return !stop.isRaised
    }
    guard isSent, !stop.isRaised else { throw Self.interrupted }
    size_bytes += frame.count
  }

  private func tellWaiting(_ waiting: (String) -> Void) {
    let text = "waiting for group \(group) to read on (is `resurvey run` up?)"
    // A progress line speaks seldom where there is no terminal, and this may be the reason why nothing happens.
    if !hasToldWaiting, !Console.isTerminal { Console.complain(text) } else { waiting(text) }
    hasToldWaiting = true
  }

  /// Waits until the broker has everything.
  /// - Throws: `CommandError` where it refused frames or did not answer.
  func finish() throws(CommandError) {
    let isComplete = producer.finish()
    if producer.failed.count > 0 {
      let reason = producer.failed.last.map { ": \($0)" } ?? ""
      throw CommandError(.failure, "\(producer.failed.count) frames were not taken by the broker\(reason)")
    }
    guard isComplete else {
      throw CommandError(.unavailable, "the broker did not acknowledge all frames in 30 s; send them again")
    }
  }

  /// As a shell says it of SIGINT.
  private static let interrupted = ExitCode(130)
}

/// How far a group has come, asked a few times a second.
private final class GroupPositions {
  private static let interval = Duration.milliseconds(200)
  private static let patience = Duration.seconds(30)

  private let admin: KafkaAdmin
  private let group: String
  private let partitions: [TopicPartition]
  private var last: ContinuousClock.Instant?
  private var lastAnswer = ContinuousClock.now
  private var positions: [Int32: Int64] = [:]

  init(_ admin: KafkaAdmin, group: String, partitions: [TopicPartition]) {
    self.admin = admin
    self.group = group
    self.partitions = partitions
  }

  /// The next offset of each partition that was read.
  func next() throws -> [Int32: Int64] {
    let now = ContinuousClock.now
    if let last, now - last < Self.interval { return positions }
    if last == nil { lastAnswer = now }
    last = now
    do {
      for (partition, offset) in try admin.committedOffsets(of: group, in: partitions) {
        positions[partition.partition] = offset
      }
      lastAnswer = .now
    } catch KafkaError.retryable(let fault) {
      // A coordinator that changes hands: what was known still holds, for a while.
      guard now - lastAnswer < Self.patience else {
        throw CommandError(.unavailable, "the broker no longer answers: \(fault)")
      }
    }
    return positions
  }
}
