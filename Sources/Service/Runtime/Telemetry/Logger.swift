import Foundation
import Settings

/// How important a log line is, from the least to the most.
public enum LogLevel: String, Sendable, Hashable, CaseIterable, Comparable {
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

  private var rank: Int {
    switch self {
    case .trace: 0
    case .debug: 1
    case .info: 2
    case .notice: 3
    case .warning: 4
    case .error: 5
    case .critical: 6
    }
  }

  /// Less important first.
  public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }
}

/// Writes structured log lines. A value: pass it on, give a copy more metadata with ``with(_:)``.
public struct Logger: Sendable {
  /// Which part of the program speaks.
  public var label: String
  /// The least important level that is written.
  public var level: LogLevel
  /// Named values on every line.
  public var metadata: LogMetadata
  private let format: LogFormat
  private let now: @Sendable () -> Date
  private let write: @Sendable (String) -> Void

  /// Creates a logger.
  /// - Parameters:
  ///   - now: the clock of the lines' times.
  ///   - write: takes one line, its end included; called from any thread.
  public init(
    label: String, level: LogLevel = .info, format: LogFormat = .text, metadata: LogMetadata = [:],
    now: @escaping @Sendable () -> Date = { Date() },
    write: @escaping @Sendable (String) -> Void = Logger.standardError
  ) {
    self.label = label
    self.level = level
    self.metadata = metadata
    self.format = format
    self.now = now
    self.write = write
  }

  /// Creates a logger to standard error as the configuration says.
  public init(label: String, settings: LogSettings) {
    self.init(
      label: label, level: LogLevel(rawValue: settings.level.rawValue) ?? .info,
      format: LogFormat(rawValue: settings.format.rawValue) ?? .text)
  }

  /// Writes a line to standard error in one piece.
  public static let standardError: @Sendable (String) -> Void = { line in
    do {
      try FileHandle.standardError.write(contentsOf: Data(line.utf8))
    } catch {
      // Standard error is closed: there is no one left to tell.
      return
    }
  }

  /// A logger that writes nothing.
  public static let silent = Logger(label: "", level: .critical, write: { _ in })

  /// A copy with more metadata on every line.
  public func with(_ metadata: LogMetadata) -> Logger {
    var copy = self
    copy.metadata = self.metadata.merging(metadata)
    return copy
  }

  /// Writes a line, if its level is important enough; else the message is not even built.
  public func log(_ level: LogLevel, _ message: @autoclosure () -> String, _ metadata: @autoclosure () -> LogMetadata) {
    guard level >= self.level else { return }
    let line = format.line(
      time: now(), level: level, label: label, message: message(), metadata: self.metadata.merging(metadata()))
    write(line + "\n")
  }

  /// Logs every step of every batch.
  public func trace(_ message: @autoclosure () -> String, _ metadata: @autoclosure () -> LogMetadata = [:]) {
    log(.trace, message(), metadata())
  }

  /// Logs every batch.
  public func debug(_ message: @autoclosure () -> String, _ metadata: @autoclosure () -> LogMetadata = [:]) {
    log(.debug, message(), metadata())
  }

  /// Logs what an operator wants to see of a healthy process.
  public func info(_ message: @autoclosure () -> String, _ metadata: @autoclosure () -> LogMetadata = [:]) {
    log(.info, message(), metadata())
  }

  /// Logs what is remarkable but no fault.
  public func notice(_ message: @autoclosure () -> String, _ metadata: @autoclosure () -> LogMetadata = [:]) {
    log(.notice, message(), metadata())
  }

  /// Logs what may become a fault.
  public func warning(_ message: @autoclosure () -> String, _ metadata: @autoclosure () -> LogMetadata = [:]) {
    log(.warning, message(), metadata())
  }

  /// Logs a fault that the process works around.
  public func error(_ message: @autoclosure () -> String, _ metadata: @autoclosure () -> LogMetadata = [:]) {
    log(.error, message(), metadata())
  }

  /// Logs a fault that ends the process.
  public func critical(_ message: @autoclosure () -> String, _ metadata: @autoclosure () -> LogMetadata = [:]) {
    log(.critical, message(), metadata())
  }
}
