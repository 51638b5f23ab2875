/// A property of an element that can change without the element moving, or that a file must keep. Raw values are part of the tile codec.
public enum AttributeKey: UInt8, CaseIterable, Hashable, Sendable, Comparable {
  /// Line style: `solid`, `dashed`, `solid_dashed`, …
  case style = 1
  /// Paint or lamp colour: `white`, `yellow`, …
  case colour = 2
  /// Line width class: `thin`, `thick`.
  case thickness = 3
  /// Code of a sign in its catalogue, for example `de274`.
  case signCode = 4
  /// Number on a sign, for example the limit in km/h.
  case signValue = 5
  /// Layout of a signal head, for example `red_yellow_green`.
  case lightKind = 6
  /// Speed limit of a lane as its file writes it.
  case speedLimit = 7
  /// The lane's kind: `road`, `crosswalk`, `bicycle_lane`, …
  case laneKind = 8
  /// `left`, `straight`, `right`.
  case turnDirection = 9
  /// `yes` or `no`.
  case oneWay = 10
  /// `urban`, `nonurban`.
  case location = 11
  /// Who may use a lane.
  case participant = 12
  /// Height of a light or sign, m, as its file writes it.
  case height = 13
  /// Width of a marking, m, as its file writes it.
  case width = 14
  /// The type in the file it came from, where the class does not tell: `curbstone`, `fence`, …
  case sourceType = 15
  /// The subtype in the file it came from, where no other attribute holds it.
  case sourceSubtype = 16
  /// Shape of a marking: `arrow_left`, `zig_zag`, …
  case markingKind = 17
  /// The id the file it came from gives it, where that is no number: `divider-0`.
  case sourceID = 18
  /// The rules that hold in a lane: `de`, `jp`.
  case region = 19
  /// Whether a boundary may be crossed, as its file writes it: `yes`, `no`.
  case laneChange = 20

  /// Order of the raw values.
  public static func < (a: AttributeKey, b: AttributeKey) -> Bool { a.rawValue < b.rawValue }

  /// The name in files, settings and messages, snake case.
  public var name: String {
    switch self {
    case .style: "style"
    case .colour: "colour"
    case .thickness: "thickness"
    case .signCode: "sign_code"
    case .signValue: "sign_value"
    case .lightKind: "light_kind"
    case .speedLimit: "speed_limit"
    case .laneKind: "lane_kind"
    case .turnDirection: "turn_direction"
    case .oneWay: "one_way"
    case .location: "location"
    case .participant: "participant"
    case .height: "height"
    case .width: "width"
    case .sourceType: "source_type"
    case .sourceSubtype: "source_subtype"
    case .markingKind: "marking_kind"
    case .sourceID: "source_id"
    case .region: "region"
    case .laneChange: "lane_change"
    }
  }

  /// The key of a name.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }
}

/// An element's attributes, ordered by key, one value a key.
public struct Attributes: Hashable, Sendable {
  /// Key and value, ordered by key.
  public private(set) var entries: [Entry]

  /// One attribute.
  public struct Entry: Hashable, Sendable {
    /// What it is about.
    public let key: AttributeKey
    /// Its value; never empty.
    public let value: String

    /// A key with its value.
    public init(_ key: AttributeKey, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  /// Attributes from entries in any order; the last of a key wins, an empty value removes.
  public init(_ entries: [Entry] = []) {
    self.entries = []
    for entry in entries { self[entry.key] = entry.value }
  }

  /// The value of a key; setting nil or an empty string removes it.
  public subscript(key: AttributeKey) -> String? {
    get { entries.first { $0.key == key }?.value }
    set {
      entries.removeAll { $0.key == key }
      guard let newValue, !newValue.isEmpty else { return }
      let place = entries.firstIndex { $0.key > key } ?? entries.count
      entries.insert(Entry(key, newValue), at: place)
    }
  }
}
