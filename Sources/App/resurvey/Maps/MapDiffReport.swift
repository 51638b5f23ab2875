import Foundation
import Geometry
import MapModel

/// What differs between two maps, for files and for people.
struct MapDiffReport: Encodable {
  /// A difference that can be seen on the road.
  struct Physical: Encodable {
    let kind: String
    let elementClass: String
    let element: UInt64
    let length_m: Double
    let distance_m: Double
    let latitude_deg: Double
    let longitude_deg: Double
    /// What looks otherwise, as `old → new` by attribute.
    let attributes: [String: String]

    private enum CodingKeys: String, CodingKey {
      case kind, element, length_m, distance_m, latitude_deg, longitude_deg, attributes
      case elementClass = "class"
    }
  }

  /// Differences that can be seen, in order of the elements.
  let physical: [Physical]
  /// Elements that differ only in what nobody on the road can tell, by class.
  let tags: [String: Int]

  init(_ differences: [MapDifference]) {
    physical = differences.filter(\.kind.isPhysical).map { difference in
      let place = (difference.before + difference.after).first
      var attributes: [String: String] = [:]
      if difference.kind == .attributeChanged {
        for key in AttributeKey.allCases where difference.attributesBefore[key] != difference.attributesAfter[key] {
          let values = [difference.attributesBefore[key], difference.attributesAfter[key]].map { $0 ?? "nothing" }
          attributes[key.name] = values.joined(separator: " → ")
        }
      }
      return Physical(
        kind: difference.kind.rawValue, elementClass: difference.elementClass.name, element: difference.element.value,
        length_m: difference.length_m, distance_m: difference.distance_m, latitude_deg: place?.latitude_deg ?? 0,
        longitude_deg: place?.longitude_deg ?? 0, attributes: attributes)
    }
    var tags: [String: Int] = [:]
    for difference in differences where !difference.kind.isPhysical {
      tags[difference.elementClass.name, default: 0] += 1
    }
    self.tags = tags
  }

  var text: String {
    var table = TextTable([
      ("kind", .left), ("class", .left), ("element", .right), ("length", .right), ("moved by", .right),
      ("latitude", .right), ("longitude", .right), ("looks", .left),
    ])
    for one in physical {
      table.append([
        one.kind, one.elementClass, "\(one.element)", one.length_m > 0 ? Figure.metres(one.length_m) : Figure.none,
        one.distance_m > 0 ? Figure.metres(one.distance_m) : Figure.none, degrees(one.latitude_deg),
        degrees(one.longitude_deg),
        one.attributes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "),
      ])
    }
    let counted = tags.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
    let last = "tags only: \(counted.isEmpty ? "nothing" : counted)"
    return physical.isEmpty ? "nothing that could be seen\n" + last : table.text + "\n\n" + last
  }

  private func degrees(_ value: Double) -> String {
    value.formatted(.number.precision(.fractionLength(6)).locale(.init(identifier: "en")))
  }
}
