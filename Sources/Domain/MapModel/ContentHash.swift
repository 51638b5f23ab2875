extension MapElement {
  /// First eight bytes of the SHA-256 of the piece's canonical bytes: id, class, shape, vertices, elevations, attributes, references.
  /// Any of them changed is another hash; a vote counts only where it still stands.
  public var contentHash: UInt64 {
    var writer = ByteWriter(capacity: 96)
    writer.raw("RSVE1".utf8)
    ElementCodec.write(self, to: &writer)
    return SHA256.prefix64(writer.bytes)
  }
}

extension MapTile {
  /// SHA-256 (32 bytes) of the tile's id and its pieces' canonical bytes. The version number is not part of it: a roll-back is a new
  /// version with an old content.
  public var contentHash: [UInt8] {
    var writer = ByteWriter()
    writer.raw("RSVT1".utf8)
    writer.fixed(id.quadkey)
    writer.count(elements.count)
    for element in elements { ElementCodec.write(element, to: &writer) }
    return SHA256.digest(writer.bytes)
  }
}
