import Contracts
import Observations
import Settings

/// Holds messages of any type to their contract.
enum ContractCheck {
  /// Decodes and validates a message.
  /// - Throws: why it is refused: field, value and limit.
  static func check(_ bytes: [UInt8], as type: MessageType) throws(Rejection) {
    switch type {
    case .observationFrame: _ = try FrameCodec.decode(bytes)
    case .tileLogRecord: _ = try TileLogCodec.decode(bytes)
    case .changeEvent: _ = try ChangeEventCodec.decode(bytes)
    case .tileVersion: _ = try TileVersionCodec.decode(bytes)
    case .alert: _ = try AlertCodec.decode(bytes)
    case .sensorHealth: _ = try SensorHealthCodec.decode(bytes)
    case .deadLetter: _ = try DeadLetterCodec.decode(bytes)
    }
  }
}

extension MessageType: ExpressibleByArgument {
  /// Reads a message's name, with or without its package.
  public init?(argument: String) {
    guard let type = Self.allCases.first(where: { $0.name == argument || $0.rawValue == argument }) else { return nil }
    self = type
  }

  /// The name without its package.
  public var defaultValueDescription: String { name }
  /// All names.
  public static var allValueStrings: [String] { allCases.map(\.name) }
}
