import CContracts

/// Fills columns that are used again: their memory stays.
enum ColumnFilling {
  /// Entries as they stand in the bytes, little-endian like every machine this runs on.
  @inline(__always)
  static func floats(_ source: contract_column, into column: inout [Float]) {
    unsafe resize(&column, to: source.count)
    guard let start = unsafe source.start else { return }
    unsafe column.withUnsafeMutableBytes {
      unsafe $0.copyMemory(from: UnsafeRawBufferPointer(start: start, count: source.size))
    }
  }

  /// False where a number is longer than 32 bits.
  @inline(__always)
  static func numbers(_ source: contract_column, into column: inout [UInt32]) -> Bool {
    unsafe resize(&column, to: source.count)
    guard unsafe source.count > 0 else { return true }
    var source = unsafe source
    return unsafe column.withUnsafeMutableBufferPointer { unsafe contract_column_numbers(&source, $0.baseAddress) != 0 }
  }

  /// As `numbers`; a column left out means zeros.
  @inline(__always)
  static func numbers(_ source: contract_column, orZeros count: Int, into column: inout [UInt32]) -> Bool {
    guard unsafe source.count == 0 else { return unsafe numbers(source, into: &column) }
    resize(&column, to: count)
    for i in column.indices { column[i] = 0 }
    return true
  }

  /// The running sum of counts, each without itself. Wraps on hostile counts; validation adds them up without.
  @inline(__always)
  static func starts(of counts: [UInt32], into column: inout [UInt32]) {
    resize(&column, to: counts.count)
    var next: UInt32 = 0
    for i in counts.indices {
      column[i] = next
      next &+= counts[i]
    }
  }

  @inline(__always)
  private static func resize<Entry: BitwiseCopyable & ExpressibleByIntegerLiteral>(
    _ column: inout [Entry], to count: Int
  ) {
    let excess = column.count - count
    if excess > 0 {
      column.removeLast(excess)
    } else if excess < 0 {
      column.append(contentsOf: repeatElement(0, count: -excess))
    }
  }
}
