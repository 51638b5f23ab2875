/// What the code knows about a class in one line: adding a class is adding a case and its line here.
public struct CatalogueEntry: Hashable, Sendable {
  /// How elements of the class are matched with detections.
  public enum MatchKind: Hashable, Sendable {
    /// By position: signs, lights, poles; polygons by their centroid.
    case point
    /// By sampled distance along the line.
    case line
    /// Nothing in the world shows it.
    case none
  }

  /// The class.
  public let elementClass: ElementClass
  /// The name in files, settings and messages, snake case.
  public let name: String
  /// How it is matched.
  public let matchKind: MatchKind
  /// True for things that come and go: they never become permanent edits.
  public let isTemporary: Bool
}

extension ElementClass {
  /// The catalogue's line of this class.
  public var entry: CatalogueEntry {
    func line(_ name: String, _ kind: CatalogueEntry.MatchKind, temporary: Bool = false) -> CatalogueEntry {
      CatalogueEntry(elementClass: self, name: name, matchKind: kind, isTemporary: temporary)
    }
    switch self {
    case .lane: return line("lane", .none)
    case .laneBoundary: return line("lane_boundary", .line)
    case .virtualBoundary: return line("virtual_boundary", .none)
    case .roadEdge: return line("road_edge", .line)
    case .roadMarking: return line("road_marking", .point)
    case .stopLine: return line("stop_line", .line)
    case .crosswalk: return line("crosswalk", .point)
    case .trafficLight: return line("traffic_light", .point)
    case .trafficSign: return line("traffic_sign", .point)
    case .pole: return line("pole", .point)
    case .workZoneObject: return line("work_zone_object", .point, temporary: true)
    }
  }

  /// The catalogue's name, for example `lane_boundary`.
  public var name: String { entry.name }

  /// The class of a catalogue name.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.entry.name == name }) else { return nil }
    self = match
  }
}
