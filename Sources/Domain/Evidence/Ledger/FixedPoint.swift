/// Arithmetic that gives the same bits on every machine: what the fold may use instead of the C library.
public enum FixedPoint {
  /// a / b rounded to nearest, halves away from zero.
  /// - Precondition: `b` is positive.
  @inlinable
  public static func divide(_ a: Int64, by b: Int64) -> Int64 {
    precondition(b > 0, "the divisor is positive")
    return a >= 0 ? (a + b / 2) / b : -((-a + b / 2) / b)
  }

  /// The largest whole number whose square is at most `value`.
  public static func squareRoot(_ value: UInt64) -> UInt64 {
    // IEEE 754 rounds a square root correctly everywhere. What rounding `value` first has changed is mended in whole numbers.
    var root = min(UInt64(Double(value).squareRoot()), UInt64(UInt32.max))
    while root * root > value { root -= 1 }
    while root < UInt64(UInt32.max), (root + 1) * (root + 1) <= value { root += 1 }
    return root
  }

  /// Length of the vector (dx, dy), rounded down, in the unit of its components.
  public static func length(_ dx: Int64, _ dy: Int64) -> Int64 {
    Int64(squareRoot(UInt64(dx * dx + dy * dy)))
  }

  /// ln(n), thousandths of a nat: the same as `logarithmByDigits_mnat`, in a fraction of its time.
  ///
  /// ln(n) is that of a power of two, of a node of `LogarithmNode` and of 1 + r, r < 1/256, by three terms of its series: within a millionth of what the
  /// digits give but for theirs. Where that could round otherwise, they decide.
  /// - Precondition: `n` is positive.
  public static func logarithm_mnat(_ n: UInt32) -> Int32 {
    precondition(n > 0, "the logarithm of zero")
    let whole = 31 - n.leadingZeroBitCount
    let mantissa = UInt64(n) << UInt64(31 - whole)  // in [1, 2), 31 binary digits
    let node = LogarithmNode.all[Int(mantissa >> 23 & 0xFF)]
    let r = ((mantissa & 0x7F_FFFF) * node.reciprocal) >> 22  // 40 binary digits, as what follows
    let square = (r * r) >> 40
    let series = r - square / 2 + ((square * r) >> 40) / 3
    // Thousandths of a nat with 32 binary digits.
    let value = UInt64(whole) * LogarithmNode.two_mnat + node.logarithm_mnat + ((series * 1000) >> 8)
    let half: UInt64 = 1 << 31
    let fraction = value & 0xFFFF_FFFF
    let distance = fraction > half ? fraction - half : half - fraction
    // A thousandth of what is told: more than either way is off.
    if distance < 1 << 22 { return logarithmByDigits_mnat(n) }
    return Int32((value + half) >> 32)
  }

  /// ln(n), thousandths of a nat.
  ///
  /// Binary digits of the logarithm by repeated squaring (D. E. Knuth, The Art of Computer Programming 1, exercise 1.2.2-25); 24 of
  /// them leave an error far below half a thousandth.
  /// - Precondition: `n` is positive.
  static func logarithmByDigits_mnat(_ n: UInt32) -> Int32 {
    precondition(n > 0, "the logarithm of zero")
    let whole = 31 - n.leadingZeroBitCount
    var mantissa = UInt64(n) << UInt64(31 - whole)  // in [1, 2), 31 binary digits
    var digits = UInt64(whole)
    for _ in 0..<24 {
      mantissa = (mantissa * mantissa) >> 31
      digits <<= 1
      if mantissa >= 1 << 32 {
        mantissa >>= 1
        digits |= 1
      }
    }
    return Int32(((digits * 693_147_181 / 1_000_000) + 1 << 23) >> 24)
  }
}

/// Natural logarithms of probabilities in steps of 1/255.
public enum LogarithmTable {
  /// ln(k) for k = 0 … 255, thousandths of a nat; the entry of 0 is that of one half, so that "never" stays finite.
  private static let thousandths: [Int32] =
    [FixedPoint.logarithm_mnat(1) - FixedPoint.logarithm_mnat(2)] + (1...255).map { FixedPoint.logarithm_mnat($0) }

  /// ln(a / b) of two probabilities in 1/255, thousandths of a nat.
  public static func ratio_mnat(_ a: UInt8, _ b: UInt8) -> Int64 {
    Int64(thousandths[Int(a)]) - Int64(thousandths[Int(b)])
  }
}
