import Contracts
import Foundation
import Kafka
import Runtime
import Settings
import TestSupport
import Testing

/// One installation on a broker: topics, groups and files that no other test has.
final class Deployment {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("resurvey-way-\(UUID().uuidString)")
  var configuration = ResurveyConfiguration()
  let cluster: Cluster
  let admin: KafkaAdmin

  init(brokers: String, isEmbedded: Bool) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let suffix = UUID().uuidString.prefix(8).lowercased()
    configuration.kafka.brokers = [brokers]
    configuration.kafka.embedded = isEmbedded
    configuration.kafka.applicationId = "way-\(suffix)"
    configuration.topics.observations += "-\(suffix)"
    configuration.topics.evidence += "-\(suffix)"
    configuration.topics.changes += "-\(suffix)"
    configuration.topics.tiles += "-\(suffix)"
    configuration.topics.alerts += "-\(suffix)"
    configuration.topics.health += "-\(suffix)"
    configuration.topics.observationsDeadLetter += "-\(suffix)"
    configuration.topics.evidenceDeadLetter += "-\(suffix)"
    configuration.storage.map = folder.appendingPathComponent("map.sqlite").path
    configuration.storage.state = folder.appendingPathComponent("state").path
    configuration.match.idle_ms = 2000
    cluster = Cluster(configuration, log: { _ in })
    admin = try KafkaAdmin(cluster.kafka)
  }

  deinit {
    do { try FileManager.default.removeItem(at: folder) } catch { Issue.record("scratch folder stays: \(error)") }
  }

  /// The path of a file of this installation.
  func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// The same configuration as arguments of the program.
  var arguments: [String] {
    let settings =
      [
        "kafka.brokers=[\(configuration.kafka.brokers.joined(separator: ","))]",
        "kafka.application_id=\(configuration.kafka.applicationId)", "storage.map=\(configuration.storage.map)",
        "storage.state=\(configuration.storage.state)", "match.idle_ms=\(configuration.match.idle_ms)",
        "metrics.enabled=false",
      ] + configuration.topics.named.map { "topics.\($0.key)=\($0.name)" }
    return settings.flatMap { ["--set", $0] }
  }

  /// All a topic holds now, from its beginning, in order within each partition; nothing where it does not exist yet.
  func records(of topic: Topic) throws -> [IncomingRecord] {
    guard let partitions = try admin.topic(cluster.names[topic])?.partitions else { return [] }
    let marks = try admin.watermarks(of: partitions)
    var missing = marks.values.reduce(0) { $0 + Int($1.high - $1.low) }
    guard missing > 0 else { return [] }
    let consumer = try KafkaConsumer(cluster.kafka)
    defer { consumer.close() }
    try consumer.assign(marks.mapValues(\.low))
    var records: [IncomingRecord] = []
    try eventually("\(missing) records of \(topic)") {
      let batch = try consumer.poll(max: missing, timeout_ms: 200).records
      missing -= batch.count
      records += batch.compactMap(cluster.names.incoming)
      return missing <= 0 ? () : nil
    }
    return records.sorted { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
  }

  /// True once every frame has been matched, its evidence folded and what follows from it sent. A group's commit comes after its
  /// outputs have arrived, so MATCH is looked at first.
  func isSettled() throws -> Bool {
    try hasRead(.observations, configuration.kafka.matchGroup) && hasRead(.evidence, configuration.kafka.tileGroup)
  }

  private func hasRead(_ topic: Topic, _ group: String) throws -> Bool {
    guard let partitions = try admin.topic(cluster.names[topic])?.partitions else { return false }
    let committed = try admin.committedOffsets(of: group, in: partitions)
    return try admin.watermarks(of: partitions).allSatisfy { partition, marks in
      marks.high == 0 || committed[partition] == marks.high
    }
  }
}
