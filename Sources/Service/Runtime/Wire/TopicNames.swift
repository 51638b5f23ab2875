import Contracts
import Settings

/// What each topic is called in this deployment.
public struct TopicNames: Sendable {
  private let names: [Topic: String]
  private let topics: [String: Topic]

  /// The names of a configuration.
  public init(_ settings: TopicSettings = TopicSettings()) {
    names = [
      .observations: settings.observations, .evidence: settings.evidence, .changes: settings.changes,
      .tiles: settings.tiles, .alerts: settings.alerts, .health: settings.health,
      .observationsDeadLetter: settings.observationsDeadLetter, .evidenceDeadLetter: settings.evidenceDeadLetter,
    ]
    topics = Dictionary(uniqueKeysWithValues: names.map { ($1, $0) })
  }

  /// The deployment's name of a topic.
  public subscript(topic: Topic) -> String { names[topic] ?? topic.rawValue }

  /// The topic of a deployment's name; nil for a name that is not ours.
  public func topic(named name: String) -> Topic? { topics[name] }
}
