import Foundation
import Geometry
import MapModel

/// Writes a Lanelet2 map: lanes whose bounds are there become lanelets, all else ways and nodes with types. Reading the file again
/// gives the same elements.
struct Lanelet2Export {
  private let elements: [GeodeticElement]
  private let stretches: [ElementID: [GeodeticElement]]
  private var pool: NodePool
  private var ways: [OSMWay] = []
  private var relations: [OSMRelation] = []
  /// The way or relation number of each written element.
  private var numbers: [PieceID: Int64] = [:]
  private var standIns: [ElementID: Int64] = [:]
  private var regulations: [OSMRegulation: Int64] = [:]

  static func write(_ elements: [GeodeticElement]) -> Data {
    var writer = Lanelet2Export(elements.sorted { $0.piece < $1.piece })
    writer.writeAll()
    return OSMWriter.write(
      OSMDocument(
        nodes: writer.pool.nodes.sorted { $0.id < $1.id }, ways: writer.ways.sorted { $0.id < $1.id },
        relations: writer.relations.sorted { $0.id < $1.id }))
  }

  private init(_ elements: [GeodeticElement]) {
    self.elements = elements
    stretches = Dictionary(grouping: elements, by: \.id)
    let reserved = elements.compactMap { Int64(exactly: $0.id.value) }
    pool = NodePool(reserved: Set(reserved))
  }

  private mutating func writeAll() {
    for element in elements where element.elementClass != .lane || laneBounds(of: element) == nil {
      writePlain(element)
    }
    for element in elements where element.elementClass == .lane {
      if let bounds = laneBounds(of: element) { writeLanelet(element, bounds) }
    }
  }

  /// An element's number, and the tags that tell its id where the number does not.
  private mutating func number(of element: GeodeticElement) -> (Int64, [String: String]) {
    if element.part == 0, let number = Int64(exactly: element.id.value) { return (number, [:]) }
    var tags = [Lanelet2Tags.Own.id: String(element.id.value)]
    if element.part > 0 { tags[Lanelet2Tags.Own.part] = String(element.part) }
    return (pool.freeNumber(), tags)
  }

  private mutating func writePlain(_ element: GeodeticElement) {
    let (number, own) = number(of: element)
    var tags = Lanelet2Tags.write(element).merging(own) { _, own in own }
    if !element.references.isEmpty { tags[Lanelet2Tags.Own.references] = ReferenceText.write(element.references) }
    numbers[element.piece] = number
    switch element.kind {
    case .point:
      _ = pool.own(element.vertices[0], hasHeight: element.hasElevations, number: number, tags: tags)
    case .line:
      let nodes = pool.line(element.vertices, hasHeights: element.hasElevations)
      if nodes.first == nodes.last { tags["area"] = "no" }
      ways.append(OSMWay(id: number, nodes: nodes, tags: tags))
    case .polygon:
      var nodes = element.vertices.map { pool.own($0, hasHeight: element.hasElevations) }
      nodes.append(nodes[0])
      tags["area"] = "yes"
      ways.append(OSMWay(id: number, nodes: nodes, tags: tags))
    }
  }

  /// The stretches of both bounds of a lane; nil where it has to be written as its centre line.
  private func laneBounds(of lane: GeodeticElement) -> (left: [GeodeticElement], right: [GeodeticElement])? {
    func bound(_ role: Reference.Role) -> [GeodeticElement]? {
      guard let reference = lane.references.first(where: { $0.role == role }),
        let found = stretches[reference.element], found.allSatisfy({ $0.kind == .line && $0.elementClass != .lane })
      else { return nil }
      return found
    }
    guard lane.kind == .line, stretches[lane.id]?.count == 1, let left = bound(.leftBound),
      let right = bound(.rightBound)
    else { return nil }
    return (left, right)
  }

  private mutating func writeLanelet(
    _ lane: GeodeticElement, _ bounds: (left: [GeodeticElement], right: [GeodeticElement])
  ) {
    let (number, own) = number(of: lane)
    var tags = Lanelet2Tags.writeLane(lane.attributes).merging(own) { _, own in own }
    var members: [OSMRelation.Member] = []
    var told: [Reference] = []
    let read = LaneBounds(
      left: bounds.left.flatMap(\.vertices), right: bounds.right.flatMap(\.vertices))
    for (role, stretches, isReversed) in [
      ("left", bounds.left, read.isLeftReversed), ("right", bounds.right, read.isRightReversed),
    ] {
      let way = wayNumber(of: stretches)
      members.append(OSMRelation.Member(kind: .way, id: way, role: role))
      if stretches.count == 1 {
        let kind: Reference.Role = role == "left" ? .leftBound : .rightBound
        told.append(Reference(kind, stretches[0].id, isReversed: isReversed))
      }
    }
    if LineDistance.between(lane.vertices, read.centreLine) > LineDistance.same_m
      || lane.hasElevations != (bounds.left + bounds.right).allSatisfy(\.hasElevations)
    {
      members.append(OSMRelation.Member(kind: .way, id: writeCentreLine(of: lane), role: "centerline"))
    }
    let ruled = writeRegulations(of: lane)
    members += ruled.members
    told += ruled.told
    if told != lane.references { tags[Lanelet2Tags.Own.references] = ReferenceText.write(lane.references) }
    numbers[lane.piece] = number
    relations.append(OSMRelation(id: number, members: members, tags: tags))
  }

