import Foundation
import FoundationXML
import Synchronization

/// Reads OpenStreetMap XML. One use a reader.
final class OSMReader: NSObject, XMLParserDelegate {
  private enum Object {
    case node(OSMNode)
    case way(OSMWay)
    case relation(OSMRelation)
  }

  private let path: String
  private var document = OSMDocument()
  private var object: Object?
  private var isDeleted = false
  private var depth = 0
  private var hasRoot = false
  private var refusal: MapFileError?

  private init(path: String) { self.path = path }

  /// libxml2 starts itself up at its first use and keeps one loader of entities for the whole process: one file at a time.
  private static let library = Mutex(())

  /// The document of a file's bytes.
  static func read(_ data: Data, path: String) throws(MapFileError) -> OSMDocument {
    // Entities can make a small file large without end, and the parser here does not say that it meets them. No map needs one.
    for mark in ["<!DOCTYPE", "<!ENTITY"] where data.range(of: Data(mark.utf8)) != nil {
      throw MapFileError(path, "it holds \(mark)", fix: "remove document type and entities")
    }
    guard !data.prefix(4).contains(0), data.first != 0xFE, data.first != 0xFF else {
      throw MapFileError(path, "it is not in UTF-8", fix: "convert it to UTF-8")
    }
    let reader = OSMReader(path: path)
    let parser = XMLParser(data: data)
    parser.shouldResolveExternalEntities = false
    parser.delegate = reader
    let isWhole = Self.library.withLock { _ in parser.parse() }
    if let refusal = reader.refusal { throw refusal }
    guard isWhole && reader.depth == 0 && reader.hasRoot else {
      let words = parser.parserError.map { " (\($0.localizedDescription))" } ?? ""
      throw MapFileError(
        path, at: "line \(parser.lineNumber)", "not well-formed XML\(words)",
        fix: "export the map again as Lanelet2 OSM")
    }
    return reader.document
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    depth += 1
    do throws(MapFileError) { try start(name, attributes, line: parser.lineNumber) } catch {
      refusal = error
      parser.abortParsing()
    }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    depth -= 1
    guard depth == 1, let done = object else { return }
    object = nil
    if isDeleted {
      document.deleted += 1
      return
    }
    switch done {
    case .node(let node): document.nodes.append(node)
    case .way(let way): document.ways.append(way)
    case .relation(let relation): document.relations.append(relation)
    }
  }

  private func start(_ name: String, _ attributes: [String: String], line: Int) throws(MapFileError) {
    switch (depth, name) {
    case (1, "osm"): hasRoot = true
    case (1, _):
      throw MapFileError(
        path, at: "line \(line)", "the root element is <\(name)>, not <osm>", fix: "name a Lanelet2 OSM file")
    case (2, "node"):
      try limit(document.nodes.count, MapFileLimits.nodes, "nodes")
      object = .node(
        OSMNode(
          id: try id("id", of: name, attributes, line), latitude_deg: try degrees("lat", 90, attributes, line),
          longitude_deg: try degrees("lon", 180, attributes, line), line: line))
    case (2, "way"):
      try limit(document.ways.count, MapFileLimits.objects, "ways")
      object = .way(OSMWay(id: try id("id", of: name, attributes, line), line: line))
    case (2, "relation"):
      try limit(document.relations.count, MapFileLimits.objects, "relations")
      object = .relation(OSMRelation(id: try id("id", of: name, attributes, line), line: line))
    case (3, "tag"): try tag(attributes, line)
    case (3, "nd"): try vertex(attributes, line)
    case (3, "member"): try member(attributes, line)
    default: break
    }
    if depth == 2 { isDeleted = attributes["action"] == "delete" || attributes["visible"] == "false" }
  }

  private func tag(_ attributes: [String: String], _ line: Int) throws(MapFileError) {
    guard let key = attributes["k"], let value = attributes["v"] else { return }
    // Some editors write every tag they know, with nothing in it.
    if value.isEmpty { return }
    func add(_ tags: inout [String: String]) throws(MapFileError) {
      tags[key] = value
      try limit(tags.count - 1, MapFileLimits.tags, "tags of one object (line \(line))")
    }
    switch object {
    case .node(var node):
      object = nil
      try add(&node.tags)
      object = .node(node)
    case .way(var way):
      object = nil
      try add(&way.tags)
      object = .way(way)
    case .relation(var relation):
      object = nil
      try add(&relation.tags)
      object = .relation(relation)
    case nil: break
    }
  }

  private func vertex(_ attributes: [String: String], _ line: Int) throws(MapFileError) {
    guard case .way(var way) = object else { return }
    // The array must have one owner while it grows.
    object = nil
    way.nodes.append(try id("ref", of: "nd", attributes, line))
    try limit(way.nodes.count - 1, MapFileLimits.vertices, "vertices of way \(way.id)")
    object = .way(way)
  }

  private func member(_ attributes: [String: String], _ line: Int) throws(MapFileError) {
    guard case .relation(var relation) = object else { return }
    object = nil
    let kind = attributes["type"] ?? ""
    guard let memberKind = OSMRelation.MemberKind(rawValue: kind) else {
      throw MapFileError(
        path, at: "line \(line)", "relation \(relation.id) has a member of type '\(kind)'",
        fix: "members are node, way or relation")
    }
    relation.members.append(
      OSMRelation.Member(
        kind: memberKind, id: try id("ref", of: "member", attributes, line), role: attributes["role"] ?? ""))
    try limit(relation.members.count - 1, MapFileLimits.members, "members of relation \(relation.id)")
    object = .relation(relation)
  }

  private func id(
    _ key: String, of element: String, _ attributes: [String: String], _ line: Int
  ) throws(MapFileError) -> Int64 {
    let text = attributes[key] ?? ""
    guard let id = Int64(text) else {
      throw MapFileError(
        path, at: "line \(line)", "<\(element)> has \(key)=\"\(text)\"", fix: "it must be a whole number")
    }
    return id
  }

  /// Nil where the file leaves the coordinate out or empty, as files in local coordinates do.
  private func degrees(
    _ key: String, _ bound: Double, _ attributes: [String: String], _ line: Int
  ) throws(MapFileError) -> Double? {
    guard let text = attributes[key], !text.isEmpty else { return nil }
    guard let value = Double(text), abs(value) <= bound else {
      throw MapFileError(
        path, at: "line \(line)", "node \(attributes["id"] ?? "") has \(key)=\"\(text)\"",
        fix: "it must be degrees within ±\(Int(bound))")
    }
    return value
  }

  private func limit(_ count: Int, _ limit: Int, _ what: String) throws(MapFileError) {
    guard count < limit else { throw MapFileError(path, "more than \(limit) \(what)", fix: "split the file") }
  }
}
