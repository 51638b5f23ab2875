import MapModel
import Settings

/// `ID=METRES` or `ID=EAST,NORTH` on the command line.
struct ShiftArgument: ExpressibleByArgument {
  /// How far.
  enum Distance: Hashable, Sendable {
    /// To the left of the line's own direction, m.
    case left(Double)
    /// East and north, m.
    case eastNorth(Double, Double)
  }

  let text: String
  let selector: ElementSelector
  let distance: Distance

  init?(argument: String) {
    // A file's own ids may hold an equals sign; distances never do.
    guard let mark = argument.lastIndex(of: "="), let selector = ElementSelector.read(argument[..<mark]) else {
      return nil
    }
    let numbers = argument[argument.index(after: mark)...].split(separator: ",", omittingEmptySubsequences: false)
      .map { Double(argument: String($0)) }
    switch numbers.count {
    case 1:
      guard let left_m = numbers[0] else { return nil }
      distance = .left(left_m)
    case 2:
      guard let east_m = numbers[0], let north_m = numbers[1] else { return nil }
      distance = .eastNorth(east_m, north_m)
    default: return nil
    }
    text = argument
    self.selector = selector
  }

  static let allowedValues = "id=metres to the left (such as divider-28=-2) or id=east,north in metres"
}

/// `ID=METRES` on the command line: a place beside a line.
struct BesideArgument: ExpressibleByArgument {
  let selector: ElementSelector
  let left_m: Double

  init?(argument: String) {
    guard let shift = ShiftArgument(argument: argument), case .left(let left_m) = shift.distance else { return nil }
    selector = shift.selector
    self.left_m = left_m
  }

  /// What the copy is called.
  var name: String { "\(selector)-\(left_m < 0 ? "right" : "left")-\(abs(left_m))" }

  static let allowedValues = "id=metres to the left, such as divider-0=1.8; negative is to the right"
}

/// `ID.ATTRIBUTE=VALUE` on the command line.
struct AttributeArgument: ExpressibleByArgument {
  let selector: ElementSelector
  let key: AttributeKey
  /// The new value; nil removes the attribute.
  let value: String?

  init?(argument: String) {
    guard let mark = argument.firstIndex(of: "="), let dot = argument[..<mark].lastIndex(of: "."),
      let selector = ElementSelector.read(argument[..<dot]),
      let key = AttributeKey(name: String(argument[argument.index(after: dot)..<mark]))
    else { return nil }
    let value = String(argument[argument.index(after: mark)...])
    self.selector = selector
    self.key = key
    self.value = value.isEmpty ? nil : value
  }

  static let allowedValues =
    "id.attribute=value, such as 4711.style=dashed (no value removes it); attributes are "
    + AttributeKey.allCases.map(\.name).joined(separator: ", ")
}

extension ElementSelector: ExpressibleByArgument {
  /// Reads an id, alone or behind its class.
  public init?(argument: String) {
    guard let selector = Self.read(argument[...]) else { return nil }
    self = selector
  }

  /// The forms.
  public static var allowedValues: String {
    "an element's id (divider-28, 4711) or class:id (lane_boundary:divider-28)"
  }

  static func read(_ text: Substring) -> ElementSelector? {
    do { return try ElementSelector(String(text)) } catch { return nil }
  }
}
