import MapModel
import Observations

/// Checks that several records share.
enum RecordCheck {
  static func time(_ time_ns: Int64, _ field: String, _ limits: RecordLimits) throws(Rejection) -> Int64 {
    guard time_ns >= limits.earliest_ns, time_ns < limits.latest_ns else {
      throw Rejection(
        time_ns == 0 ? .missing : .outOfRange, field: field, value: "\(time_ns)",
        limit: "\(limits.earliest_ns) (2000) or later and before \(limits.latest_ns) (2100)")
    }
    return time_ns
  }

  static func text(_ text: String, _ field: String, atLeast least: Int = 0, atMost most: Int) throws(Rejection)
    -> String
  {
    try FieldCheck.id(text, field, atLeast: least, atMost: most)
    return text
  }

  /// A text for people, which may have several lines.
  static func prose(_ text: String, _ field: String, atMost most: Int) throws(Rejection) -> String {
    guard text.utf8.count <= most else {
      throw Rejection(.badLength, field: field, value: "\(text.utf8.count) bytes", limit: "at most \(most) bytes")
    }
    return text
  }

  /// Ids of changes.
  static func names(
    _ count: Int, _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ field: String,
    _ limits: RecordLimits
  ) throws(Rejection) -> [String] {
    try FieldCheck.count(count, field, atMost: limits.changes)
    var names: [String] = []
    for (i, name) in (unsafe Columns.texts(count, pointers)).enumerated() {
      names.append(try text(name, "\(field)[\(i)]", atLeast: 1, atMost: limits.name_bytes))
    }
    return names
  }

  static func hash(_ bytes: [UInt8], _ field: String, _ limits: RecordLimits) throws(Rejection) -> [UInt8] {
    guard bytes.count == limits.hash_bytes else {
      throw Rejection(
        .badLength, field: field, value: "\(bytes.count) bytes", limit: "the \(limits.hash_bytes) bytes of a SHA-256")
    }
    return bytes
  }

  static func piece(_ element: UInt64, _ part: UInt32, _ field: @autoclosure () -> String) throws(Rejection) -> PieceID
  {
    guard element != 0 else {
      throw Rejection(.missing, field: field(), value: "0", limit: "an element id of 1 or more")
    }
    return PieceID(ElementID(element), part: part)
  }

  static func narrow<Narrow: FixedWidthInteger>(
    _ value: some BinaryInteger, _ field: @autoclosure () -> String, _: Narrow.Type = Narrow.self
  ) throws(Rejection) -> Narrow {
    guard let narrow = Narrow(exactly: value) else {
      throw Rejection(.outOfRange, field: field(), value: "\(value)", limit: "\(Narrow.min) to \(Narrow.max)")
    }
    return narrow
  }

  /// A column that is left out where all its entries are zero.
  static func column<Entry: FixedWidthInteger>(
    _ values: [Entry], _ field: @autoclosure () -> String, orZeros count: Int
  ) throws(Rejection) -> [Entry] {
    if values.isEmpty { return [Entry](repeating: 0, count: count) }
    try FieldCheck.length(values.count, field(), count)
    return values
  }

  /// The column, or nothing where all its entries are zero.
  static func unlessZeros<Entry: FixedWidthInteger>(_ values: [Entry]) -> [Entry] {
    values.contains { $0 != 0 } ? values : []
  }

  static func points(
    x_cm: [Int32], y_cm: [Int32], _ field: @autoclosure () -> String, _ limits: RecordLimits
  ) throws(Rejection) -> [TilePoint] {
    try FieldCheck.length(y_cm.count, "\(field()).y", x_cm.count)
    try FieldCheck.count(x_cm.count, field(), atMost: limits.vertices)
    var points: [TilePoint] = []
    points.reserveCapacity(x_cm.count)
    let range = -limits.coordinate_cm...limits.coordinate_cm
    for i in x_cm.indices {
      guard range.contains(x_cm[i]), range.contains(y_cm[i]) else {
        throw Rejection(
          .outOfRange, field: "\(field())[\(i)]", value: "(\(x_cm[i]), \(y_cm[i])) cm",
          limit: "within \(limits.coordinate_cm) cm of the tile's centre")
      }
      points.append(TilePoint(x_cm: x_cm[i], y_cm: y_cm[i]))
    }
    return points
  }

  /// As many vertices as the shape needs.
  static func vertexCount(
    _ count: Int, _ kind: ShapeKind, _ field: @autoclosure () -> String, _ limits: RecordLimits
  ) throws(Rejection) {
    let fits =
      switch kind {
      case .point: 1...1
      case .line: 2...limits.verticesPerElement
      case .polygon: 3...limits.verticesPerElement
      }
    guard fits.contains(count) else {
      throw Rejection(
        count < fits.lowerBound ? .tooFew : .tooMany, field: field(), value: "\(count) vertices",
        limit: "\(fits.lowerBound) to \(fits.upperBound) for a \(kind)")
    }
  }
}
