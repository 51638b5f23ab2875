import MapModel

/// A way in which a sensor shows that something is wrong with it.
public enum HealthSign: Hashable, Sendable, Comparable {
  /// It sees less of a class than others in the same places.
  case missed(ElementClass)
  /// It sees things farther from where they are mapped, in standard deviations it claims itself.
  case displaced
  /// It sees more that the map does not hold.
  case cluttered

  /// The stored number.
  public var code: UInt16 {
    switch self {
    case .missed(let elementClass): UInt16(elementClass.rawValue)
    case .displaced: 0x100
    case .cluttered: 0x101
    }
  }

  /// The sign of a stored number.
  public init?(code: UInt16) {
    switch code {
    case 0x100: self = .displaced
    case 0x101: self = .cluttered
    default:
      guard let raw = UInt8(exactly: code), let elementClass = ElementClass(rawValue: raw) else { return nil }
      self = .missed(elementClass)
    }
  }

  /// By stored number.
  public static func < (a: HealthSign, b: HealthSign) -> Bool { a.code < b.code }

  /// What people read.
  public var text: String {
    switch self {
    case .missed(let elementClass): "sees less of \(elementClass.name) than others in the same places"
    case .displaced: "sees things farther from where they are mapped than others in the same places"
    case .cluttered: "sees more that is not mapped than others in the same places"
    }
  }
}
