import MapModel

/// Stored state that is not what a fold writes. The state is derived: throw the file away and fold the log again.
public struct LedgerCorruption: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was being read.
  public let field: String

  /// Corruption found while reading a field.
  public init(_ field: String) { self.field = field }

  /// The field and the way out.
  public var description: String {
    "stored evidence is corrupt at '\(field)': delete the partition's file or restore a snapshot, the log holds all of it"
  }
}

/// Reads what `LedgerWriter` wrote.
public struct LedgerReader: Sendable {
  private let bytes: [UInt8]
  private var position = 0

  /// Reads from the first byte.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// True where all is read.
  public var isAtEnd: Bool { position == bytes.count }

  /// One byte.
  public mutating func byte(_ field: StaticString) throws(LedgerCorruption) -> UInt8 {
    guard position < bytes.count else { throw LedgerCorruption("\(field)") }
    defer { position += 1 }
    return bytes[position]
  }

  /// A number that is not negative, if it fits the type asked for.
  public mutating func unsigned<T: FixedWidthInteger>(_ field: StaticString) throws(LedgerCorruption) -> T {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let next = try byte(field)
      value |= UInt64(next & 0x7F) << shift
      if next & 0x80 == 0 {
        guard let fitting = T(exactly: value) else { throw LedgerCorruption("\(field)") }
        return fitting
      }
    }
    throw LedgerCorruption("\(field)")
  }

  /// A number of either sign, if it fits the type asked for.
  public mutating func signed<T: FixedWidthInteger>(_ field: StaticString) throws(LedgerCorruption) -> T {
    let raw: UInt64 = try unsigned(field)
    guard let fitting = T(exactly: Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)) else {
      throw LedgerCorruption("\(field)")
    }
    return fitting
  }

  /// A count of things that take at least one byte each.
  public mutating func count(_ field: StaticString) throws(LedgerCorruption) -> Int {
    let count: Int = try unsigned(field)
    guard count <= bytes.count - position else { throw LedgerCorruption("\(field)") }
    return count
  }

  /// Bytes with their count.
  public mutating func blob(_ field: StaticString) throws(LedgerCorruption) -> [UInt8] {
    let length = try count(field)
    defer { position += length }
    return Array(bytes[position..<(position + length)])
  }

  /// A text.
  public mutating func text(_ field: StaticString) throws(LedgerCorruption) -> String {
    String(decoding: try blob(field), as: UTF8.self)
  }

  /// A yes or no.
  public mutating func flag(_ field: StaticString) throws(LedgerCorruption) -> Bool {
    switch try byte(field) {
    case 0: false
    case 1: true
    default: throw LedgerCorruption("\(field)")
    }
  }

  /// A list as `LedgerWriter.list` writes it.
  public mutating func list<T>(
    _ field: StaticString, _ read: (inout LedgerReader) throws(LedgerCorruption) -> T
  ) throws(LedgerCorruption) -> [T] {
    let count = try count(field)
    var values: [T] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try read(&self)) }
    return values
  }

  /// A vertex.
  public mutating func point(_ field: StaticString) throws(LedgerCorruption) -> TilePoint {
    TilePoint(x_cm: try signed(field), y_cm: try signed(field))
  }

  /// A piece id.
  public mutating func piece(_ field: StaticString) throws(LedgerCorruption) -> PieceID {
    let element: UInt64 = try unsigned(field)
    return PieceID(ElementID(element), part: try unsigned(field))
  }

  /// Attributes.
  public mutating func attributes(_ field: StaticString) throws(LedgerCorruption) -> Attributes {
    let entries = try list(field) { (reader: inout LedgerReader) throws(LedgerCorruption) -> Attributes.Entry in
      guard let key = AttributeKey(rawValue: try reader.byte(field)) else { throw LedgerCorruption("\(field)") }
      return Attributes.Entry(key, try reader.text(field))
    }
    return Attributes(entries)
  }
}
