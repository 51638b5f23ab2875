import Contracts
import Foundation
import Kafka
import Runtime
import Settings

/// Reads a topic for a person or a pipe, until an end that the command names or until the user interrupts.
struct TopicReading {
  /// Where reading ends.
  struct End {
    /// Where the topic ended when reading began.
    var isAtEnd = false
    /// After so long without a record, s; then the end of the topic does not matter.
    var silence_s: Double?
  }

  /// What the topic is called.
  var name: String { reader.name }
  private let reader: TopicReader
  private let stop = StopSignal()
  private let interruption: Interruption

  /// A reading from `from` on.
  /// - Throws: `CommandError` where no broker answers or it has no such topic.
  init(_ configuration: ResurveyConfiguration, _ topic: Topic, from: StartPosition) throws {
    let cluster = try ReachedCluster(configuration).cluster
    do throws(KafkaError) {
      reader = try TopicReader(cluster, topic, from: from.startPoint)
    } catch {
      guard error.fault.code == TopicReader.unknownTopic else { throw error }
      throw CommandError(.unavailable, "\(error.fault.operation): \(error.fault.reason)")
    }
    interruption = Interruption(raising: stop)
  }

  /// Hands records to `body` in the order of each partition until it returns false, the end is reached or the user interrupts.
  func forEach(until end: End, _ body: (IncomingRecord) throws -> Bool) throws {
    var last = ContinuousClock.now
    while !stop.isRaised {
      let batch = try reader.poll(max: 500, timeout_ms: 100)
      if !batch.records.isEmpty { last = .now }
      for record in batch.records {
        guard try body(record) else { return flush() }
      }
      // Whoever reads through a pipe sees each record as it comes.
      if !batch.records.isEmpty { flush() }
      for problem in batch.problems { Console.complain("\(problem)") }
      if let silence_s = end.silence_s {
        if ContinuousClock.now - last > .seconds(silence_s) { return }
      } else if end.isAtEnd, reader.hasReachedEnd {
        return
      }
    }
  }

  private func flush() { _ = fflush(nil) }
}
