import Foundation
import Geometry
import MapModel

/// Reads a Lanelet2 map: linestrings, polygons and typed points become elements, lanelets become lanes.
struct Lanelet2Import {
  let path: String
  let document: OSMDocument
  let places: VertexPlaces
  /// Ways that bound a lanelet.
  private let bounds: Set<Int64>
  /// Ways that are a lanelet's stated centre line, or stand in for a bound: parts of lanes, not elements.
  private let parts: Set<Int64>
  private(set) var identities = Lanelet2Identities()
  private(set) var report = ImportReport()
  private(set) var elements: [GeodeticElement] = []

  static func read(
    _ data: Data, path: String, coordinates: MapCoordinates
  ) throws(MapFileError) -> ([GeodeticElement], ImportReport) {
    var reader = try Lanelet2Import(try OSMReader.read(data, path: path), path: path, coordinates: coordinates)
    try reader.readWays()
    try reader.readLanelets()
    try reader.readPoints()
    return (reader.elements, reader.report)
  }

  private init(_ document: OSMDocument, path: String, coordinates: MapCoordinates) throws(MapFileError) {
    self.path = path
    self.document = document
    places = try VertexPlaces(document, coordinates, path: path)
    let members = document.relations.filter { $0.isLanelet }.flatMap(\.members).filter { $0.kind == .way }
    bounds = Set(members.filter { $0.role == "left" || $0.role == "right" }.map(\.id))
    parts = Set(members.filter { $0.role == "centerline" }.map(\.id)).union(
      document.ways.filter { $0.tags[Lanelet2Tags.Own.standIn] != nil }.map(\.id))
    for _ in 0..<document.deleted { report.skip("deleted object") }
  }

  private mutating func readWays() throws(MapFileError) {
    for way in document.ways {
      if parts.contains(way.id) { continue }
      guard let meaning = Lanelet2Tags.read(way.tags, isBound: bounds.contains(way.id)) else {
        report.skip("way " + (way.tags["type"] ?? "without type"))
        continue
      }
      let isClosed = way.nodes.count > 3 && way.nodes.first == way.nodes.last
      let isPaint = meaning.elementClass == .crosswalk || meaning.elementClass == .roadMarking
      let area = way.tags["area"]
      let nodes = isClosed && (area == "yes" || (isPaint && area != "no")) ? Array(way.nodes.dropLast()) : way.nodes
      let isPolygon = nodes.count >= 3 && (nodes.count < way.nodes.count || area == "yes")
      guard nodes.count >= 2 else {
        report.skip("way of fewer than two vertices")
        report.warn("way \(way.id) (line \(way.line)) has \(nodes.count) vertices: not imported")
        continue
      }
      if let missing = nodes.first(where: { !places.contains($0) }) {
        report.skip("way with missing nodes")
        report.warn(
          "way \(way.id) (line \(way.line)) refers to node \(missing), which is not in the file: not imported")
        continue
      }
      try identities.register(.way, way.id, way.tags, path: path, line: way.line)
      let references = try ownReferences(way.tags, "way \(way.id)", line: way.line) ?? []
      try add(
        .way, way.id, meaning, isPolygon ? .polygon : .line, try vertices(nodes), references, line: way.line)
    }
  }

  private mutating func readPoints() throws(MapFileError) {
    let used = Set(document.ways.flatMap(\.nodes))
    for node in document.nodes {
      let extra = node.tags.keys.filter { !["ele", "local_x", "local_y", "mgrs_code"].contains($0) }
      if used.contains(node.id) {
        for key in extra { report.drop("vertex tag \(key)") }
        continue
      }
      guard let meaning = Lanelet2Tags.read(node.tags, isBound: false) else {
        report.skip("node " + (node.tags["type"] ?? "without type"))
        continue
      }
      try identities.register(.node, node.id, node.tags, path: path, line: node.line)
      let references = try ownReferences(node.tags, "node \(node.id)", line: node.line) ?? []
      try add(.node, node.id, meaning, .point, try vertices([node.id]), references, line: node.line)
    }
  }

