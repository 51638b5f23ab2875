import Evidence
import Geometry
import MapModel
import Simulation

/// A true map with one line made wrong, and where things are in truth.
public struct StaleMap: Sendable {
  /// What was done.
  public let edit: LineEdit
  /// The wrong map.
  public let tiles: [MapTile]
  /// East and north of this frame are the coordinates of `line`.
  public let frame: ENUFrame
  /// The element that is wrong: the deleted, shifted or invented one.
  public let element: ElementID
  /// Where the line is in truth; of an invented one, where the map has it.
  public let line: Polyline
  /// The real line the edit names, by which drives are said to pass.
  public let passed: Polyline
  /// The change that should be told.
  public let truth: TruthChange

  /// A stale map of a true one; each tile at most once.
  /// - Throws: `MapEditError` where the line is not in the map, or is none.
  public init(_ edit: LineEdit, of tiles: [MapTile]) throws(MapEditError) {
    let whole = TileJoiner.elements(of: tiles)
    let edited = try MapEdit.apply([edit.mapEdit], to: whole)
    do { self.tiles = try TileCutter.tiles(of: edited) } catch { throw .unfit(error) }
    let known = Set(whole.map(\.id))
    // What the edit put in goes by no name of the true map.
    let wrong = edited.filter { element in
      if case .invented = edit.action { !known.contains(element.id) } else { edit.line.matches(element) }
    }
    let real = whole.filter { edit.line.matches($0) }
    let subject = if case .invented = edit.action { wrong } else { real }
    guard let first = subject.first, let origin = first.vertices.first else { throw .nothing(edit.line) }
    guard first.kind == .line else { throw .noSide(first.id) }
    self.edit = edit
    element = first.id
    let frame = ENUFrame(origin: origin.onGround)
    self.frame = frame
    // Several stretches of one line: the longest carries most.
    func longest(_ elements: [GeodeticElement]) -> Polyline? {
      elements.map { Polyline($0.vertices.map { frame.local($0.onGround) }) }.max { $0.length_m < $1.length_m }
    }
    guard let line = longest(subject), let passed = longest(real) else { throw .nothing(edit.line) }
    self.line = line
    self.passed = passed
    var truth = TruthChange(
      id: "t001", kind: edit.expected, elementClass: first.elementClass,
      element: edit.expected == .added ? nil : first.id, shape: .line)
    if edit.expected != .added { truth.before = wrong.flatMap(\.vertices) }
    if edit.expected != .removed { truth.after = real.flatMap(\.vertices) }
    self.truth = truth
  }
}
