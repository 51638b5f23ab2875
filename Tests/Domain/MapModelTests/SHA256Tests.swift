import MapModel
import Testing

@Suite struct SHA256Tests {
  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { (($0 < 16 ? "0" : "") + String($0, radix: 16)) }.joined()
  }

  /// Examples of FIPS 180-4 and of NIST's short-message vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]) func knownDigests(message: String, digest: String) {
    #expect(hex(SHA256.digest(Array(message.utf8))) == digest)
  }

  @Test func thePrefixIsReadMostSignificantByteFirst() {
    #expect(SHA256.prefix64(Array("abc".utf8)) == 0xba78_16bf_8f01_cfea)
  }
}
