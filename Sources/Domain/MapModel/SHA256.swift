import CCrypto

/// SHA-256 (FIPS 180-4) by libcrypto: the hash behind content addresses and derived ids.
public enum SHA256 {
  /// Length of a digest, bytes.
  public static let length_bytes = 32

  /// Looked up once: libcrypto searches its providers for `EVP_sha256()` on every call, which takes longer than hashing a piece.
  nonisolated(unsafe) private static let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil)

  /// The digest of some bytes, 32 bytes.
  public static func digest(_ bytes: [UInt8]) -> [UInt8] { digest(bytes[...]) }

  /// The digest of some bytes, 32 bytes.
  static func digest(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: length_bytes)
    var written: UInt32 = 0
    let status = unsafe bytes.withUnsafeBytes { source in
      unsafe digest.withUnsafeMutableBufferPointer { target in
        unsafe EVP_Digest(source.baseAddress, source.count, target.baseAddress, &written, algorithm, nil)
      }
    }
    // EVP_Digest with a built-in hash fails only where libcrypto itself is broken or out of memory.
    precondition(status == 1 && written == UInt32(length_bytes), "libcrypto offers no SHA-256")
    return digest
  }

  /// The first eight bytes of the digest as a number, most significant byte first.
  public static func prefix64(_ bytes: [UInt8]) -> UInt64 { prefix64(bytes[...]) }

  /// The first eight bytes of the digest as a number, most significant byte first.
  static func prefix64(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    digest(bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
