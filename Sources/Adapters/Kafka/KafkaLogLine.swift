internal import Foundation

/// A line librdkafka logs, on whatever thread it happens to run.
public struct KafkaLogLine: Hashable, Sendable, CustomStringConvertible {
  /// Syslog severity, 0 (emergency) to 7 (debug).
  public var severity: Int
  /// What part speaks, for example `FAIL` or `CONFWARN`.
  public var facility: String
  /// The line.
  public var message: String

  /// A log line from its parts.
  public init(severity: Int, facility: String, message: String) {
    self.severity = severity
    self.facility = facility
    self.message = message
  }

  /// `kafka[severity] facility: message`.
  public var description: String { "kafka[\(severity)] \(facility): \(message)" }

  /// Writes a line to standard error; what a configuration does unless told otherwise.
  @Sendable public static func toStandardError(_ line: KafkaLogLine) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
  }
}
