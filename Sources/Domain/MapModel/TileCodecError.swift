/// Why bytes are no tile, or a tile cannot become bytes.
public enum TileCodecError: Error, Hashable, Sendable {
  /// The bytes do not start as a tile does.
  case wrongMagic
  /// A tile of a format this reader does not know.
  case unsupportedVersion(UInt8)
  /// The bytes are not those that were written.
  case checksum
  /// The bytes end inside a field.
  case truncated(field: String)
  /// A field is larger than its named limit.
  case limitExceeded(field: String, value: UInt64, limit: UInt64)
  /// A field holds what no writer puts there.
  case malformed(field: String)
  /// The compressed part does not open.
  case compression(LZ4FrameError)
}

extension TileCodecError: CustomStringConvertible {
  /// One line with the field and the fix.
  public var description: String {
    switch self {
    case .wrongMagic: "not a tile: the first four bytes are not 'RSVT'"
    case .unsupportedVersion(let version):
      "tile format \(version) is not known (this program reads \(TileCodec.formatVersion)): upgrade it"
    case .checksum: "tile bytes are damaged: the checksum does not hold; restore the tile from a snapshot or the log"
    case .truncated(let field): "tile bytes end inside '\(field)'"
    case .limitExceeded(let field, let value, let limit): "tile field '\(field)' is \(value), at most \(limit)"
    case .malformed(let field): "tile field '\(field)' is malformed"
    case .compression(let error): "tile content does not open: \(error)"
    }
  }
}
