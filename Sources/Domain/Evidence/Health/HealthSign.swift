import MapModel

/// A way in which a sensor shows that something is wrong with it.
public enum HealthSign: Hashable, Sendable, Comparable {
  /// It sees less of a class than others in the same places.
  case missed(ElementClass)
  /// It sees things farther from where they are mapped, in standard deviations it claims itself.
  case displaced
  /// It sees more that the map does not hold.
  case cluttered
  /// It sees what lies to the side too wide or too narrow, in proportion to its distance.
  case scaled
  /// It sees all things displaced alike.
  case shifted

  /// The stored number.
  public var code: UInt16 {
    switch self {
    case .missed(let elementClass): UInt16(elementClass.rawValue)
    case .displaced: 0x100
    case .cluttered: 0x101
    case .scaled: 0x102
    case .shifted: 0x103
    }
  }

  /// The sign of a stored number.
  public init?(code: UInt16) {
    switch code {
    case 0x100: self = .displaced
    case 0x101: self = .cluttered
    case 0x102: self = .scaled
    case 0x103: self = .shifted
    default:
      guard let raw = UInt8(exactly: code), let elementClass = ElementClass(rawValue: raw) else { return nil }
      self = .missed(elementClass)
    }
  }

  /// What it is a sign of, where more is known than that something is wrong.
  public var cause: CommonCause? {
    switch self {
    case .missed, .displaced, .cluttered: nil
    case .scaled: .cameraScale
    case .shifted: .sensorOffset
    }
  }

  /// Whether what is usual, and what others show meanwhile, says anything of it: a scale is a sensor's own, were it the whole fleet's.
  var isCompared: Bool { self != .scaled }

  /// By stored number.
  public static func < (a: HealthSign, b: HealthSign) -> Bool { a.code < b.code }

  /// What people read.
  public var text: String {
    switch self {
    case .missed(let elementClass): "sees less of \(elementClass.name) than others in the same places"
    case .displaced: "sees things farther from where they are mapped than others in the same places"
    case .cluttered: "sees more that is not mapped than others in the same places"
    case .scaled: "sees what lies to the side too wide or too narrow, in proportion to its distance"
    case .shifted: "sees all things displaced alike where others do not"
    }
  }
}
