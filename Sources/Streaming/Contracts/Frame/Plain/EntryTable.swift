import CContracts

/// Values by the bytes they were decoded from. What a fleet sends again and again (its labels, sensors and names) is looked up instead
/// of decoded. A fixed number of places of a fixed width, so that no input makes it grow; an entry whose place is taken goes there
/// instead of the one before.
struct EntryTable<Value: Sendable>: Sendable {
  /// Most bytes of an entry; longer ones are never held.
  let width: Int
  private let mask: UInt64
  private var sizes: [UInt16]
  private var keys: [UInt8]
  private var values: [Value?]

  /// - Parameter bits: binary logarithm of the number of places.
  init(bits: Int, width: Int) {
    self.width = width
    mask = 1 << UInt64(bits) - 1
    sizes = Array(repeating: 0, count: 1 << bits)
    keys = Array(repeating: 0, count: width << bits)
    values = Array(repeating: nil, count: 1 << bits)
  }

  /// The value of these bytes, if it is held.
  @inline(__always)
  func value(of piece: contract_piece) -> Value? {
    guard unsafe piece.size <= width, let start = unsafe piece.start else { return nil }
    let place = unsafe Int(contract_hash(start, piece.size) & mask)
    guard unsafe Int(sizes[place]) == piece.size else { return nil }
    let isSame = unsafe keys.withUnsafeBufferPointer { held in
      unsafe held.baseAddress.map { unsafe contract_is_same($0 + place * width, start, piece.size) != 0 } ?? false
    }
    return isSame ? values[place] : nil
  }

  /// Holds a value for these bytes from now on.
  mutating func hold(_ value: Value, for piece: contract_piece) {
    guard unsafe piece.size <= width, let start = unsafe piece.start else { return }
    let place = unsafe Int(contract_hash(start, piece.size) & mask)
    sizes[place] = unsafe UInt16(piece.size)
    for i in 0..<(unsafe piece.size) { unsafe keys[place * width + i] = start[i] }
    values[place] = value
  }
}
