/// The canonical bytes of one piece, in a tile (strings by index into the tile's table) or alone (strings inline).
enum ElementCodec {
  /// Least bytes a piece takes in a tile: ids, class, shape, one vertex, and two counts.
  static let leastBytes = 9
  private static let elevationBit: UInt8 = 0x10
  private static let reversedBit: UInt8 = 0x80

  /// - Parameter table: Place of each string in the tile's table; nil writes strings inline.
  static func write(_ element: MapElement, to writer: inout ByteWriter, table: [[UInt8]: Int]? = nil) {
    writer.varint(element.piece.element.value)
    writer.varint(UInt64(element.piece.part))
    writer.byte(element.elementClass.rawValue)
    writer.byte(element.kind.rawValue | (element.elevations_cm.isEmpty ? 0 : elevationBit))
    writer.count(element.points.count)
    var last = TilePoint(x_cm: 0, y_cm: 0)
    for point in element.points {
      writer.signed(Int64(point.x_cm) - Int64(last.x_cm))
      writer.signed(Int64(point.y_cm) - Int64(last.y_cm))
      last = point
    }
    var height: Int64 = 0
    for elevation in element.elevations_cm {
      writer.signed(Int64(elevation) - height)
      height = Int64(elevation)
    }
    writer.count(element.attributes.entries.count)
    for entry in element.attributes.entries {
      writer.byte(entry.key.rawValue)
      let utf8 = Array(entry.value.utf8)
      if let index = table?[utf8] { writer.count(index) } else { writer.text(utf8) }
    }
    writer.count(element.references.count)
    for reference in element.references {
      writer.byte(reference.role.rawValue | (reference.isReversed ? reversedBit : 0))
      writer.varint(reference.element.value)
    }
  }

  static func read(
    from reader: inout ByteReader, table: [String], attributes pool: inout AttributePool
  ) throws(TileCodecError) -> MapElement {
    let id = ElementID(try reader.varint("element.id"))
    guard let part = UInt32(exactly: try reader.varint("element.part")) else {
      throw .malformed(field: "element.part")
    }
    guard let elementClass = ElementClass(rawValue: try reader.byte("element.class")) else {
      throw .malformed(field: "element.class")
    }
    let shape = try reader.byte("element.kind")
    guard let kind = ShapeKind(rawValue: shape & ~elevationBit) else { throw .malformed(field: "element.kind") }
    let count = try reader.count("element.points", limit: TileLimits.vertices, bytesEach: 2)
    let points = try readPoints(count, from: &reader)
    var elevations: [Int32] = []
    if shape & elevationBit != 0 {
      elevations.reserveCapacity(count)
      var height: Int32 = 0
      for _ in 0..<count {
        height = try step(from: height, &reader, "element.elevations", bound: .max)
        elevations.append(height)
      }
    }
    let attributes = try readAttributes(from: &reader, table: table, &pool)
    let element = MapElement(
      piece: PieceID(id, part: part), elementClass: elementClass, kind: kind, points: points,
      elevations_cm: elevations, attributes: attributes, references: try readReferences(from: &reader))
    try check(element)
    return element
  }

  /// What holds of every piece in a tile, written or read.
  static func check(_ element: MapElement) throws(TileCodecError) {
    func limit(_ field: String, _ value: Int, _ limit: Int) throws(TileCodecError) {
      guard value <= limit else { throw .limitExceeded(field: field, value: UInt64(value), limit: UInt64(limit)) }
    }
    guard element.piece.element.value != 0 else { throw .malformed(field: "element.id") }
    try limit("element.points", element.points.count, TileLimits.vertices)
    switch element.kind {
    case .point where element.points.count != 1: throw .malformed(field: "element.points")
    case .line where element.points.count < 2: throw .malformed(field: "element.points")
    case .polygon where element.points.count < 3: throw .malformed(field: "element.points")
    default: break
    }
    for point in element.points {
      let reach = max(point.x_cm.magnitude, point.y_cm.magnitude)
      guard reach <= TileLimits.reach_cm.magnitude else {
        throw .limitExceeded(
          field: "element.points", value: UInt64(reach), limit: UInt64(TileLimits.reach_cm.magnitude))
      }
    }
    guard element.elevations_cm.isEmpty || element.elevations_cm.count == element.points.count else {
      throw .malformed(field: "element.elevations")
    }
    try limit("element.attributes", element.attributes.entries.count, TileLimits.attributes)
    for entry in element.attributes.entries {
      try limit("element.attributes.\(entry.key.name)", entry.value.utf8.count, TileLimits.attributeValue_bytes)
    }
    try limit("element.references", element.references.count, TileLimits.references)
  }

  private static func readPoints(_ count: Int, from reader: inout ByteReader) throws(TileCodecError) -> [TilePoint] {
    var points: [TilePoint] = []
    points.reserveCapacity(count)
    var last = TilePoint(x_cm: 0, y_cm: 0)
    for _ in 0..<count {
      let x = try step(from: last.x_cm, &reader, "element.points", bound: TileLimits.reach_cm)
      let y = try step(from: last.y_cm, &reader, "element.points", bound: TileLimits.reach_cm)
      last = TilePoint(x_cm: x, y_cm: y)
      points.append(last)
    }
    return points
  }

  private static func step(
    from last: Int32, _ reader: inout ByteReader, _ field: StaticString, bound: Int32
  ) throws(TileCodecError) -> Int32 {
    let (sum, overflow) = Int64(last).addingReportingOverflow(try reader.signed(field))
    guard !overflow, let next = Int32(exactly: sum), next.magnitude <= bound.magnitude else {
      throw .malformed(field: "\(field)")
    }
    return next
  }

  private static func readAttributes(
    from reader: inout ByteReader, table: [String], _ pool: inout AttributePool
  ) throws(TileCodecError) -> Attributes {
    let count = try reader.count("element.attributes", limit: TileLimits.attributes, bytesEach: 2)
    pool.begin()
    var last: AttributeKey?
    for _ in 0..<count {
      guard let key = AttributeKey(rawValue: try reader.byte("element.attributes.key")), last.map({ $0 < key }) ?? true
      else { throw .malformed(field: "element.attributes.key") }
      last = key
      let index = try reader.varint("element.attributes.value")
      guard index < UInt64(table.count) else { throw .malformed(field: "element.attributes.value") }
      pool.add(key, value: Int(index))
    }
    return pool.attributes(table)
  }

  private static func readReferences(from reader: inout ByteReader) throws(TileCodecError) -> [Reference] {
    var references: [Reference] = []
    for _ in 0..<(try reader.count("element.references", limit: TileLimits.references, bytesEach: 2)) {
      let byte = try reader.byte("element.references.role")
      guard let role = Reference.Role(rawValue: byte & ~reversedBit) else {
        throw .malformed(field: "element.references.role")
      }
      let id = ElementID(try reader.varint("element.references.id"))
      references.append(Reference(role, id, isReversed: byte & reversedBit != 0))
    }
    return references
  }
}
