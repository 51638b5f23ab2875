import MapModel

/// Which OSM object is which element. Ways, relations and nodes count apart, elements do not: a way keeps its number, a relation or
/// node keeps it where no way has it, and all others get a derived one that depends on kind and number alone.
struct Lanelet2Identities {
  enum Kind: String {
    case way, relation, node
  }

  private(set) var taken: Set<ElementID> = []
  private var ids: [Kind: [Int64: PieceID]] = [:]

  /// - Throws: `MapFileError` where the object's own tags name no id.
  mutating func register(
    _ kind: Kind, _ number: Int64, _ tags: [String: String], path: String, line: Int
  ) throws(MapFileError) {
    func own(_ key: String) throws(MapFileError) -> UInt64? {
      guard let text = tags[key] else { return nil }
      guard let value = UInt64(text), value > 0 else {
        throw MapFileError(
          path, at: "line \(line)", "\(kind) \(number) has \(key)=\"\(text)\"",
          fix: "it must be a positive whole number")
      }
      return value
    }
    guard ids[kind]?[number] == nil else {
      throw MapFileError(path, at: "line \(line)", "\(kind) \(number) is there twice", fix: "keep one of them")
    }
    let part = try own(Lanelet2Tags.Own.part) ?? 0
    let id: ElementID
    if let stated = try own(Lanelet2Tags.Own.id) {
      id = ElementID(stated)
    } else if number > 0, !taken.contains(ElementID(UInt64(number))) {
      id = ElementID(UInt64(number))
    } else {
      id = ElementID.derived(from: "\(kind) \(number)", avoiding: taken)
    }
    guard let part = UInt32(exactly: part) else {
      throw MapFileError(path, at: "line \(line)", "\(kind) \(number) has part \(part)", fix: "at most 4294967295")
    }
    taken.insert(id)
    ids[kind, default: [:]][number] = PieceID(id, part: part)
  }

  func piece(_ kind: Kind, _ number: Int64) -> PieceID? { ids[kind]?[number] }
}
