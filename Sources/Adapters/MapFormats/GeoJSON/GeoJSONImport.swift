import Foundation
import Geometry
import MapModel

/// Reads GeoJSON (RFC 7946): features with a class become elements.
struct GeoJSONImport {
  private typealias Object = [String: Any]

  private let path: String
  private var report = ImportReport()
  private var elements: [GeodeticElement] = []
  private var taken: Set<ElementID> = []
  private var pieces: Set<PieceID> = []

  /// Properties that are not attributes.
  private static let structural: Set<String> = ["element_id", "part", "references"]

  static func read(_ data: Data, path: String) throws(MapFileError) -> ([GeodeticElement], ImportReport) {
    var reader = GeoJSONImport(path: path)
    let root: Any
    do { root = try JSONSerialization.jsonObject(with: data) } catch {
      throw MapFileError(path, "it is no JSON (\(error.localizedDescription))", fix: "name a GeoJSON file")
    }
    guard let collection = root as? Object, collection["type"] as? String == "FeatureCollection",
      let features = collection["features"] as? [Any]
    else {
      throw MapFileError(path, "it is JSON, but no FeatureCollection", fix: "name a GeoJSON file (RFC 7946)")
    }
    guard features.count <= MapFileLimits.objects else {
      throw MapFileError(path, "more than \(MapFileLimits.objects) features", fix: "split the file")
    }
    for (index, feature) in features.enumerated() { try reader.read(feature, index) }
    return (reader.elements, reader.report)
  }

  private init(path: String) { self.path = path }

  private mutating func read(_ value: Any, _ index: Int) throws(MapFileError) {
    guard let feature = value as? Object, feature["type"] as? String == "Feature" else {
      throw error(index, "it is no Feature", fix: "each entry of 'features' has \"type\": \"Feature\"")
    }
    let properties = feature["properties"] as? Object ?? [:]
    guard let classProperty = GeoJSONNames.classProperties.first(where: { properties[$0] is String }),
      let name = properties[classProperty] as? String
    else {
      report.skip("feature without class")
      report.warn("feature \(index) has no 'class': not imported")
      return
    }
    guard let elementClass = GeoJSONNames.elementClass(of: name) else {
      report.skip("feature \(name)")
      return
    }
    guard let geometry = feature["geometry"] as? Object, let type = geometry["type"] as? String else {
      report.skip("feature without geometry")
      report.warn("feature \(index) has no geometry: not imported")
      return
    }
    guard let (kind, positions) = try shape(type, geometry["coordinates"], index) else {
      report.skip("geometry \(type)")
      report.warn("feature \(index) is a \(type), not a Point, LineString or Polygon: not imported")
      return
    }
    let (vertices, haveHeights) = try vertices(positions, kind, index)
    var attributes = try attributes(properties, except: classProperty, index)
    let id = try identity(feature["id"], properties, elementClass, vertices, index, &attributes)
    let part = try number("part", properties, index) ?? 0
    guard let part = UInt32(exactly: part), pieces.insert(PieceID(id, part: part)).inserted else {
      throw error(index, "element \(id.value), part \(part), is there twice", fix: "give each feature an id of its own")
    }
    elements.append(
      GeodeticElement(
        id: id, part: part, elementClass: elementClass, kind: kind, vertices: vertices, hasElevations: haveHeights,
        attributes: attributes, references: try references(properties, index)))
    report.elements[elementClass, default: 0] += 1
  }

  /// Positions of a geometry; nil for a type this map does not hold.
  private mutating func shape(_ type: String, _ coordinates: Any?, _ index: Int) throws(MapFileError) -> (
    ShapeKind, [Any]
  )? {
    switch type {
    case "Point":
      return (.point, [coordinates ?? NSNull()])
    case "LineString":
      guard let line = coordinates as? [Any] else { break }
      return (.line, line)
    case "Polygon":
      guard let rings = coordinates as? [Any], let outer = rings.first as? [Any] else { break }
      for _ in rings.dropFirst() { report.drop("polygon hole") }
      return (.polygon, outer)
    default:
      return nil
    }
    throw error(index, "its \(type) has no coordinates", fix: "write positions as [longitude, latitude]")
  }

