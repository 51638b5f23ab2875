import Evidence
import Foundation
import Geometry
import MapModel

/// What differs between the map and the true world, and how often it was driven past. One JSON line in `truth.jsonl`.
public struct TruthChange: Hashable, Sendable {
  /// Its name in reports: `t001`, …
  public var id: String
  /// What happened. Permanent changes are never `.temporary`.
  public var kind: ChangeEvent.Kind
  /// What it is.
  public var elementClass: ElementClass
  /// The element on the map; nil for an addition or a work zone.
  public var element: ElementID?
  /// How to read the vertices. A work zone is a `.point` with one vertex an object.
  public var shape: ShapeKind
  /// Geometry before (of a line: the stretch that changed); empty for an addition.
  public var before: [Geodetic]
  /// Geometry after; empty for a removal.
  public var after: [Geodetic]
  /// Attributes before.
  public var attributesBefore: Attributes
  /// Attributes after.
  public var attributesAfter: Attributes
  /// When it came, ns since 1970; nil where the world was so from the start.
  public var from_ns: Int64?
  /// When it goes again, ns since 1970; nil where it stays.
  public var until_ns: Int64?
  /// Drives whose sensors covered it: of a line at least half of it. A drive counts again after 30 s elsewhere.
  public var passes: Int
  /// Distinct vehicles among them.
  public var vehicles: Int
  /// Distinct days (UTC) among them.
  public var days: Int

  /// True where the map should be changed for it.
  public var isPermanent: Bool { kind != .temporary }

  /// A change not driven past yet.
  public init(
    id: String, kind: ChangeEvent.Kind, elementClass: ElementClass, element: ElementID?, shape: ShapeKind,
    before: [Geodetic] = [], after: [Geodetic] = [], attributesBefore: Attributes = Attributes(),
    attributesAfter: Attributes = Attributes(), from_ns: Int64? = nil, until_ns: Int64? = nil
  ) {
    self.id = id
    self.kind = kind
    self.elementClass = elementClass
    self.element = element
    self.shape = shape
    self.before = before
    self.after = after
    self.attributesBefore = attributesBefore
    self.attributesAfter = attributesAfter
    self.from_ns = from_ns
    self.until_ns = until_ns
    passes = 0
    vehicles = 0
    days = 0
  }
}

extension TruthChange: Codable {
  private enum Key: String, CodingKey {
    case id, kind, element, shape, before, after, passes, vehicles, days
    case elementClass = "class"
    case permanent
    case attributesBefore = "attributes_before"
    case attributesAfter = "attributes_after"
    case from_ns, until_ns
  }

  private static let shapes: [(ShapeKind, String)] = [(.point, "point"), (.line, "line"), (.polygon, "polygon")]

  /// Reads an object of `truth.jsonl`; places are `[latitude, longitude]` in degrees.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    func named<T>(_ key: Key, _ find: (String) -> T?) throws -> T {
      let name = try values.decode(String.self, forKey: key)
      guard let found = find(name) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: values, debugDescription: "unknown \(key.rawValue) '\(name)'")
      }
      return found
    }
    func places(_ key: Key) throws -> [Geodetic] {
      try values.decode([[Double]].self, forKey: key).map { pair in
        guard pair.count == 2 else {
          throw DecodingError.dataCorruptedError(
            forKey: key, in: values, debugDescription: "a place is [latitude, longitude]")
        }
        return Geodetic(latitude_deg: pair[0], longitude_deg: pair[1])
      }
    }
    func attributes(_ key: Key) throws -> Attributes {
      let pairs = try values.decode([String: String].self, forKey: key)
      return try Attributes(
        pairs.sorted { $0.key < $1.key }.map { name, value in
          guard let attribute = AttributeKey(name: name) else {
            throw DecodingError.dataCorruptedError(
              forKey: key, in: values, debugDescription: "unknown attribute '\(name)'")
          }
          return .init(attribute, value)
        })
    }
    self.init(
      id: try values.decode(String.self, forKey: .id),
      kind: try named(.kind) { name in ChangeEvent.Kind.allCases.first { $0.name == name } },
      elementClass: try named(.elementClass) { ElementClass(name: $0) },
      element: try values.decodeIfPresent(UInt64.self, forKey: .element).map { ElementID($0) },
      shape: try named(.shape) { name in Self.shapes.first { $0.1 == name }?.0 }, before: try places(.before),
      after: try places(.after), attributesBefore: try attributes(.attributesBefore),
      attributesAfter: try attributes(.attributesAfter),
      from_ns: try values.decodeIfPresent(Int64.self, forKey: .from_ns),
      until_ns: try values.decodeIfPresent(Int64.self, forKey: .until_ns))
    passes = try values.decodeIfPresent(Int.self, forKey: .passes) ?? 0
    vehicles = try values.decodeIfPresent(Int.self, forKey: .vehicles) ?? 0
    days = try values.decodeIfPresent(Int.self, forKey: .days) ?? 0
  }

  /// Writes an object of `truth.jsonl`.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(id, forKey: .id)
    try values.encode(kind.name, forKey: .kind)
    try values.encode(elementClass.name, forKey: .elementClass)
    try values.encodeIfPresent(element?.value, forKey: .element)
    try values.encode(Self.shapes.first { $0.0 == shape }?.1, forKey: .shape)
    try values.encode(isPermanent, forKey: .permanent)
    try values.encode(before.map { [$0.latitude_deg, $0.longitude_deg] }, forKey: .before)
    try values.encode(after.map { [$0.latitude_deg, $0.longitude_deg] }, forKey: .after)
    try values.encode(Self.object(attributesBefore), forKey: .attributesBefore)
    try values.encode(Self.object(attributesAfter), forKey: .attributesAfter)
    try values.encodeIfPresent(from_ns, forKey: .from_ns)
    try values.encodeIfPresent(until_ns, forKey: .until_ns)
    try values.encode(passes, forKey: .passes)
    try values.encode(vehicles, forKey: .vehicles)
    try values.encode(days, forKey: .days)
  }

  private static func object(_ attributes: Attributes) -> [String: String] {
    Dictionary(attributes.entries.map { ($0.key.name, $0.value) }, uniquingKeysWith: { $1 })
  }
}
