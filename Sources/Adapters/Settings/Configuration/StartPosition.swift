import Foundation

/// Where a group that has never committed begins to read.
public enum StartPosition: Sendable, Hashable {
  /// At the oldest record the log still holds.
  case earliest
  /// Behind the newest record.
  case latest
  /// At the first record of this time or later, milliseconds since 1970.
  case time(unix_ms: Int64)

  /// Reads `earliest`, `latest` or a time of ISO 8601 with its zone, such as `2026-03-01T06:00:00Z`.
  public init?(_ text: String) {
    switch text {
    case "earliest": self = .earliest
    case "latest": self = .latest
    default:
      let styles = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
      for style in styles {
        do {
          let date = try Date(text, strategy: style)
          self = .time(unix_ms: Int64((date.timeIntervalSince1970 * 1000).rounded()))
          return
        } catch {
          continue
        }
      }
      return nil
    }
  }
}

extension StartPosition: CustomStringConvertible {
  /// The text ``init(_:)`` reads.
  public var description: String {
    switch self {
    case .earliest: "earliest"
    case .latest: "latest"
    case .time(let unix_ms):
      Date(timeIntervalSince1970: Double(unix_ms) / 1000)
        .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: unix_ms % 1000 != 0))
    }
  }
}

extension StartPosition: Codable {
  /// Decodes the text of ``init(_:)``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let position = StartPosition(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "must be earliest, latest or a time such as 2026-03-01T06:00:00Z")
    }
    self = position
  }

  /// Encodes ``description``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
