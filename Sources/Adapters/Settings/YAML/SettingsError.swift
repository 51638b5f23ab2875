/// One thing wrong with a configuration: where, which key, what stands there and what may.
public struct SettingsProblem: Sendable, Hashable, CustomStringConvertible {
  /// Where the value was written.
  public var origin: SettingsOrigin
  /// The key by its path, such as `metrics.port` or `topics[2].name`; empty for the document itself.
  public var keyPath: String
  /// What is wrong and what is allowed, as a sentence without a full stop.
  public var message: String

  /// Creates a problem.
  public init(origin: SettingsOrigin, keyPath: String, message: String) {
    self.origin = origin
    self.keyPath = keyPath
    self.message = message
  }

  /// `origin: keyPath: message`.
  public var description: String {
    keyPath.isEmpty ? "\(origin): \(message)" : "\(origin): \(keyPath): \(message)"
  }
}

/// A configuration that cannot be used; it holds at least one problem, in the order of the text.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Exit code of a process that refuses its configuration (`EX_CONFIG` of sysexits.h).
  public static let exitCode: Int32 = 78

  /// All problems found; never empty.
  public var problems: [SettingsProblem]

  /// Creates an error of several problems.
  public init(_ problems: [SettingsProblem]) {
    self.problems = problems
  }

  /// Creates an error of one problem.
  public init(_ origin: SettingsOrigin, _ keyPath: String = "", _ message: String) {
    self.init([SettingsProblem(origin: origin, keyPath: keyPath, message: message)])
  }

  /// One problem per line.
  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
