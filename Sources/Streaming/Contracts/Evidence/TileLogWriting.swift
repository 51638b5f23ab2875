import CContracts
import Evidence
import MapModel
import Observations

/// From the record to the message in C.
enum TileLogWriting {
  static func record(_ record: TileLogRecord, _ arena: borrowing Arena) -> UnsafeMutablePointer<TileLogMessage> {
    let message = unsafe arena.message(resurvey__v1__tile_log_record__init)
    switch record {
    case .traversal(let evidence):
      unsafe message.pointee.record_case = RESURVEY__V1__TILE_LOG_RECORD__RECORD_TRAVERSAL
      unsafe message.pointee.traversal = traversal(evidence, arena)
    case .review(let review):
      let body = unsafe arena.message(resurvey__v1__review__init)
      unsafe body.pointee.tile_id = review.tile.quadkey
      unsafe body.pointee.change_id = arena.text(review.change)
      unsafe body.pointee.decision = .init(rawValue: UInt32(review.decision.rawValue))
      unsafe body.pointee.reviewer_id = arena.text(review.reviewer)
      unsafe body.pointee.comment = arena.text(review.comment)
      unsafe body.pointee.time_ns = review.time_ns
      unsafe body.pointee.seen_status = .init(rawValue: UInt32(review.seen?.rawValue ?? 0))
      unsafe message.pointee.record_case = RESURVEY__V1__TILE_LOG_RECORD__RECORD_REVIEW
      unsafe message.pointee.review = body
    case .borderEdit(let edit):
      unsafe message.pointee.record_case = RESURVEY__V1__TILE_LOG_RECORD__RECORD_BORDER_EDIT
      unsafe message.pointee.border_edit = borderEdit(edit, arena)
    case .verdict(let verdict):
      let body = unsafe arena.message(resurvey__v1__verdict__init)
      unsafe body.pointee.tile_id = verdict.tile?.quadkey ?? 0
      unsafe body.pointee.kind = .init(rawValue: UInt32(verdict.kind.rawValue))
      unsafe body.pointee.subject_id = arena.text(verdict.subject)
      unsafe body.pointee.reason = arena.text(verdict.reason)
      unsafe body.pointee.time_ns = verdict.time_ns
      if let cause = verdict.cause { unsafe body.pointee.cause = .init(rawValue: UInt32(cause.rawValue)) }
      unsafe message.pointee.record_case = RESURVEY__V1__TILE_LOG_RECORD__RECORD_VERDICT
      unsafe message.pointee.verdict = body
    case .tick(let tick):
      let body = unsafe arena.message(resurvey__v1__tick__init)
      unsafe body.pointee.time_ns = tick.time_ns
      unsafe message.pointee.record_case = RESURVEY__V1__TILE_LOG_RECORD__RECORD_TICK
      unsafe message.pointee.tick = body
    case .baseMap(let map):
      let body = unsafe arena.message(resurvey__v1__base_map__init)
      unsafe body.pointee.tile_id = map.tile.quadkey
      unsafe body.pointee.version = map.version
      unsafe body.pointee.content_sha256 = arena.bytes(map.contentHash)
      unsafe message.pointee.record_case = RESURVEY__V1__TILE_LOG_RECORD__RECORD_BASE_MAP
      unsafe message.pointee.base_map = body
    case .policy(let policy):
      unsafe message.pointee.record_case = RESURVEY__V1__TILE_LOG_RECORD__RECORD_POLICY
      unsafe message.pointee.policy = self.policy(policy, arena)
    case .modelActivation(let activation):
      let body = unsafe arena.message(resurvey__v1__model_activation__init)
      unsafe body.pointee.model_id = arena.text(activation.model)
      unsafe body.pointee.content_sha256 = arena.bytes(activation.contentHash)
      if let learned = activation.learned { unsafe body.pointee.learned = LearnedModelColumns.write(learned, arena) }
      unsafe message.pointee.record_case = RESURVEY__V1__TILE_LOG_RECORD__RECORD_MODEL_ACTIVATION
      unsafe message.pointee.model_activation = body
    case .foldVersion(let fold):
      let body = unsafe arena.message(resurvey__v1__fold_version__init)
      unsafe body.pointee.version = fold.version
      unsafe message.pointee.record_case = RESURVEY__V1__TILE_LOG_RECORD__RECORD_FOLD_VERSION
      unsafe message.pointee.fold_version = body
    }
    return unsafe message
  }

  private static func borderEdit(
    _ edit: BorderEdit, _ arena: borrowing Arena
  ) -> UnsafeMutablePointer<Resurvey__V1__BorderEdit> {
    let body = unsafe arena.message(resurvey__v1__border_edit__init)
    unsafe body.pointee.tile_id = edit.tile.quadkey
    unsafe body.pointee.owner_tile_id = edit.owner.quadkey
    unsafe body.pointee.owner_version = edit.ownerVersion
    unsafe body.pointee.piece = ElementWriting.piece(edit.piece, arena)
    unsafe body.pointee.is_end = edit.isEnd ? 1 : 0
    if let point = edit.point {
      let place = unsafe arena.message(resurvey__v1__tile_point__init)
      unsafe place.pointee.x_cm = point.x_cm
      unsafe place.pointee.y_cm = point.y_cm
      unsafe body.pointee.point = place
    }
    return unsafe body
  }

