/// One of the 256 places in [1, 2) from which a logarithm is told on.
struct LogarithmNode {
  /// ln(1 + i / 256), thousandths of a nat with 32 binary digits.
  let logarithm_mnat: UInt64
  /// 1 / (1 + i / 256) with 31 binary digits.
  let reciprocal: UInt64

  /// ln 2, thousandths of a nat with 32 binary digits.
  static let two_mnat = UInt64(logarithm: 1 << 40)

  /// By i.
  static let all: [LogarithmNode] = (0..<256).map { place in
    let node = UInt64(256 + place) << 23
    // By Knuth's method as in `FixedPoint`, with 62 binary digits of the mantissa, 40 of them of the logarithm.
    var mantissa = node << 31
    var digits: UInt64 = 0
    for _ in 0..<40 {
      let square = mantissa.multipliedFullWidth(by: mantissa)
      mantissa = square.high << 2 | square.low >> 62
      digits <<= 1
      if mantissa >= 1 << 63 {
        mantissa >>= 1
        digits |= 1
      }
    }
    return LogarithmNode(logarithm_mnat: UInt64(logarithm: digits), reciprocal: (1 << 62) / node)
  }
}

extension UInt64 {
  /// A binary logarithm with 40 binary digits as a natural one, thousandths of a nat with 32.
  fileprivate init(logarithm digits: UInt64) {
    self = UInt64((UInt128(digits) * 693_147_180_560 / 1_000_000_000) >> 8)
  }
}
