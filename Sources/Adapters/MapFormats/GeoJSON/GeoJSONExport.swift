import Foundation
import Geometry
import MapModel

/// Writes GeoJSON (RFC 7946), one feature a line; the same elements give the same bytes.
enum GeoJSONExport {
  /// Numbers above this lose digits in readers that hold them as doubles.
  private static let exactBound: UInt64 = 1 << 53

  static func write(_ elements: [GeodeticElement]) -> Data {
    let features = elements.sorted { $0.piece < $1.piece }.map(feature).joined(separator: ",\n")
    return Data("{\"type\":\"FeatureCollection\",\"features\":[\n\(features)\n]}\n".utf8)
  }

  private static func feature(_ element: GeodeticElement) -> String {
    var properties = [("class", quoted(element.elementClass.name)), ("element_id", number(element.id.value))]
    if element.part > 0 { properties.append(("part", String(element.part))) }
    var id = number(element.id.value)
    for entry in element.attributes.entries {
      // A name that reads as a number would come back as the element's number.
      if entry.key == .sourceID, UInt64(entry.value) == nil {
        id = quoted(entry.value)
      } else {
        properties.append((entry.key.name, quoted(entry.value)))
      }
    }
    if !element.references.isEmpty {
      properties.append(("references", quoted(ReferenceText.write(element.references))))
    }
    let members = properties.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",")
    return "{\"type\":\"Feature\",\"id\":\(id),\"properties\":{\(members)},\"geometry\":\(geometry(element))}"
  }

  private static func geometry(_ element: GeodeticElement) -> String {
    let positions = element.vertices.map { position($0, withHeight: element.hasElevations) }
    switch element.kind {
    case .point: return "{\"type\":\"Point\",\"coordinates\":\(positions[0])}"
    case .line: return "{\"type\":\"LineString\",\"coordinates\":[\(positions.joined(separator: ","))]}"
    case .polygon:
      let ring = (positions + positions.prefix(1)).joined(separator: ",")
      return "{\"type\":\"Polygon\",\"coordinates\":[[\(ring)]]}"
    }
  }

  /// 1e-9° is a tenth of a millimetre.
  private static func position(_ place: Geodetic, withHeight: Bool) -> String {
    withHeight
      ? String(format: "[%.9f,%.9f,%.3f]", place.longitude_deg, place.latitude_deg, place.height_m)
      : String(format: "[%.9f,%.9f]", place.longitude_deg, place.latitude_deg)
  }

  private static func number(_ value: UInt64) -> String { value <= exactBound ? String(value) : "\"\(value)\"" }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case _ where scalar.value < 0x20: out += String(format: "\\u%04x", scalar.value)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
