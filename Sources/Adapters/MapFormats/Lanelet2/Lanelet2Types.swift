import MapModel

/// What the types of Lanelet2's tagging say (Lanelet2, `LinestringTagging.md`; Poggenhans et al. 2018,
/// doi:10.1109/ITSC.2018.8569929), and those JOSM maps and Autoware's add.
enum Lanelet2Types {
  /// A type's class, the attributes it stands for, and the attribute its subtype is.
  struct Meaning {
    let elementClass: ElementClass
    var attributes: [Attributes.Entry] = []
    var subtypeKey = AttributeKey.sourceSubtype
    /// Prefix of the subtype in a marking's kind.
    var markingPrefix: String?
  }

  static func meaning(of type: String) -> Meaning? {
    switch type {
    case "line_thin": Meaning(elementClass: .laneBoundary, attributes: [.init(.thickness, "thin")], subtypeKey: .style)
    case "line_thick":
      Meaning(elementClass: .laneBoundary, attributes: [.init(.thickness, "thick")], subtypeKey: .style)
    case "virtual": Meaning(elementClass: .virtualBoundary, subtypeKey: .style)
    case "road_border": Meaning(elementClass: .roadEdge)
    case "curbstone", "wall", "fence", "guard_rail", "rail":
      Meaning(elementClass: .roadEdge, attributes: [.init(.sourceType, type)])
    case "stop_line": Meaning(elementClass: .stopLine, subtypeKey: .style)
    case "pedestrian_marking": Meaning(elementClass: .crosswalk)
    case "zebra_marking": Meaning(elementClass: .crosswalk, attributes: [.init(.sourceType, type)])
    case "traffic_light": Meaning(elementClass: .trafficLight, subtypeKey: .lightKind)
    case "traffic_sign": Meaning(elementClass: .trafficSign, subtypeKey: .signCode)
    case "arrow", "symbol": Meaning(elementClass: .roadMarking, markingPrefix: type)
    case "zig-zag", "bike_marking":
      Meaning(elementClass: .roadMarking, attributes: [.init(.markingKind, type.replacing("-", with: "_"))])
    // What the tagging called it before.
    case "bike": meaning(of: "bike_marking")
    case "lane_boundary", "road_marking", "pole", "work_zone_object", "lane":
      ElementClass(name: type).map { Meaning(elementClass: $0) }
    default: nil
    }
  }

  /// The style that a line's subtype says. Maps from before November 2018 call a solid line straight.
  static func style(of subtype: String) -> String {
    subtype.split(separator: "_").map { $0 == "straight" ? "solid" : String($0) }.joined(separator: "_")
  }

  /// The type other programs know that comes nearest to an element.
  static func type(of element: GeodeticElement) -> String {
    let source = element.attributes[.sourceType]
    func known(_ fallback: String) -> String {
      guard let source, meaning(of: source)?.elementClass == element.elementClass else { return fallback }
      return source
    }
    switch element.elementClass {
    case .lane: return "lane"
    case .laneBoundary: return element.attributes[.thickness] == "thick" ? "line_thick" : "line_thin"
    case .virtualBoundary: return "virtual"
    case .roadEdge: return known("road_border")
    case .roadMarking:
      switch element.attributes[.markingKind] {
      case "zig_zag": return "zig-zag"
      case "bike_marking": return "bike_marking"
      case .some(let kind) where kind == "arrow" || kind.hasPrefix("arrow_"): return "arrow"
      case .some(let kind) where kind == "symbol" || kind.hasPrefix("symbol_"): return "symbol"
      default: return "road_marking"
      }
    case .crosswalk: return known("pedestrian_marking")
    case .stopLine, .trafficLight, .trafficSign, .pole, .workZoneObject: return element.elementClass.name
    }
  }

  static func subtype(of element: GeodeticElement) -> String? {
    let type = type(of: element)
    guard let meaning = meaning(of: type) else { return nil }
    if let prefix = meaning.markingPrefix {
      let kind = element.attributes[.markingKind] ?? prefix
      return kind == prefix ? nil : String(kind.dropFirst(prefix.count + 1))
    }
    return element.attributes[meaning.subtypeKey]
  }
}
