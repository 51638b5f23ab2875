import CContracts
import MapModel
import Observations

/// Attributes as `repeated Attribute`.
enum AttributeColumns {
  private static let mostValue_bytes = TileLimits.attributeValue_bytes

  static func read(
    _ count: Int, _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<Resurvey__V1__Attribute>?>?,
    _ field: @autoclosure () -> String
  ) throws(Rejection) -> Attributes {
    guard count > 0, let pointers = unsafe pointers else { return Attributes() }
    let most = AttributeKey.allCases.count
    guard count <= most else {
      throw Rejection(.tooMany, field: field(), value: "\(count) entries", limit: "at most \(most), one a key")
    }
    var attributes = Attributes()
    for i in 0..<count {
      guard let entry = unsafe pointers[i] else { continue }
      let key = try unsafe WireEnum.attributeKey(entry.pointee.key.rawValue, "\(field())[\(i)].key")
      let value = unsafe Columns.text(entry.pointee.value)
      try check(value, "\(field())[\(i)].value")
      guard attributes[key] == nil else {
        throw Rejection(.duplicate, field: "\(field())[\(i)].key", value: key.name, limit: "each key once")
      }
      attributes[key] = value
    }
    return attributes
  }

  /// A value of an attribute is neither empty nor long.
  static func check(_ value: String, _ field: @autoclosure () -> String) throws(Rejection) {
    guard !value.isEmpty else { throw Rejection(.missing, field: field(), limit: "1 to \(mostValue_bytes) bytes") }
    guard value.utf8.count <= mostValue_bytes else {
      throw Rejection(
        .badLength, field: field(), value: "\(value.utf8.count) bytes", limit: "1 to \(mostValue_bytes) bytes")
    }
  }

  static func write(
    _ attributes: Attributes, _ arena: borrowing Arena
  ) -> (Int, UnsafeMutablePointer<UnsafeMutablePointer<Resurvey__V1__Attribute>?>?) {
    let entries = attributes.entries
    guard !entries.isEmpty else { return (0, nil) }
    let pointers = unsafe arena.pointers(to: Resurvey__V1__Attribute.self, entries.count)
    for (i, entry) in entries.enumerated() {
      let message = unsafe arena.message(resurvey__v1__attribute__init)
      unsafe message.pointee.key = Resurvey__V1__AttributeKey(rawValue: UInt32(entry.key.rawValue))
      unsafe message.pointee.value = arena.text(entry.value)
      unsafe pointers[i] = message
    }
    return unsafe (entries.count, pointers)
  }
}
