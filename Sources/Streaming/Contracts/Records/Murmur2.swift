/// The partitioner of Kafka's Java client: MurmurHash2 (32 bit, A. Appleby) with Kafka's seed, masked to a positive number. The same key
/// lands in the same partition whoever writes it.
public enum Murmur2 {
  /// The hash as Kafka's clients compute it.
  public static func hash(_ key: [UInt8]) -> UInt32 {
    let m: UInt32 = 0x5bd1_e995
    var h: UInt32 = 0x9747_b28c ^ UInt32(truncatingIfNeeded: key.count)
    var i = 0
    while i + 4 <= key.count {
      var k = UInt32(key[i]) | UInt32(key[i + 1]) << 8 | UInt32(key[i + 2]) << 16 | UInt32(key[i + 3]) << 24
      k = k &* m
      k ^= k >> 24
      k = k &* m
      h = h &* m ^ k
      i += 4
    }
    let rest = key.count - i
    if rest > 0 {
      if rest == 3 { h ^= UInt32(key[i + 2]) << 16 }
      if rest >= 2 { h ^= UInt32(key[i + 1]) << 8 }
      h ^= UInt32(key[i])
      h = h &* m
    }
    h ^= h >> 13
    h = h &* m
    h ^= h >> 15
    return h
  }

  /// The partition of a key among `count`.
  /// - Precondition: `count` is positive.
  public static func partition(of key: [UInt8], count: Int32) -> Int32 {
    Int32(hash(key) & 0x7fff_ffff) % count
  }
}
