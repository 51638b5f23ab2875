/// Austin Appleby's MurmurHash2 (32 bit) with the seed and the little-endian reading of Kafka's Java client.
func murmur2(_ data: [UInt8]) -> UInt32 {
  let m: UInt32 = 0x5bd1_e995
  var hash: UInt32 = 0x9747_b28c ^ UInt32(data.count)
  for start in stride(from: 0, to: data.count - data.count % 4, by: 4) {
    var word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(data[start + $1]) << (8 * UInt32($1)) }
    word &*= m
    word ^= word >> 24
    word &*= m
    hash = hash &* m ^ word
  }
  let rest = data.suffix(data.count % 4)
  if !rest.isEmpty {
    for (place, byte) in rest.enumerated() { hash ^= UInt32(byte) << (8 * UInt32(place)) }
    hash &*= m
  }
  hash ^= hash >> 13
  hash &*= m
  return hash ^ (hash >> 15)
}

/// The partition Kafka's Java client picks for a key.
func javaPartition(_ key: [UInt8], of partitions: Int32) -> Int32 {
  Int32(murmur2(key) & 0x7fff_ffff) % partitions
}
