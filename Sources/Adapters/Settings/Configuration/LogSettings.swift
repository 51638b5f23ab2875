/// The process's log on standard error.
public struct LogSettings: SettingsSection {
  /// How much is written, from the most to the least.
  public enum Level: String, Codable, CaseIterable, Sendable, Hashable {
    /// Every step of every batch.
    case trace
    /// Every batch.
    case debug
    /// What an operator wants to see of a healthy process.
    case info
    /// What is remarkable but no fault.
    case notice
    /// What may become a fault.
    case warning
    /// A fault that the process works around.
    case error
    /// A fault that ends the process.
    case critical
  }

  /// How a line is written.
  public enum Format: String, Codable, CaseIterable, Sendable, Hashable {
    /// `key=value` pairs, for people and grep.
    case text
    /// One JSON object a line, for collectors.
    case json
  }

  /// The least important level that is written.
  public var level: Level = .info
  /// The form of a line.
  public var format: Format = .text

  /// The defaults.
  public init() {}
}
