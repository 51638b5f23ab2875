import MapModel
import Observations

/// Numbers of the wire to values of the domain, which share their raw values. Zero is what an unset field reads as.
enum WireEnum {
  static func value<Value: RawRepresentable & CaseIterable>(
    _ raw: UInt32, _ field: @autoclosure () -> String
  ) throws(Rejection) -> Value where Value.RawValue == UInt8 {
    guard let narrow = UInt8(exactly: raw), let value = Value(rawValue: narrow) else {
      throw refusal(raw, field(), Value.allCases.map { "\($0)" })
    }
    return value
  }

  /// A value of which 0 stands for none.
  static func optional<Value: RawRepresentable & CaseIterable>(
    _ raw: UInt32, _ field: @autoclosure () -> String
  ) throws(Rejection) -> Value? where Value.RawValue == UInt8 {
    raw == 0 ? nil : try value(raw, field())
  }

  static func elementClass(_ raw: UInt32, _ field: @autoclosure () -> String) throws(Rejection) -> ElementClass {
    guard let narrow = UInt8(exactly: raw), let value = ElementClass(rawValue: narrow) else {
      throw refusal(raw, field(), ElementClass.allCases.map(\.name))
    }
    return value
  }

  static func shapeKind(_ raw: UInt32, _ field: @autoclosure () -> String) throws(Rejection) -> ShapeKind {
    guard let narrow = UInt8(exactly: raw), let value = ShapeKind(rawValue: narrow) else {
      throw refusal(raw, field(), ["point", "line", "polygon"])
    }
    return value
  }

  static func attributeKey(_ raw: UInt32, _ field: @autoclosure () -> String) throws(Rejection) -> AttributeKey {
    guard let narrow = UInt8(exactly: raw), let value = AttributeKey(rawValue: narrow) else {
      throw refusal(raw, field(), AttributeKey.allCases.map(\.name))
    }
    return value
  }

  private static func refusal(_ raw: UInt32, _ field: String, _ names: [String]) -> Rejection {
    // The wire holds a signed number.
    let shown = "\(Int32(bitPattern: raw))"
    return Rejection(
      raw == 0 ? .missing : .unknownValue, field: field, value: shown, limit: "one of \(names.joined(separator: ", "))")
  }
}
