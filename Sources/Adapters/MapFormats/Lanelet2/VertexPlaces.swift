import Geometry

/// Where a document's nodes lie on Earth.
struct VertexPlaces {
  private let path: String
  private let nodes: [Int64: OSMNode]
  private let coordinates: MapCoordinates
  /// In local coordinates: the frame, and the local coordinates of its origin.
  private let local: (frame: ENUFrame, origin: Vector2)?

  init(_ document: OSMDocument, _ coordinates: MapCoordinates, path: String) throws(MapFileError) {
    self.path = path
    self.coordinates = coordinates
    nodes = Dictionary(document.nodes.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
    switch coordinates {
    case .geodetic: local = nil
    case .local(let frame):
      if let anchor = frame.anchor {
        local = (ENUFrame(origin: anchor.onGround), .zero)
      } else {
        local = try Self.firstNode(document, path: path)
      }
    }
  }

  private static func firstNode(
    _ document: OSMDocument, path: String
  ) throws(MapFileError) -> (frame: ENUFrame, origin: Vector2) {
    for node in document.nodes {
      guard let latitude_deg = node.latitude_deg, let longitude_deg = node.longitude_deg,
        let x = node.tags["local_x"].flatMap(Double.init), let y = node.tags["local_y"].flatMap(Double.init)
      else { continue }
      return (
        ENUFrame(origin: Geodetic(latitude_deg: latitude_deg, longitude_deg: longitude_deg)), Vector2(x, y)
      )
    }
    throw MapFileError(
      path, "no node has lat, lon, local_x and local_y, so nothing says where the local frame lies",
      fix: "give an anchor, or import by latitude and longitude")
  }

  func contains(_ id: Int64) -> Bool { nodes[id] != nil }

  /// The place of a node, and whether it has a height.
  func place(of id: Int64) throws(MapFileError) -> (place: Geodetic, hasHeight: Bool) {
    guard let node = nodes[id] else {
      throw MapFileError(path, "node \(id) is not in the file", fix: "export the map again with all its nodes")
    }
    let height_m = try metres("ele", of: node)
    var place: Geodetic
    if let local, case .local(let options) = coordinates {
      guard let x = try metres("local_x", of: node), let y = try metres("local_y", of: node) else {
        throw MapFileError(
          path, at: "line \(node.line)", "node \(node.id) has no local_x and local_y",
          fix: "import by latitude and longitude")
      }
      let point = Pose2(.zero, yaw_rad: options.yaw_rad).rotate(Vector2(x, y) - local.origin)
      guard point.length <= 1_000_000 else {
        throw MapFileError(
          path, at: "line \(node.line)", "node \(node.id) lies \(Int(point.length / 1000)) km from the anchor",
          fix: "give an anchor within 1000 km")
      }
      place = local.frame.geodetic(point)
    } else {
      guard let latitude_deg = node.latitude_deg, let longitude_deg = node.longitude_deg else {
        throw MapFileError(
          path, at: "line \(node.line)", "node \(node.id) has no lat or lon",
          fix: node.tags["local_x"] == nil ? "add them" : "import by local coordinates")
      }
      place = Geodetic(latitude_deg: latitude_deg, longitude_deg: longitude_deg)
    }
    place.height_m = height_m ?? 0
    return (place, height_m != nil)
  }

  private func metres(_ key: String, of node: OSMNode) throws(MapFileError) -> Double? {
    guard let text = node.tags[key] else { return nil }
    guard let value = Double(text), value.isFinite else {
      throw MapFileError(
        path, at: "line \(node.line)", "node \(node.id) has \(key)=\"\(text)\"", fix: "it must be a number of metres")
    }
    return value
  }
}
