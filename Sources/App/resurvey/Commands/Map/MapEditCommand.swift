import Foundation
import MapFormats
import MapModel
import Settings

/// `resurvey map edit`.
struct MapEditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Writes a map with elements deleted, shifted, inserted or changed: a stale map with a known truth.",
    discussion: """
      An element is named by its number, by the id its file gave it (divider-28), or by class and id \
      (lane_boundary:divider-28). Every option may be repeated. Edits are made in this order, wherever they stand: \
      insert-beside, shift, insert, set, delete. All of them are made or none.
      """,
    examples: [
      .init("resurvey map edit map.sqlite --delete divider-28 --out stale.sqlite", "the map does not know a line"),
      .init(
        "resurvey map edit map.sqlite --insert-beside divider-0=1.8 --out stale.sqlite", "a line that is not there"),
      .init(
        "resurvey map edit map.sqlite --shift divider-1=-2 --out stale.sqlite", "2 m to the right of its direction"),
      .init("resurvey map edit map.sqlite --shift 4711=0.5,-1.2 --out stale.sqlite", "0.5 m east, 1.2 m south"),
      .init("resurvey map edit map.sqlite --set 4711.style=dashed --out stale.sqlite", "another attribute"),
    ])

  private struct Report: Encodable {
    let out: String
    let edits: [String]
    let inserted: [String: String]
    let elementsBefore: Int
    let elementsAfter: Int
    let changedTiles: [UInt32]

    private enum CodingKeys: String, CodingKey {
      case out, edits, inserted
      case elementsBefore = "elements_before"
      case elementsAfter = "elements_after"
      case changedTiles = "changed_tiles"
    }
  }

  @Argument(help: ArgumentHelp("The tile store to start from; it stays as it is.", valueName: "map.sqlite"))
  var map: String

  @Option(help: ArgumentHelp("The tile store to write; its tiles begin with version 1.", valueName: "stale.sqlite"))
  var out: String

  @Flag(help: "Replaces the store to write if it is there.")
  var replace = false

  @Option(help: ArgumentHelp("Deletes an element.", valueName: "id"))
  var delete: [ElementSelector] = []

  @Option(
    help: ArgumentHelp(
      "Moves a line to the left of its own direction, or any element east and north, m.",
      valueName: "id=metres|id=east,north"))
  var shift: [ShiftArgument] = []

  @Option(help: ArgumentHelp("Copies a line to a place beside it, left positive, m.", valueName: "id=metres"))
  var insertBeside: [BesideArgument] = []

  @Option(help: ArgumentHelp("Inserts the elements of a GeoJSON or Lanelet2 file.", valueName: "file"))
  var insert: [String] = []

  @Option(help: ArgumentHelp("Sets an attribute; an empty value removes it.", valueName: "id.attribute=value"))
  var set: [AttributeArgument] = []

  @Flag(help: "The summary as JSON.")
  var json = false

  func validate() throws(ValidationError) {
    guard !(delete.isEmpty && shift.isEmpty && insertBeside.isEmpty && insert.isEmpty && set.isEmpty) else {
      throw ValidationError("no edit is named: say --delete, --shift, --insert-beside, --insert or --set")
    }
    guard URL(fileURLWithPath: map).standardizedFileURL != URL(fileURLWithPath: out).standardizedFileURL else {
      throw ValidationError("--out is the map itself, which stays as it is: name another file")
    }
  }

  func run() async throws {
    try MapStoreFile.checkNew(out, isReplacing: replace)
    let before = try MapStoreFile.tiles(map)
    let edits = try edits()
    let after: [MapTile]
    do { after = try MapEdit.apply(edits.map(\.edit), to: before) } catch {
      throw CommandError(.dataError, "\(map): \(error)")
    }
    try MapStoreFile.write(after, to: out, isReplacing: replace)
    try report(edits.map(\.words), before, after)
  }

  private func edits() throws(CommandError) -> [(edit: MapEdit, words: String)] {
    var edits: [(MapEdit, String)] = []
    for beside in insertBeside {
      edits.append(
        (
          .insertBeside(beside.selector, left_m: beside.left_m, name: beside.name),
          "insert \(beside.name), \(Self.sideways(beside.left_m)) of \(beside.selector)"
        ))
    }
    for shift in shift {
      switch shift.distance {
      case .left(let left_m):
        edits.append(
          (.shiftSideways(shift.selector, left_m: left_m), "shift \(shift.selector) \(Self.sideways(left_m))"))
      case .eastNorth(let east_m, let north_m):
        edits.append(
          (
            .shift(shift.selector, east_m: east_m, north_m: north_m),
            "shift \(shift.selector) \(east_m) m east, \(north_m) m north"
          ))
      }
    }
    for file in insert {
      try InputFile.check(file, fix: "name a GeoJSON or Lanelet2 file")
      do {
        let elements = try MapImporter.read(path: file).elements
        edits.append((.insert(elements), "insert \(elements.count) elements of \(file)"))
      } catch { throw CommandError(.dataError, "\(error)") }
    }
    for set in set {
      edits.append(
        (
          .setAttribute(set.selector, set.key, set.value),
          "set \(set.selector) \(set.key.name) to \(set.value ?? "nothing")"
        ))
    }
    for selector in delete { edits.append((.delete(selector), "delete \(selector)")) }
    return edits
  }

  private static func sideways(_ left_m: Double) -> String {
    "\(abs(left_m)) m to the \(left_m < 0 ? "right" : "left")"
  }

  private func report(_ edits: [String], _ before: [MapTile], _ after: [MapTile]) throws {
    let old = Dictionary(uniqueKeysWithValues: before.map { ($0.id, $0.contentHash) })
    let new = Dictionary(uniqueKeysWithValues: after.map { ($0.id, $0.contentHash) })
    let changed = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    let known = Set(before.flatMap(\.elements).map(\.piece.element))
    var inserted: [String: String] = [:]
    for element in after.flatMap(\.elements) where !known.contains(element.piece.element) {
      inserted["\(element.piece.element.value)"] = element.attributes[.sourceID] ?? ""
    }
    let count = Set(after.flatMap(\.elements).map(\.piece.element)).count
    if json {
      try Console.printJSON(
        Report(
          out: out, edits: edits, inserted: inserted, elementsBefore: known.count, elementsAfter: count,
          changedTiles: changed.map(\.quadkey)))
      return
    }
    for edit in edits { print(edit) }
    for (id, name) in inserted.sorted(by: { $0.key < $1.key }) { print("new element \(id) \(name)") }
    print("\(out): \(known.count) elements before, \(count) after; \(changed.count) of \(after.count) tiles changed")
  }
}
