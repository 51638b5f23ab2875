import MapModel

/// What became of a map file: what was imported, and everything that was not.
public struct ImportReport: Hashable, Sendable {
  /// Imported elements by class.
  public internal(set) var elements: [ElementClass: Int] = [:]
  /// Pieces by tile.
  public internal(set) var piecesByTile: [TileID: Int] = [:]
  /// Objects that became no element, by kind and type: `way light_bulbs`, `relation multipolygon`.
  public internal(set) var skipped: [String: Int] = [:]
  /// Parts of imported elements that were not kept, by kind and name: `tag color`, `right_of_way yield`.
  public internal(set) var notCarried: [String: Int] = [:]
  /// What a person should look at; at most `MapFileLimits.warnings`.
  public internal(set) var warnings: [String] = []
  /// Warnings beyond those.
  public internal(set) var furtherWarnings = 0

  mutating func skip(_ what: String) { skipped[what, default: 0] += 1 }

  mutating func drop(_ what: String) { notCarried[what, default: 0] += 1 }

  mutating func warn(_ text: String) {
    if warnings.count < MapFileLimits.warnings { warnings.append(text) } else { furtherWarnings += 1 }
  }
}
