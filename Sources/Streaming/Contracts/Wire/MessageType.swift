import CContracts

/// The messages that travel as the value of a record, with the bounds of their bytes.
public enum MessageType: String, CaseIterable, Hashable, Sendable {
  /// What a vehicle reports of one instant.
  case observationFrame = "resurvey.v1.ObservationFrame"
  /// One record of a tile's log.
  case tileLogRecord = "resurvey.v1.TileLogRecord"
  /// One step in the life of a change.
  case changeEvent = "resurvey.v1.ChangeEvent"
  /// A published tile version.
  case tileVersion = "resurvey.v1.TileVersion"
  /// A word to the engineer on call.
  case alert = "resurvey.v1.Alert"
  /// A refused record in one piece.
  case deadLetter = "resurvey.v1.DeadLetter"
  /// What traversals say about their sensors.
  case sensorHealth = "resurvey.v1.SensorHealth"

  /// The message a topic carries as its value; nil for dead letters, which carry the refused bytes, and topics without a message.
  public init?(topic: Topic) {
    switch topic {
    case .observations: self = .observationFrame
    case .evidence: self = .tileLogRecord
    case .changes: self = .changeEvent
    case .tiles: self = .tileVersion
    case .alerts: self = .alert
    case .health: self = .sensorHealth
    case .observationsDeadLetter, .evidenceDeadLetter: return nil
    }
  }

  /// The name without its package, for example `ObservationFrame`.
  public var name: String { String(rawValue.split(separator: ".").last ?? "") }

  /// Bounds of the message's bytes.
  public var limits: WireLimits {
    switch self {
    case .observationFrame: WireLimits(bytes: 256 * 1024, fields: 16_384, unknownFields: 256)
    case .tileLogRecord: WireLimits(bytes: 1024 * 1024, fields: 32_768, unknownFields: 256)
    case .changeEvent, .alert, .sensorHealth: WireLimits(bytes: 256 * 1024, fields: 8192, unknownFields: 256)
    case .tileVersion: WireLimits(bytes: 4 * 1024 * 1024, fields: 65_536, unknownFields: 256)
    // Holds a refused value of any topic with room for the reason.
    case .deadLetter: WireLimits(bytes: 5 * 1024 * 1024, fields: 64, unknownFields: 64)
    }
  }

  var descriptor: UnsafePointer<ProtobufCMessageDescriptor> {
    let message =
      switch self {
      case .observationFrame: CONTRACT_OBSERVATION_FRAME
      case .tileLogRecord: CONTRACT_TILE_LOG_RECORD
      case .changeEvent: CONTRACT_CHANGE_EVENT
      case .tileVersion: CONTRACT_TILE_VERSION
      case .alert: CONTRACT_ALERT
      case .deadLetter: CONTRACT_DEAD_LETTER
      case .sensorHealth: CONTRACT_SENSOR_HEALTH
      }
    guard let descriptor = unsafe contract_descriptor(message) else {
      preconditionFailure("every message type has a descriptor")
    }
    return unsafe descriptor
  }
}

/// What the bytes of a message may cost.
public struct WireLimits: Hashable, Sendable {
  /// Most bytes.
  public let bytes: Int
  /// Most tags of known fields, in all nested messages together.
  public let fields: UInt32
  /// Most fields this version does not know.
  public let unknownFields: UInt32

  /// Most bytes of memory that decoding `count` bytes may take: 8 for each, and 64 KiB.
  public static func arena_bytes(for count: Int) -> Int { 8 * count + 64 * 1024 }
}