  private static func policy(
    _ policy: PolicyRecord, _ arena: borrowing Arena
  ) -> UnsafeMutablePointer<Resurvey__V1__Policy> {
    let body = unsafe arena.message(resurvey__v1__policy__init)
    guard !policy.entries.isEmpty else { return unsafe body }
    let pointers = unsafe arena.pointers(to: Resurvey__V1__Policy__Entry.self, policy.entries.count)
    for (i, entry) in policy.entries.enumerated() {
      let line = unsafe arena.message(resurvey__v1__policy__entry__init)
      unsafe line.pointee.name = arena.text(entry.name)
      unsafe line.pointee.value = entry.value
      unsafe pointers[i] = line
    }
    unsafe body.pointee.entries = pointers
    unsafe body.pointee.n_entries = policy.entries.count
    return unsafe body
  }

  private static func traversal(
    _ evidence: TraversalEvidence, _ arena: borrowing Arena
  ) -> UnsafeMutablePointer<Resurvey__V1__TraversalEvidence> {
    let body = unsafe arena.message(resurvey__v1__traversal_evidence__init)
    unsafe body.pointee.vehicle_id = arena.text(evidence.id.vehicle.text)
    unsafe body.pointee.drive_id = arena.text(evidence.id.drive.text)
    unsafe body.pointee.slot = evidence.id.slot
    unsafe body.pointee.tile_id = evidence.id.tile.quadkey
    unsafe body.pointee.tile_version = evidence.tileVersion
    unsafe body.pointee.model_id = arena.text(evidence.model)
    unsafe body.pointee.software_id = arena.text(evidence.software)
    unsafe body.pointee.calibration_id = arena.text(evidence.calibration)
    unsafe body.pointee.first_time_ns = evidence.firstTime_ns
    unsafe body.pointee.last_time_ns = evidence.lastTime_ns
    unsafe body.pointee.frames_used_count = evidence.framesUsed
    unsafe body.pointee.frames_abstained_count = evidence.framesAbstained
    unsafe body.pointee.distance_m = evidence.distance_m
    if !evidence.labels.isEmpty {
      let pointers = unsafe arena.pointers(to: Resurvey__V1__AttributeSet.self, evidence.labels.count)
      for (i, attributes) in evidence.labels.enumerated() {
        let set = unsafe arena.message(resurvey__v1__attribute_set__init)
        unsafe (set.pointee.n_attributes, set.pointee.attributes) = AttributeColumns.write(attributes, arena)
        unsafe pointers[i] = set
      }
      unsafe body.pointee.labels = pointers
      unsafe body.pointee.n_labels = evidence.labels.count
    }
    if !evidence.votes.isEmpty { unsafe body.pointee.votes = VoteColumns.write(evidence.votes, arena) }
    if !evidence.candidates.isEmpty {
      unsafe body.pointee.candidates = CandidateColumns.write(evidence.candidates, arena)
    }
    if evidence.swath != ViewSwath() { unsafe body.pointee.swath = swath(evidence.swath, arena) }
    if let offset = evidence.commonOffset { unsafe body.pointee.common_offset = commonOffset(offset, arena) }
    if !evidence.gaps.isEmpty { unsafe body.pointee.line_gaps = LineGapColumns.write(evidence.gaps, arena) }
    return unsafe body
  }

  private static func commonOffset(
    _ offset: CommonOffset, _ arena: borrowing Arena
  ) -> UnsafeMutablePointer<Resurvey__V1__CommonOffset> {
    let message = unsafe arena.message(resurvey__v1__common_offset__init)
    unsafe message.pointee.east_cm = offset.east_cm
    unsafe message.pointee.north_cm = offset.north_cm
    unsafe message.pointee.sigma_cm = offset.sigma_cm
    unsafe message.pointee.elements = offset.elements
    unsafe message.pointee.compared = offset.compared
    return unsafe message
  }

  private static func swath(_ swath: ViewSwath, _ arena: borrowing Arena) -> UnsafeMutablePointer<Resurvey__V1__Swath> {
    let message = unsafe arena.message(resurvey__v1__swath__init)
    unsafe (message.pointee.n_path_x_delta_cm, message.pointee.path_x_delta_cm) = arena.column(
      Deltas.differences(swath.path.map(\.x_cm)))
    unsafe (message.pointee.n_path_y_delta_cm, message.pointee.path_y_delta_cm) = arena.column(
      Deltas.differences(swath.path.map(\.y_cm)))
    unsafe (message.pointee.n_reach_class, message.pointee.reach_class) = arena.column(
      swath.reaches.map { Resurvey__V1__ElementClass(rawValue: UInt32($0.elementClass.rawValue)) })
    unsafe (message.pointee.n_reach_lateral_cm, message.pointee.reach_lateral_cm) = arena.column(
      swath.reaches.map { UInt32($0.lateral_cm) })
    unsafe message.pointee.reach_expected_u8 = arena.bytes(swath.reaches.map(\.expected))
    return unsafe message
  }
}
