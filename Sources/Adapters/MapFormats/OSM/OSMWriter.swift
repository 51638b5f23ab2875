import Foundation

/// Writes OpenStreetMap XML that JOSM and Lanelet2 read; the same document gives the same bytes.
enum OSMWriter {
  static func write(_ document: OSMDocument) -> Data {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\" generator=\"resurvey\">\n"
    for node in document.nodes {
      // 1e-11° is a micrometre: rounding here never adds up.
      let place = "lat=\"\(degrees(node.latitude_deg))\" lon=\"\(degrees(node.longitude_deg))\""
      let head = "  <node id=\"\(node.id)\" visible=\"true\" version=\"1\" \(place)"
      if node.tags.isEmpty { text += head + "/>\n" } else { text += head + ">\n" + tags(node.tags) + "  </node>\n" }
    }
    for way in document.ways {
      text += "  <way id=\"\(way.id)\" visible=\"true\" version=\"1\">\n"
      for node in way.nodes { text += "    <nd ref=\"\(node)\"/>\n" }
      text += tags(way.tags) + "  </way>\n"
    }
    for relation in document.relations {
      text += "  <relation id=\"\(relation.id)\" visible=\"true\" version=\"1\">\n"
      for member in relation.members {
        text += "    <member type=\"\(member.kind.rawValue)\" ref=\"\(member.id)\" role=\"\(escaped(member.role))\"/>\n"
      }
      text += tags(relation.tags) + "  </relation>\n"
    }
    return Data((text + "</osm>\n").utf8)
  }

  private static func degrees(_ value: Double?) -> String { String(format: "%.11f", value ?? 0) }

  private static func tags(_ tags: [String: String]) -> String {
    tags.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "    <tag k=\"\(escaped($0.key))\" v=\"\(escaped($0.value))\"/>\n" }.joined()
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "\n", "\r", "\t": out += "&#\(scalar.value);"
      // XML 1.0 has no way to write other control characters.
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
