/// How to reach Kafka and under which names.
public struct KafkaSettings: SettingsSection {
  /// Bootstrap brokers as `host:port`; at least one unless `embedded`.
  public var brokers: [String] = ["localhost:9092"]
  /// Start a broker inside the process, for trying out; `brokers` is then not used.
  public var embedded: Bool = false
  /// The client's name in the broker's logs and quotas.
  public var clientId: String = "resurvey"
  /// The application's name: prefix of the consumer groups and of the ids of all it emits. Never change it later.
  public var applicationId: String = "resurvey"
  /// Static membership: a name that is the same after a restart; empty for none.
  public var instanceId: String = ""
  /// Consumer groups of the stages.
  public var groups: GroupSettings = GroupSettings()
  /// Anything else librdkafka understands, by its own names (security, timeouts, buffers).
  public var properties: [String: String] = [:]

  /// The defaults.
  public init() {}

  /// Properties that the guarantees rest on and so are not for a configuration to change.
  static let ownProperties: Set<String> = [
    "bootstrap.servers", "metadata.broker.list", "group.id", "group.instance.id", "client.id", "enable.auto.commit",
    "enable.auto.offset.store", "auto.offset.reset", "enable.idempotence", "partitioner",
    "partition.assignment.strategy", "transactional.id", "isolation.level",
  ]

  /// Checks brokers, names and properties.
  public func check(_ check: inout SettingsCheck) {
    check.require(embedded || !brokers.isEmpty, "brokers", "a list of at least one host:port (or set kafka.embedded)")
    check.require(brokers.allSatisfy(Self.isHostAndPort), "brokers", "a list of host:port, port in 1…65535")
    check.require(Self.isName(clientId), "client_id", "1 to 200 of A–Z a–z 0–9 . _ -")
    check.require(Self.isName(applicationId), "application_id", "1 to 200 of A–Z a–z 0–9 . _ -")
    for name in properties.keys.sorted() where Self.ownProperties.contains(name) {
      check.require(false, "properties", "without '\(name)', which Resurvey sets itself")
    }
  }

  private static func isHostAndPort(_ text: String) -> Bool {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
      return false
    }
    return port > 0 && colon > text.startIndex && !text.contains { $0.isWhitespace || $0 == "," }
  }

  /// Names that Kafka takes for clients, groups and topics.
  static func isName(_ text: String) -> Bool {
    (1...200).contains(text.utf8.count) && text != "." && text != ".."
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
      }
  }

  /// The consumer group of the MATCH stage.
  public var matchGroup: String { groups.match.isEmpty ? "\(applicationId)-match" : groups.match }
  /// The consumer group of the TILE stage.
  public var tileGroup: String { groups.tile.isEmpty ? "\(applicationId)-tile" : groups.tile }
  /// The consumer group of the FLEET stage.
  public var fleetGroup: String { groups.fleet.isEmpty ? "\(applicationId)-fleet" : groups.fleet }
}

/// Names of the consumer groups; empty = `<application_id>-<stage>`.
public struct GroupSettings: SettingsSection {
  /// Group of the MATCH stage.
  public var match: String = ""
  /// Group of the TILE stage.
  public var tile: String = ""
  /// Group of the FLEET stage.
  public var fleet: String = ""

  /// The defaults.
  public init() {}

  /// Checks the names.
  public func check(_ check: inout SettingsCheck) {
    for (key, name) in [("match", match), ("tile", tile), ("fleet", fleet)] {
      check.require(name.isEmpty || KafkaSettings.isName(name), key, "1 to 200 of A–Z a–z 0–9 . _ -")
    }
  }
}
