import CContracts
import Evidence
import MapModel
import Observations

/// Reports on sensors as bytes: `resurvey.v1.SensorHealth`.
public enum SensorHealthCodec {
  /// Decodes and validates one report.
  /// - Throws: why it is refused: field, value and limit.
  public static func decode(_ bytes: [UInt8], limits: RecordLimits = .standard) throws(Rejection) -> SensorHealth {
    try unsafe Wire.read(bytes, as: .sensorHealth, Resurvey__V1__SensorHealth.self) { message throws(Rejection) in
      try unsafe SensorHealth(
        partition: message.pointee.partition, lastOffset: message.pointee.last_offset,
        traversals: traversals(message.pointee, limits))
    }
  }

  private static func traversals(
    _ message: Resurvey__V1__SensorHealth, _ limits: RecordLimits
  ) throws(Rejection) -> [TraversalHealth] {
    let names = unsafe Columns.texts(message.n_names, message.names)
    for (i, name) in names.enumerated() { try FieldCheck.id(name, "names[\(i)]", atLeast: 0, atMost: limits.id_bytes) }
    let tiles = unsafe Columns.copy(message.n_tile_id, message.tile_id)
    let count = tiles.count
    try FieldCheck.count(count, "tile_id", atMost: SensorHealth.mostTraversals)
    let vehicles = unsafe Columns.copy(message.n_vehicle_index, message.vehicle_index)
    let calibrations = unsafe Columns.copy(message.n_calibration_index, message.calibration_index)
    let software = unsafe Columns.copy(message.n_software_index, message.software_index)
    let times = unsafe Deltas.sums(Columns.copy(message.n_time_delta_ns, message.time_delta_ns))
    let elements = unsafe Columns.copy(message.n_element_count, message.element_count)
    let changes = unsafe Columns.copy(message.n_change_count, message.change_count)
    let offsets = unsafe Columns.copy(message.n_offset_count, message.offset_count)
    let squares = unsafe Columns.copy(message.n_offset_square_milli_sum, message.offset_square_milli_sum)
    let candidates = unsafe Columns.copy(message.n_candidate_u8_sum, message.candidate_u8_sum)
    let classCounts = unsafe Columns.copy(message.n_class_count, message.class_count)
    for (column, name) in [
      (vehicles, "vehicle_index"), (calibrations, "calibration_index"), (software, "software_index"),
      (elements, "element_count"), (changes, "change_count"), (offsets, "offset_count"),
      (squares, "offset_square_milli_sum"), (candidates, "candidate_u8_sum"), (classCounts, "class_count"),
    ] { try FieldCheck.length(column.count, name, count) }
    try FieldCheck.length(times.count, "time_delta_ns", count)
    let scales = try unsafe late(
      Columns.copy(message.n_lateral_scale_permille, message.lateral_scale_permille), "lateral_scale_permille", count)
    let east = try unsafe late(Columns.copy(message.n_common_east_cm, message.common_east_cm), "common_east_cm", count)
    let north = try unsafe late(
      Columns.copy(message.n_common_north_cm, message.common_north_cm), "common_north_cm", count)
    let points = try unsafe late(
      Columns.copy(message.n_common_point_count, message.common_point_count), "common_point_count", count)
    for (column, name) in [
      (vehicles, "vehicle_index"), (calibrations, "calibration_index"), (software, "software_index"),
    ] { try FieldCheck.indexes(column, name, into: "names", count: names.count) }
    let classes = try unsafe classes(message, counts: classCounts)
    var start = 0
    return try (0..<count).map { (i: Int) throws(Rejection) -> TraversalHealth in
      guard !names[Int(vehicles[i])].isEmpty else {
        throw Rejection(.missing, field: "vehicle_index[\(i)]", value: "an empty name", limit: "a vehicle's pseudonym")
      }
      var health = TraversalHealth(
        vehicle: VehicleID(names[Int(vehicles[i])]), calibration: names[Int(calibrations[i])],
        software: names[Int(software[i])], tile: TileID(quadkey: tiles[i]),
        time_ns: try RecordCheck.time(times[i], "time_delta_ns[\(i)]", limits))
      health.elements = elements[i]
      health.changes = changes[i]
      health.offsets = offsets[i]
      health.offsetSquares_milli = squares[i]
      health.candidates_255 = candidates[i]
      health.lateralScale_permille = scales[i]
      (health.commonEast_cm, health.commonNorth_cm, health.commonPoints) = (east[i], north[i], points[i])
      let end = start + Int(classCounts[i])
      health.classes = Array(classes[start..<end])
      start = end
      for (before, after) in zip(health.classes, health.classes.dropFirst())
      where before.elementClass.rawValue >= after.elementClass.rawValue {
        throw Rejection(
          .outOfOrder, field: "class_id", value: after.elementClass.name,
          limit: "ascending within traversal \(i), after \(before.elementClass.name)")
      }
      return health
    }
  }

  /// A column that may be left out where all its entries are 0.
  private static func late<Entry: FixedWidthInteger>(
    _ column: [Entry], _ field: String, _ count: Int
  ) throws(Rejection) -> [Entry] {
    if column.isEmpty { return Array(repeating: 0, count: count) }
    try FieldCheck.length(column.count, field, count)
    return column
  }

