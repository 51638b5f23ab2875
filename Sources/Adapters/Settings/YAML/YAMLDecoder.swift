/// Decodes `Decodable` types from a tree of YAML, strictly: unknown keys are errors, types are not guessed.
///
/// `camelCase` properties are read from `snake_case` keys; the keys of dictionaries are taken as they stand. All
/// unknown keys and broken rules of ``SettingsSection`` are reported together, a wrong type at once.
public struct YAMLDecoder: Sendable {
  /// Creates a decoder.
  public init() {}

  /// Decodes a value.
  /// - Throws: ``SettingsError`` naming place, key path, value and what is allowed.
  public func decode<T: Decodable>(_ type: T.Type, from node: YAMLNode) throws(SettingsError) -> T {
    let session = DecodingSession()
    let value: T
    do {
      value = try NodeDecoder(node: node, session: session, path: KeyPathText(), codingPath: []).decode(type)
    } catch let error as SettingsError {
      throw error
    } catch let error as DecodingError {
      throw SettingsError(node.origin, "", "\(error)")
    } catch {
      throw SettingsError(node.origin, "", "\(error)")
    }
    let problems = session.unknownKeys() + session.problems
    guard problems.isEmpty else { throw SettingsError(problems) }
    return value
  }

  /// Decodes the root of a document.
  public func decode<T: Decodable>(_ type: T.Type, from document: YAMLDocument) throws(SettingsError) -> T {
    try decode(type, from: document.root)
  }
}

/// What one decoding has seen, across all its containers.
final class DecodingSession {
  private struct Opened {
    var mapping: YAMLMapping
    var path: KeyPathText
    var requested: [String]
  }

  private var opened: [String: Opened] = [:]
  private var order: [String] = []
  var problems: [SettingsProblem] = []

  func open(_ mapping: YAMLMapping, at path: KeyPathText) {
    guard opened[path.text] == nil else { return }
    opened[path.text] = Opened(mapping: mapping, path: path, requested: [])
    order.append(path.text)
  }

  func request(_ key: String, at path: KeyPathText) {
    if opened[path.text]?.requested.contains(key) == false { opened[path.text]?.requested.append(key) }
  }

  func unknownKeys() -> [SettingsProblem] {
    order.compactMap { opened[$0] }.flatMap { opened in
      opened.mapping.entries.filter { !opened.requested.contains($0.key) }.map { entry in
        var path = opened.path
        path.append(key: entry.key)
        let near = NearestName.find(entry.key, among: opened.requested)
        let hint =
          near.map { "did you mean '\($0)'?" }
          ?? "known keys here: \(opened.requested.sorted().joined(separator: ", "))"
        return SettingsProblem(origin: entry.keyOrigin, keyPath: path.text, message: "unknown key; \(hint)")
      }
    }
  }
}
