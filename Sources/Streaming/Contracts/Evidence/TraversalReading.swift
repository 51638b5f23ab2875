import CContracts
import Evidence
import MapModel
import Observations

/// Evidence of one traversal: packed columns back to votes, candidates and swath.
enum TraversalReading {
  static func evidence(
    _ message: Resurvey__V1__TraversalEvidence, _ limits: RecordLimits
  ) throws(Rejection) -> TraversalEvidence {
    let id = try unsafe TraversalID(
      vehicle: VehicleID(
        RecordCheck.text(
          Columns.text(message.vehicle_id), "traversal.vehicle_id", atLeast: 1, atMost: limits.id_bytes)),
      drive: DriveID(
        RecordCheck.text(Columns.text(message.drive_id), "traversal.drive_id", atLeast: 1, atMost: limits.id_bytes)),
      slot: message.slot, tile: TileID(quadkey: message.tile_id))
    var evidence = unsafe TraversalEvidence(id: id, tileVersion: message.tile_version)
    evidence.model = try unsafe RecordCheck.text(
      Columns.text(message.model_id), "traversal.model_id", atMost: limits.id_bytes)
    evidence.software = try unsafe RecordCheck.text(
      Columns.text(message.software_id), "traversal.software_id", atMost: limits.id_bytes)
    evidence.calibration = try unsafe RecordCheck.text(
      Columns.text(message.calibration_id), "traversal.calibration_id", atMost: limits.id_bytes)
    evidence.firstTime_ns = try unsafe RecordCheck.time(message.first_time_ns, "traversal.first_time_ns", limits)
    evidence.lastTime_ns = try unsafe RecordCheck.time(message.last_time_ns, "traversal.last_time_ns", limits)
    guard evidence.lastTime_ns >= evidence.firstTime_ns else {
      throw Rejection(
        .outOfOrder, field: "traversal.last_time_ns", value: "\(evidence.lastTime_ns)",
        limit: "not before first_time_ns, \(evidence.firstTime_ns)")
    }
    unsafe evidence.framesUsed = message.frames_used_count
    unsafe evidence.framesAbstained = message.frames_abstained_count
    unsafe evidence.distance_m = message.distance_m
    try unsafe FieldCheck.count(message.n_labels, "traversal.labels", atMost: limits.labels)
    for i in 0..<(unsafe message.n_labels) {
      guard let set = unsafe message.labels[i] else { continue }
      try unsafe evidence.labels.append(
        AttributeColumns.read(set.pointee.n_attributes, set.pointee.attributes, "traversal.labels[\(i)].attributes"))
    }
    if let votes = unsafe message.votes {
      evidence.votes = try unsafe VoteColumns.read(votes.pointee, labels: evidence.labels.count, limits)
    }
    if let candidates = unsafe message.candidates {
      evidence.candidates = try unsafe CandidateColumns.read(
        candidates.pointee, labels: evidence.labels.count, limits)
    }
    if let swath = unsafe message.swath {
      evidence.swath = try unsafe self.swath(swath.pointee, limits)
    }
    if let offset = unsafe message.common_offset {
      evidence.commonOffset = try unsafe commonOffset(offset.pointee)
    }
    if let gaps = unsafe message.line_gaps { evidence.gaps = try unsafe LineGapColumns.read(gaps.pointee, limits) }
    return evidence
  }

  /// Farthest a tile's elements may seem displaced, cm: farther than any gate.
  private static let farthest_cm: Int32 = 1_000_000

  private static func commonOffset(_ message: Resurvey__V1__CommonOffset) throws(Rejection) -> CommonOffset {
    let offset = unsafe CommonOffset(
      east_cm: message.east_cm, north_cm: message.north_cm, sigma_cm: message.sigma_cm, elements: message.elements,
      compared: message.compared)
    for (value, field) in [(offset.east_cm, "east_cm"), (offset.north_cm, "north_cm")]
    where !(-farthest_cm...farthest_cm).contains(value) {
      throw Rejection(
        .outOfRange, field: "traversal.common_offset.\(field)", value: "\(value)", limit: "±\(farthest_cm)")
    }
    guard offset.sigma_cm >= 1 else {
      throw Rejection(
        .outOfRange, field: "traversal.common_offset.sigma_cm", value: "\(offset.sigma_cm)", limit: "at least 1")
    }
    guard offset.elements >= 1, offset.elements <= offset.compared else {
      throw Rejection(
        .outOfRange, field: "traversal.common_offset.elements", value: "\(offset.elements)",
        limit: "1 to compared, \(offset.compared)")
    }
    return offset
  }

  private static func swath(_ message: Resurvey__V1__Swath, _ limits: RecordLimits) throws(Rejection) -> ViewSwath {
    let path = try unsafe RecordCheck.points(
      x_cm: Deltas.sums(Columns.copy(message.n_path_x_delta_cm, message.path_x_delta_cm)),
      y_cm: Deltas.sums(Columns.copy(message.n_path_y_delta_cm, message.path_y_delta_cm)), "traversal.swath.path",
      limits)
    let lateral_cm = unsafe Columns.copy(message.n_reach_lateral_cm, message.reach_lateral_cm)
    let expected = unsafe Columns.copy(message.reach_expected_u8)
    let count = unsafe message.n_reach_class
    try FieldCheck.count(count, "traversal.swath.reach_class", atMost: ElementClass.allCases.count)
    try FieldCheck.length(lateral_cm.count, "traversal.swath.reach_lateral_cm", count)
    try FieldCheck.length(expected.count, "traversal.swath.reach_expected_u8", count)
    var reaches: [ViewSwath.Reach] = []
    for i in 0..<count {
      reaches.append(
        ViewSwath.Reach(
          elementClass: try unsafe WireEnum.elementClass(
            message.reach_class[i].rawValue, "traversal.swath.reach_class[\(i)]"),
          lateral_cm: try RecordCheck.narrow(lateral_cm[i], "traversal.swath.reach_lateral_cm[\(i)]"),
          expected: expected[i]))
    }
    return ViewSwath(path: path, reaches: reaches)
  }
}
