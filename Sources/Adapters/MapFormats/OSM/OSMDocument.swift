/// An OpenStreetMap XML file (API version 0.6) as it stands.
struct OSMDocument {
  var nodes: [OSMNode] = []
  var ways: [OSMWay] = []
  var relations: [OSMRelation] = []
  /// Objects the file marks as deleted.
  var deleted = 0
}

/// A vertex, with coordinates where the file gives any.
struct OSMNode {
  var id: Int64
  var latitude_deg: Double?
  var longitude_deg: Double?
  var tags: [String: String] = [:]
  var line = 0
}

/// A chain of nodes.
struct OSMWay {
  var id: Int64
  var nodes: [Int64] = []
  var tags: [String: String] = [:]
  var line = 0
}

/// Objects that belong together.
struct OSMRelation {
  enum MemberKind: String {
    case node, way, relation
  }

  struct Member {
    var kind: MemberKind
    var id: Int64
    var role: String
  }

  var id: Int64
  var members: [Member] = []
  var tags: [String: String] = [:]
  var line = 0
}