  private static func classes(
    _ message: Resurvey__V1__SensorHealth, counts: [UInt32]
  ) throws(Rejection) -> [TraversalHealth.Seen] {
    let count = unsafe message.n_class_id
    try FieldCheck.count(count, "class_id", atMost: SensorHealth.mostTraversals * ElementClass.allCases.count)
    let expected = unsafe Columns.copy(message.n_class_expected_u8_sum, message.class_expected_u8_sum)
    let detected = unsafe Columns.copy(message.n_class_detected_u8_sum, message.class_detected_u8_sum)
    try FieldCheck.length(expected.count, "class_expected_u8_sum", count)
    try FieldCheck.length(detected.count, "class_detected_u8_sum", count)
    let sum = counts.reduce(0) { $0 + Int($1) }
    guard sum == count else {
      throw Rejection(
        .lengthMismatch, field: "class_count", value: "sum \(sum)", limit: "\(count), the entries of class_id")
    }
    var classes: [TraversalHealth.Seen] = []
    for i in 0..<count {
      classes.append(
        TraversalHealth.Seen(
          elementClass: try unsafe WireEnum.elementClass(message.class_id[i].rawValue, "class_id[\(i)]"),
          expected_255: expected[i], detected_255: detected[i]))
    }
    return classes
  }

  /// The bytes of a report; equal reports give equal bytes.
  public static func encode(_ health: SensorHealth) -> [UInt8] {
    let arena = Arena.forBuilding()
    let message = unsafe arena.message(resurvey__v1__sensor_health__init)
    let traversals = health.traversals
    var names: [String] = []
    var indexes: [String: UInt32] = [:]
    func index(_ name: String) -> UInt32 {
      if let index = indexes[name] { return index }
      indexes[name] = UInt32(names.count)
      names.append(name)
      return UInt32(names.count - 1)
    }
    let vehicles = traversals.map { index($0.vehicle.text) }
    let calibrations = traversals.map { index($0.calibration) }
    let software = traversals.map { index($0.software) }
    let classes = traversals.flatMap(\.classes)
    unsafe message.pointee.partition = health.partition
    unsafe message.pointee.last_offset = health.lastOffset
    unsafe (message.pointee.n_names, message.pointee.names) = arena.texts(names)
    unsafe (message.pointee.n_vehicle_index, message.pointee.vehicle_index) = arena.column(vehicles)
    unsafe (message.pointee.n_calibration_index, message.pointee.calibration_index) = arena.column(calibrations)
    unsafe (message.pointee.n_software_index, message.pointee.software_index) = arena.column(software)
    unsafe (message.pointee.n_tile_id, message.pointee.tile_id) = arena.column(traversals.map(\.tile.quadkey))
    unsafe (message.pointee.n_time_delta_ns, message.pointee.time_delta_ns) = arena.column(
      Deltas.differences(traversals.map(\.time_ns)))
    unsafe (message.pointee.n_element_count, message.pointee.element_count) = arena.column(traversals.map(\.elements))
    unsafe (message.pointee.n_change_count, message.pointee.change_count) = arena.column(traversals.map(\.changes))
    unsafe (message.pointee.n_offset_count, message.pointee.offset_count) = arena.column(traversals.map(\.offsets))
    unsafe (message.pointee.n_offset_square_milli_sum, message.pointee.offset_square_milli_sum) = arena.column(
      traversals.map(\.offsetSquares_milli))
    unsafe (message.pointee.n_candidate_u8_sum, message.pointee.candidate_u8_sum) = arena.column(
      traversals.map(\.candidates_255))
    unsafe (message.pointee.n_class_count, message.pointee.class_count) = arena.column(
      traversals.map { UInt32($0.classes.count) })
    unsafe (message.pointee.n_class_id, message.pointee.class_id) = arena.column(
      classes.map { Resurvey__V1__ElementClass(rawValue: UInt32($0.elementClass.rawValue)) })
    unsafe (message.pointee.n_class_expected_u8_sum, message.pointee.class_expected_u8_sum) = arena.column(
      classes.map(\.expected_255))
    unsafe (message.pointee.n_class_detected_u8_sum, message.pointee.class_detected_u8_sum) = arena.column(
      classes.map(\.detected_255))
    func sparse<Entry: FixedWidthInteger>(_ column: [Entry]) -> [Entry] { column.allSatisfy { $0 == 0 } ? [] : column }
    unsafe (message.pointee.n_lateral_scale_permille, message.pointee.lateral_scale_permille) = arena.column(
      sparse(traversals.map(\.lateralScale_permille)))
    unsafe (message.pointee.n_common_east_cm, message.pointee.common_east_cm) = arena.column(
      sparse(traversals.map(\.commonEast_cm)))
    unsafe (message.pointee.n_common_north_cm, message.pointee.common_north_cm) = arena.column(
      sparse(traversals.map(\.commonNorth_cm)))
    unsafe (message.pointee.n_common_point_count, message.pointee.common_point_count) = arena.column(
      sparse(traversals.map(\.commonPoints)))
    return unsafe Wire.bytes(of: message, in: arena)
  }
}
