import Contracts
import Runtime
import Settings

extension TopicSettings {
  /// The topic a person means: by its role (`changes`, `observations-dead-letter`) or by its name.
  /// - Throws: `CommandError` listing what there is.
  func topic(meant text: String) throws(CommandError) -> Topic {
    let role = text.replacing("-", with: "_")
    let names = TopicNames(self)
    for (key, name) in named where key == role || name == text {
      if let topic = names.topic(named: name) { return topic }
    }
    if let topic = Topic(rawValue: text) { return topic }
    let known = named.map { "\($0.key.replacing("_", with: "-")) (\($0.name))" }.joined(separator: ", ")
    throw CommandError(.usage, "'\(text)' is no topic of Resurvey; there are \(known)")
  }
}
