/// What is wrong with a map file, where, and what to do.
public struct MapFileError: Error, Hashable, Sendable {
  /// The file.
  public let path: String
  /// Where in it: line, feature or object.
  public let place: String
  /// What is wrong, with the field and its value.
  public let problem: String
  /// What to do about it.
  public let fix: String

  init(_ path: String, at place: String = "", _ problem: String, fix: String) {
    self.path = path
    self.place = place
    self.problem = problem
    self.fix = fix
  }
}

extension MapFileError: CustomStringConvertible {
  /// One line.
  public var description: String { "\(path)\(place.isEmpty ? "" : ", \(place)"): \(problem); \(fix)" }
}
