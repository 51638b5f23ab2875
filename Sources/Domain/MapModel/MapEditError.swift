/// Why an edit does not apply.
public enum MapEditError: Error, Hashable, Sendable {
  /// The words are no selector.
  case selector(String)
  /// No element is meant.
  case nothing(ElementSelector)
  /// More than one element is meant.
  case ambiguous(ElementSelector, [ElementID])
  /// The element has no left and right.
  case noSide(ElementID)
  /// An element of this id is there.
  case exists(ElementID)
  /// No finite distance within 1 km.
  case distance(Double)
  /// The edited element does not fit into tiles.
  case unfit(TileCutError)
}

extension MapEditError: CustomStringConvertible {
  /// One line with the fix.
  public var description: String {
    switch self {
    case .selector(let text):
      "'\(text)' names no element: write an id (divider-28, 4711) or class:id (lane_boundary:divider-28); classes are "
        + ElementClass.allCases.map(\.name).joined(separator: ", ")
    case .nothing(let selector):
      "no element '\(selector)' in this map; `resurvey map export` writes a file that names them"
    case .ambiguous(let selector, let ids):
      "'\(selector)' means \(Set(ids).count) elements, of different ids or classes: write class:id"
    case .noSide(let id): "element \(id.value) is no line, so it has no side: shift it by east and north"
    case .exists(let id): "element \(id.value) is already in this map"
    case .distance(let distance_m): "\(distance_m) m: a distance is a number of metres within ±1000"
    case .unfit(let error): "\(error)"
    }
  }
}