  /// The way of a bound; of one that came apart, a way along all its stretches that stands in for it.
  private mutating func wayNumber(of stretches: [GeodeticElement]) -> Int64 {
    if stretches.count == 1, let number = numbers[stretches[0].piece] { return number }
    let id = stretches[0].id
    if let number = standIns[id] { return number }
    let hasHeights = stretches.allSatisfy(\.hasElevations)
    var nodes: [Int64] = []
    for stretch in stretches {
      for node in pool.line(stretch.vertices, hasHeights: hasHeights) where node != nodes.last { nodes.append(node) }
    }
    let number = pool.freeNumber()
    standIns[id] = number
    ways.append(OSMWay(id: number, nodes: nodes, tags: ["type": "virtual", Lanelet2Tags.Own.standIn: "yes"]))
    return number
  }

  private mutating func writeCentreLine(of lane: GeodeticElement) -> Int64 {
    let number = pool.freeNumber()
    let nodes = lane.vertices.map { pool.own($0, hasHeight: lane.hasElevations) }
    ways.append(OSMWay(id: number, nodes: nodes, tags: ["type": "virtual", Lanelet2Tags.Own.standIn: "yes"]))
    return number
  }

  /// Lights and signs that rule a lane, with their stop lines, as regulatory elements of their own; what these cannot tell stays
  /// untold.
  private mutating func writeRegulations(
    of lane: GeodeticElement
  ) -> (members: [OSMRelation.Member], told: [Reference]) {
    let ruling = lane.references.filter { $0.role == .regulation && !$0.isReversed }
    func found(_ elementClass: ElementClass) -> [GeodeticElement] {
      ruling.compactMap { reference in
        guard let found = stretches[reference.element], found.count == 1, found[0].elementClass == elementClass,
          found[0].kind == .line
        else { return nil }
        return found[0]
      }
    }
    func numbers(_ elements: [GeodeticElement]) -> [Int64] { elements.compactMap { self.numbers[$0.piece] } }
    let lights = numbers(found(.trafficLight))
    let signs = numbers(found(.trafficSign))
    // Lanelet2 allows one stop line each: the one nearest to where the lane ends.
    let end = lane.vertices.suffix(1)
    let stopLines = numbers(
      Array(
        found(.stopLine).map { ($0, LineDistance.nearest(Array(end), $0.vertices)) }
          .sorted { ($0.1, $0.0.id) < ($1.1, $1.0.id) }.prefix(1).map(\.0)))
    var written: [OSMRegulation] = []
    if !lights.isEmpty { written.append(OSMRegulation(subtype: "traffic_light", refers: lights, stopLines: stopLines)) }
    if !signs.isEmpty {
      written.append(OSMRegulation(subtype: "traffic_sign", refers: signs, stopLines: lights.isEmpty ? stopLines : []))
    }
    var members: [OSMRelation.Member] = []
    for regulation in written {
      let number = regulations[regulation] ?? pool.freeNumber()
      if regulations.updateValue(number, forKey: regulation) == nil { relations.append(regulation.relation(number)) }
      members.append(OSMRelation.Member(kind: .relation, id: number, role: "regulatory_element"))
    }
    let toldNumbers = Set(written.flatMap { $0.refers + $0.stopLines })
    let told = ruling.filter { reference in
      stretches[reference.element]?.first.flatMap { self.numbers[$0.piece] }.map(toldNumbers.contains) ?? false
    }
    return (members, told.sorted { $0.element < $1.element })
  }
}

/// A regulatory element: what rules, and where to stop for it.
private struct OSMRegulation: Hashable {
  let subtype: String
  let refers: [Int64]
  let stopLines: [Int64]

  func relation(_ number: Int64) -> OSMRelation {
    let members =
      refers.map { OSMRelation.Member(kind: .way, id: $0, role: "refers") }
      + stopLines.map { OSMRelation.Member(kind: .way, id: $0, role: "ref_line") }
    return OSMRelation(id: number, members: members, tags: ["type": "regulatory_element", "subtype": subtype])
  }
}
