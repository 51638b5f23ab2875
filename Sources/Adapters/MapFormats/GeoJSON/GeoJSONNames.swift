import MapModel

/// Names of classes in GeoJSON files: the catalogue's own, and what others call the same things.
enum GeoJSONNames {
  /// Where a feature says its class, in order of preference.
  static let classProperties = ["class", "type", "category"]

  private static let aliases: [String: ElementClass] = [
    "lane_divider": .laneBoundary, "divider": .laneBoundary, "lane_marking": .laneBoundary, "lane_line": .laneBoundary,
    "road_boundary": .roadEdge, "boundary": .roadEdge, "curb": .roadEdge, "kerb": .roadEdge, "guard_rail": .roadEdge,
    "arrow": .roadMarking, "symbol": .roadMarking, "stopline": .stopLine, "ped_crossing": .crosswalk,
    "pedestrian_crossing": .crosswalk, "zebra_crossing": .crosswalk, "traffic_signal": .trafficLight,
    "signal": .trafficLight, "sign": .trafficSign, "post": .pole, "mast": .pole, "centerline": .lane,
    "cone": .workZoneObject, "barrier": .workZoneObject, "work_zone": .workZoneObject,
  ]

  static func elementClass(of name: String) -> ElementClass? { ElementClass(name: name) ?? aliases[name] }
}
