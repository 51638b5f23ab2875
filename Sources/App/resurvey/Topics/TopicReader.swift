import Contracts
import Foundation
import Kafka
import Runtime
import Settings

/// Reads all partitions of one of our topics, outside any group: it disturbs nobody and leaves no mark.
final class TopicReader {
  /// Where reading ends.
  struct End {
    /// At the end of every partition.
    var isAtEnd = false
    /// After so long without a record, s; then the end of the partitions does not matter.
    var silence_s: Double?
  }

  /// What the topic is called.
  let name: String
  private let names: TopicNames
  private let consumer: KafkaConsumer
  private var unread: Set<TopicPartition>
  private let stop = StopSignal()
  private let interruption: Interruption

  /// A reader placed at `from`.
  /// - Throws: `KafkaError` where the broker does not answer, `CommandError` where it has no such topic.
  init(_ configuration: ResurveyConfiguration, _ topic: Topic, from: StartPosition) throws {
    let reached = try ReachedCluster(configuration)
    let (cluster, admin) = (reached.cluster, reached.admin)
    names = cluster.names
    name = names[topic]
    guard let description = try admin.topic(name) else {
      throw CommandError(.unavailable, "the broker has no topic \(name); `resurvey run` creates it")
    }
    let point: StartPoint =
      switch from {
      case .earliest: .earliest
      case .latest: .latest
      case .time(let unix_ms): .time_ms(unix_ms)
      }
    let starts = try admin.offsets(at: point, of: description.partitions)
    consumer = try KafkaConsumer(cluster.kafka)
    try consumer.assign(starts)
    unread = Set(description.partitions)
    interruption = Interruption(raising: stop)
  }

  deinit { consumer.close() }

  /// Hands records to `body` in the order of each partition until it returns false, the end is reached or the user interrupts.
  func forEach(until end: End, _ body: (IncomingRecord) throws -> Bool) throws {
    var last = ContinuousClock.now
    while !stop.isRaised {
      let batch = try consumer.poll(max: 500, timeout_ms: 100)
      if !batch.records.isEmpty { last = .now }
      for record in batch.records {
        guard let incoming = names.incoming(record) else { continue }
        guard try body(incoming) else { return flush() }
      }
      // Whoever reads through a pipe sees each record as it comes.
      if !batch.records.isEmpty { flush() }
      for event in batch.events { try handle(event) }
      if let silence_s = end.silence_s {
        if ContinuousClock.now - last > .seconds(silence_s) { return }
      } else if end.isAtEnd, unread.isEmpty {
        return
      }
    }
  }

  private func flush() { _ = fflush(nil) }

  private func handle(_ event: ConsumerEvent) throws {
    switch event {
    case .endOfPartition(let partition, _): unread.remove(partition)
    case .outOfRange(let partition, let offset):
      throw CommandError(.failure, "\(partition): offset \(offset) is no longer in the log; read again from earliest")
    case .problem(.rejected(let fault)): throw KafkaError.rejected(fault)
    case .problem(let error): Console.complain("\(error)")
    case .assigned, .revoked, .commitFailed: break
    }
  }
}