  private mutating func readLanelets() throws(MapFileError) {
    let ways = Dictionary(document.ways.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
    let regulations = Lanelet2Regulations(document)
    for relation in document.relations where relation.isLanelet {
      func bound(_ role: String) -> OSMWay? {
        guard let way = relation.member(role).flatMap({ ways[$0] }),
          identities.piece(.way, way.id) != nil
            || way.tags[Lanelet2Tags.Own.standIn] != nil
        else { return nil }
        return way
      }
      guard bound("left") != nil, bound("right") != nil else {
        report.skip("lanelet without bounds")
        report.warn("lanelet \(relation.id) (line \(relation.line)) lacks a left or right bound: not imported")
        continue
      }
      try identities.register(.relation, relation.id, relation.tags, path: path, line: relation.line)
    }
    for relation in document.relations where relation.isLanelet {
      guard identities.piece(.relation, relation.id) != nil, let left = relation.member("left").flatMap({ ways[$0] }),
        let right = relation.member("right").flatMap({ ways[$0] })
      else { continue }
      let lane = LaneBounds(left: try vertices(left.nodes).places, right: try vertices(right.nodes).places)
      let stated = relation.member("centerline").flatMap { ways[$0] }
      var centre = (places: lane.centreLine, haveHeights: try haveHeights(left.nodes + right.nodes))
      if let stated, stated.nodes.count >= 2 { centre = try vertices(stated.nodes) }
      var references: [Reference] = []
      if let id = identities.piece(.way, left.id)?.element {
        references.append(Reference(.leftBound, id, isReversed: lane.isLeftReversed))
      }
      if let id = identities.piece(.way, right.id)?.element {
        references.append(Reference(.rightBound, id, isReversed: lane.isRightReversed))
      }
      references += regulations.references(of: relation, identities, &report)
      if let own = try ownReferences(relation.tags, "lanelet \(relation.id)", line: relation.line) { references = own }
      try add(
        .relation, relation.id, Lanelet2Tags.readLane(relation.tags), .line, centre, references, line: relation.line)
    }
    for relation in document.relations where !relation.isLanelet && relation.tags["type"] != "regulatory_element" {
      report.skip("relation " + (relation.tags["type"] ?? "without type"))
    }
  }

  private mutating func add(
    _ kind: Lanelet2Identities.Kind, _ number: Int64, _ meaning: Lanelet2Tags.Meaning, _ shape: ShapeKind,
    _ vertices: (places: [Geodetic], haveHeights: Bool), _ references: [Reference], line: Int
  ) throws(MapFileError) {
    guard let piece = identities.piece(kind, number) else { return }
    for key in meaning.dropped { report.drop("tag \(key)") }
    for entry in meaning.attributes.entries where entry.value.utf8.count > TileLimits.attributeValue_bytes {
      throw MapFileError(
        path, at: "line \(line)", "\(kind) \(number): \(entry.key.name) has \(entry.value.utf8.count) bytes",
        fix: "at most \(TileLimits.attributeValue_bytes)")
    }
    if !vertices.haveHeights, vertices.places.contains(where: { $0.height_m != 0 }) {
      report.drop("heights of some vertices only")
    }
    elements.append(
      GeodeticElement(
        id: piece.element, part: piece.part, elementClass: meaning.elementClass, kind: shape,
        vertices: vertices.haveHeights ? vertices.places : vertices.places.map(\.onGround),
        hasElevations: vertices.haveHeights, attributes: meaning.attributes, references: references))
    report.elements[meaning.elementClass, default: 0] += 1
  }

  private func vertices(_ nodes: [Int64]) throws(MapFileError) -> (places: [Geodetic], haveHeights: Bool) {
    var vertices: [Geodetic] = []
    var haveHeights = true
    for id in nodes {
      let (place, hasHeight) = try places.place(of: id)
      vertices.append(place)
      haveHeights = haveHeights && hasHeight
    }
    return (vertices, haveHeights)
  }

  private func haveHeights(_ nodes: [Int64]) throws(MapFileError) -> Bool {
    for id in nodes where try !places.place(of: id).hasHeight { return false }
    return true
  }

  private func ownReferences(
    _ tags: [String: String], _ object: String, line: Int
  ) throws(MapFileError) -> [Reference]? {
    guard let text = tags[Lanelet2Tags.Own.references] else { return nil }
    guard let references = ReferenceText.read(text) else {
      throw MapFileError(
        path, at: "line \(line)", "\(object) has \(Lanelet2Tags.Own.references)=\"\(text)\"",
        fix: "write 'left:12 right:-13 regulation:5'")
    }
    return references
  }
}

extension OSMRelation {
  var isLanelet: Bool { tags["type"] == "lanelet" }

  /// The way in a role that holds one.
  func member(_ role: String) -> Int64? { members.first { $0.kind == .way && $0.role == role }?.id }
}
