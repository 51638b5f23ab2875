import MapModel

/// Writes the state of a fold: base-128 varints, zigzag for signed numbers.
public struct LedgerWriter: Sendable {
  private var written: [UInt8] = []
  // An array asks at every byte whether it is shared and whether there is room; this asks the latter alone, once a number.
  private var staged = InlineArray<512, UInt8>(repeating: 0)
  private var count = 0
  /// Bytes that may be staged before one more number is: the longest takes ten.
  private static let staging = 512 - 10

  /// Nothing written yet.
  /// - Parameter capacity: Bytes that there is room for from the beginning.
  public init(capacity: Int = 0) { written.reserveCapacity(capacity) }

  /// What was written.
  public var bytes: [UInt8] {
    var writer = self
    writer.flush()
    return writer.written
  }

  /// What was written; nothing is left.
  mutating func takeBytes() -> [UInt8] {
    flush()
    defer { written = [] }
    return written
  }

  private mutating func flush() {
    unsafe staged.span.withUnsafeBufferPointer { unsafe written.append(contentsOf: $0.prefix(count)) }
    count = 0
  }

  /// One byte.
  public mutating func byte(_ value: UInt8) {
    if count > Self.staging { flush() }
    stage(value)
  }

  @inline(__always)
  private mutating func stage(_ value: UInt8) {
    // Whoever calls has made room.
    unsafe staged[unchecked: count] = value
    count &+= 1
  }

  /// A number that is not negative.
  @inline(__always)
  public mutating func unsigned(_ value: some BinaryInteger) {
    varint(UInt64(value))
  }

  @usableFromInline
  mutating func varint(_ value: UInt64) {
    if count > Self.staging { flush() }
    var rest = value
    while rest >= 0x80 {
      stage(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    stage(UInt8(truncatingIfNeeded: rest))
  }

  /// A number of either sign.
  @inline(__always)
  public mutating func signed(_ value: some BinaryInteger) {
    let wide = Int64(value)
    varint(UInt64(bitPattern: wide &<< 1 ^ wide &>> 63))
  }

  /// Bytes with their count.
  public mutating func blob(_ value: [UInt8]) {
    unsigned(value.count)
    flush()
    written.append(contentsOf: value)
  }

  /// A text.
  public mutating func text(_ value: String) { blob(Array(value.utf8)) }

  /// A yes or no.
  public mutating func flag(_ value: Bool) { byte(value ? 1 : 0) }

  /// The count of a collection, then each element.
  public mutating func list<C: Collection>(_ values: C, _ write: (inout LedgerWriter, C.Element) -> Void) {
    unsigned(values.count)
    for value in values { write(&self, value) }
  }

  /// A vertex.
  public mutating func point(_ value: TilePoint) {
    signed(value.x_cm)
    signed(value.y_cm)
  }

  /// A piece id.
  public mutating func piece(_ value: PieceID) {
    unsigned(value.element.value)
    unsigned(value.part)
  }

  /// Attributes.
  public mutating func attributes(_ value: Attributes) {
    list(value.entries) { writer, entry in
      writer.byte(entry.key.rawValue)
      writer.text(entry.value)
    }
  }
}
