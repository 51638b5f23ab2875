import Evidence
import MapModel

/// One line of a true map made wrong, so that drives through the real world should tell the change back.
public struct LineEdit: Hashable, Sendable {
  /// What is done to the line.
  public enum Action: Hashable, Sendable {
    /// The map does not know it.
    case deleted
    /// The map has it elsewhere, to the left of its own direction, m.
    case shifted(left_m: Double)
    /// The map has one more beside it that is not there, to its left, m.
    case invented(left_m: Double)
  }

  /// Which line.
  public let line: ElementSelector
  /// What is done to it.
  public let action: Action

  /// An edit of its parts.
  public init(_ line: ElementSelector, _ action: Action) {
    self.line = line
    self.action = action
  }

  /// Deleted, shifted by 2 m and invented at 1.8 m, to either side each.
  public static func standard(_ line: ElementSelector) -> [LineEdit] {
    [
      LineEdit(line, .deleted), LineEdit(line, .shifted(left_m: 2)), LineEdit(line, .shifted(left_m: -2)),
      LineEdit(line, .invented(left_m: 1.8)), LineEdit(line, .invented(left_m: -1.8)),
    ]
  }

  /// What should be told.
  public var expected: ChangeEvent.Kind {
    switch action {
    case .deleted: .added
    case .shifted: .moved
    case .invented: .removed
    }
  }

  /// What it is called in reports and files, such as `divider-0-shifted-2.0-left`.
  public var name: String {
    switch action {
    case .deleted: "\(line)-deleted"
    case .shifted(let left_m): "\(line)-shifted-\(abs(left_m))-\(Self.side(left_m))"
    case .invented(let left_m): "\(line)-invented-\(abs(left_m))-\(Self.side(left_m))"
    }
  }

  var mapEdit: MapEdit {
    switch action {
    case .deleted: .delete(line)
    case .shifted(let left_m): .shiftSideways(line, left_m: left_m)
    case .invented(let left_m): .insertBeside(line, left_m: left_m, name: name)
    }
  }

  private static func side(_ left_m: Double) -> String { left_m < 0 ? "right" : "left" }
}
