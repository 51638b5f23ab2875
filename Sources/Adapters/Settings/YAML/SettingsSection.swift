/// A part of a configuration that knows its defaults and its own rules.
///
/// A section is a plain `Codable` struct; `init()` gives the defaults. Property names become keys in lower case with
/// underscores. ``YAMLDecoder`` calls ``check(_:)`` on every section it decodes, nested ones included.
public protocol SettingsSection: Codable, Sendable, Hashable {
  /// The defaults.
  init()

  /// Reports values that have the right type but make no sense.
  func check(_ check: inout SettingsCheck)
}

extension SettingsSection {
  /// Nothing to check beyond the types.
  public func check(_ check: inout SettingsCheck) {}
}

/// Collects what is wrong with the values of one section.
public struct SettingsCheck: Sendable {
  private(set) var findings: [(key: String, message: String)] = []

  /// Reports `key` with `allowed` (as in "must be …") if the condition does not hold.
  /// - Parameter key: the key as it stands in the file, relative to the section.
  public mutating func require(_ condition: Bool, _ key: String, _ allowed: String) {
    if !condition { findings.append((key: key, message: "must be \(allowed)")) }
  }

  /// Reports `key` if its value lies outside the range.
  public mutating func range<Value: Comparable & Sendable>(
    _ value: Value, _ allowed: ClosedRange<Value>, _ key: String
  ) {
    require(allowed.contains(value), key, "in \(allowed.lowerBound)…\(allowed.upperBound)")
  }
}
