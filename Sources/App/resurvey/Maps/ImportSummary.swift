import MapFormats
import MapModel

/// What an import did, for people and for programs.
struct ImportSummary: Encodable {
  /// What became of one file.
  struct Source: Encodable {
    let file: String
    let elements: [String: Int]
    let skipped: [String: Int]
    let notCarried: [String: Int]
    let warnings: [String]
    let furtherWarnings: Int

    private enum CodingKeys: String, CodingKey {
      case file, elements, skipped, warnings
      case notCarried = "not_carried"
      case furtherWarnings = "further_warnings"
    }

    /// The report of a map file.
    init(_ file: String, _ report: ImportReport) {
      self.file = file
      elements = Dictionary(uniqueKeysWithValues: report.elements.map { ($0.name, $1) })
      skipped = report.skipped
      notCarried = report.notCarried
      warnings = report.warnings
      furtherWarnings = report.furtherWarnings
    }

    /// A map made here.
    init(_ name: String, _ classes: [ElementClass]) {
      file = name
      elements = classes.reduce(into: [:]) { $0[$1.name, default: 0] += 1 }
      skipped = [:]
      notCarried = [:]
      warnings = []
      furtherWarnings = 0
    }
  }

  /// Pieces of one tile.
  struct Tile: Encodable {
    let tile: UInt32
    let quadkey: String
    let pieces: Int
  }

  let out: String
  let sources: [Source]
  let tiles: [Tile]

  /// The summary of what was written.
  init(out: String, sources: [Source], tiles: [MapTile]) {
    self.out = out
    self.sources = sources
    self.tiles = tiles.map { Tile(tile: $0.id.quadkey, quadkey: $0.id.digits, pieces: $0.elements.count) }
  }

  private static let shownWarnings = 10

  /// For people.
  var text: String {
    var parts: [String] = []
    for source in sources {
      parts.append("\(source.file): \(source.elements.values.reduce(0, +)) elements")
      var table = TextTable([("class", .left), ("elements", .right)])
      for elementClass in ElementClass.allCases {
        if let count = source.elements[elementClass.name] { table.append([elementClass.name, "\(count)"]) }
      }
      parts.append(table.text)
      if !source.skipped.isEmpty { parts.append("not imported: \(Self.list(source.skipped))") }
      if !source.notCarried.isEmpty { parts.append("left out of elements: \(Self.list(source.notCarried))") }
      parts += source.warnings.prefix(Self.shownWarnings).map { "warning: \($0)" }
      let more = max(source.warnings.count - Self.shownWarnings, 0) + source.furtherWarnings
      if more > 0 { parts.append("and \(more) more warnings; --json lists them") }
    }
    let pieces = tiles.reduce(0) { $0 + $1.pieces }
    parts.append("\(out): \(tiles.count) tiles with \(pieces) pieces, version 1")
    return parts.joined(separator: "\n")
  }

  private static func list(_ counts: [String: Int]) -> String {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
  }
}