  private func vertices(
    _ positions: [Any], _ kind: ShapeKind, _ index: Int
  ) throws(MapFileError) -> ([Geodetic], haveHeights: Bool) {
    guard positions.count <= MapFileLimits.vertices else {
      throw error(index, "\(positions.count) positions, at most \(MapFileLimits.vertices)", fix: "split the feature")
    }
    var vertices: [Geodetic] = []
    var haveHeights = true
    for (place, position) in positions.enumerated() {
      guard let numbers = position as? [Any], numbers.count >= 2, let longitude_deg = numbers[0] as? Double,
        let latitude_deg = numbers[1] as? Double, abs(longitude_deg) <= 180, abs(latitude_deg) <= 90
      else {
        throw error(
          index, "position \(place) is \(position)", fix: "write [longitude within ±180, latitude within ±90]")
      }
      let height_m = numbers.count > 2 ? numbers[2] as? Double : nil
      haveHeights = haveHeights && height_m != nil
      vertices.append(Geodetic(latitude_deg: latitude_deg, longitude_deg: longitude_deg, height_m: height_m ?? 0))
    }
    if kind == .polygon, vertices.count > 1, vertices.first == vertices.last { vertices.removeLast() }
    let least =
      switch kind {
      case .point: 1
      case .line: 2
      case .polygon: 3
      }
    guard vertices.count >= least else {
      throw error(index, "a \(kind) of \(vertices.count) positions", fix: "it needs at least \(least)")
    }
    return (haveHeights ? vertices : vertices.map(\.onGround), haveHeights)
  }

  private mutating func attributes(
    _ properties: Object, except classProperty: String, _ index: Int
  ) throws(MapFileError) -> Attributes {
    var attributes = Attributes()
    for (key, value) in properties.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      if key == classProperty || Self.structural.contains(key) || value is NSNull { continue }
      guard let attribute = AttributeKey(name: key), let text = Self.text(value) else {
        report.drop("property \(key)")
        continue
      }
      guard text.utf8.count <= TileLimits.attributeValue_bytes else {
        throw error(
          index, "property '\(key)' has \(text.utf8.count) bytes", fix: "at most \(TileLimits.attributeValue_bytes)")
      }
      attributes[attribute] = text
    }
    return attributes
  }

  private static func text(_ value: Any) -> String? {
    switch value {
    case let text as String: text
    // Every Bool is an NSNumber that reads as 0 or 1 too; only its type tells.
    case let truth as Bool where type(of: value) == type(of: NSNumber(value: true)): truth ? "yes" : "no"
    case let number as Int: String(number)
    case let number as Double: String(number)
    default: nil
    }
  }

  private mutating func identity(
    _ id: Any?, _ properties: Object, _ elementClass: ElementClass, _ vertices: [Geodetic], _ index: Int,
    _ attributes: inout Attributes
  ) throws(MapFileError) -> ElementID {
    let name = id as? String
    let number = if let name { UInt64(name) } else { (id as? Int).flatMap { UInt64(exactly: $0) } }
    if let name, number == nil { attributes[.sourceID] = name }
    let found: ElementID
    if let stated = try self.number("element_id", properties, index) {
      found = ElementID(stated)
    } else if let number {
      found = ElementID(number)
    } else if let name {
      // Not avoiding ids in use: a name that is there twice is a mistake to be told.
      found = ElementID.derived(from: "feature \(name)")
    } else {
      // Without any id, what and where it is makes the id, so that the order of a file does not.
      let places = vertices.map { "\($0.longitude_deg),\($0.latitude_deg)" }.joined(separator: " ")
      found = ElementID.derived(from: "feature \(elementClass.name) \(places)", avoiding: taken)
    }
    guard found.value > 0 else { throw error(index, "its id is 0", fix: "ids count from 1") }
    taken.insert(found)
    return found
  }

  private func number(_ key: String, _ properties: Object, _ index: Int) throws(MapFileError) -> UInt64? {
    guard let value = properties[key] else { return nil }
    let number = (value as? String).map { UInt64($0) } ?? (value as? Int).flatMap { UInt64(exactly: $0) }
    guard let number else { throw error(index, "property '\(key)' is \(value)", fix: "it must be a whole number") }
    return number
  }

  private func references(_ properties: Object, _ index: Int) throws(MapFileError) -> [Reference] {
    guard let value = properties["references"] else { return [] }
    guard let text = value as? String, let references = ReferenceText.read(text) else {
      throw error(index, "property 'references' is \(value)", fix: "write 'left:12 right:-13 regulation:5'")
    }
    return references
  }

  private func error(_ index: Int, _ problem: String, fix: String) -> MapFileError {
    MapFileError(path, at: "feature \(index)", problem, fix: fix)
  }
}
