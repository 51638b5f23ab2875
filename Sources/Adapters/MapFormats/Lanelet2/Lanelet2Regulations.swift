import MapModel

/// What regulatory elements say of lanes, as far as this map holds it: which lights, signs and stop lines rule a lane.
struct Lanelet2Regulations {
  private let relations: [Int64: OSMRelation]

  init(_ document: OSMDocument) {
    let found = document.relations.filter { $0.tags["type"] == "regulatory_element" }
    relations = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// References of a lanelet to the elements its regulatory elements name, each once, by id. What they name besides is counted.
  func references(
    of lanelet: OSMRelation, _ identities: Lanelet2Identities, _ report: inout ImportReport
  ) -> [Reference] {
    var ids: Set<ElementID> = []
    for member in lanelet.members where member.role == "regulatory_element" {
      guard let regulation = relations[member.id] else {
        report.drop("regulatory element that is not in the file")
        continue
      }
      let subtype = regulation.tags["subtype"] ?? "regulatory_element"
      for part in regulation.members {
        let kind: Lanelet2Identities.Kind =
          switch part.kind {
          case .node: .node
          case .way: .way
          case .relation: .relation
          }
        let isKept = ["refers", "ref_line"].contains(part.role)
        if isKept, let piece = identities.piece(kind, part.id) {
          ids.insert(piece.element)
        } else {
          report.drop("\(subtype) \(part.role)")
        }
      }
    }
    return ids.sorted().map { Reference(.regulation, $0) }
  }
}
