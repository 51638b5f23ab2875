import CContracts
import Evidence
import MapModel
import Observations

typealias TileLogMessage = Resurvey__V1__TileLogRecord

/// From the message in C to the record, checked on the way.
enum TileLogReading {
  static func record(_ message: TileLogMessage, _ limits: RecordLimits) throws(Rejection) -> TileLogRecord {
    switch unsafe message.record_case {
    case RESURVEY__V1__TILE_LOG_RECORD__RECORD_TRAVERSAL:
      if let body = unsafe message.traversal {
        return .traversal(try unsafe TraversalReading.evidence(body.pointee, limits))
      }
    case RESURVEY__V1__TILE_LOG_RECORD__RECORD_REVIEW:
      if let body = unsafe message.review { return .review(try unsafe review(body.pointee, limits)) }
    case RESURVEY__V1__TILE_LOG_RECORD__RECORD_BORDER_EDIT:
      if let body = unsafe message.border_edit { return .borderEdit(try unsafe borderEdit(body.pointee, limits)) }
    case RESURVEY__V1__TILE_LOG_RECORD__RECORD_VERDICT:
      if let body = unsafe message.verdict { return .verdict(try unsafe verdict(body.pointee, limits)) }
    case RESURVEY__V1__TILE_LOG_RECORD__RECORD_TICK:
      if let body = unsafe message.tick {
        return .tick(Tick(time_ns: try unsafe RecordCheck.time(body.pointee.time_ns, "tick.time_ns", limits)))
      }
    case RESURVEY__V1__TILE_LOG_RECORD__RECORD_BASE_MAP:
      if let body = unsafe message.base_map { return .baseMap(try unsafe baseMap(body.pointee, limits)) }
    case RESURVEY__V1__TILE_LOG_RECORD__RECORD_POLICY:
      if let body = unsafe message.policy { return .policy(try unsafe policy(body.pointee, limits)) }
    case RESURVEY__V1__TILE_LOG_RECORD__RECORD_MODEL_ACTIVATION:
      if let body = unsafe message.model_activation {
        return .modelActivation(try unsafe activation(body.pointee, limits))
      }
    case RESURVEY__V1__TILE_LOG_RECORD__RECORD_FOLD_VERSION:
      if let body = unsafe message.fold_version {
        guard unsafe body.pointee.version > 0 else {
          throw Rejection(.missing, field: "fold_version.version", value: "0", limit: "1 or more")
        }
        return .foldVersion(FoldVersion(version: unsafe body.pointee.version))
      }
    default: break
    }
    throw Rejection(.missing, field: "record", limit: "exactly one kind of record")
  }

  private static func review(_ message: Resurvey__V1__Review, _ limits: RecordLimits) throws(Rejection) -> Review {
    try unsafe Review(
      tile: TileID(quadkey: message.tile_id),
      change: RecordCheck.text(
        Columns.text(message.change_id), "review.change_id", atLeast: 1, atMost: limits.name_bytes),
      decision: WireEnum.value(message.decision.rawValue, "review.decision"),
      reviewer: RecordCheck.text(
        Columns.text(message.reviewer_id), "review.reviewer_id", atLeast: 1, atMost: limits.name_bytes),
      comment: RecordCheck.prose(Columns.text(message.comment), "review.comment", atMost: limits.text_bytes),
      time_ns: RecordCheck.time(message.time_ns, "review.time_ns", limits),
      seen: message.seen_status.rawValue == 0
        ? nil : WireEnum.value(message.seen_status.rawValue, "review.seen_status"))
  }

  private static func borderEdit(
    _ message: Resurvey__V1__BorderEdit, _ limits: RecordLimits
  ) throws(Rejection) -> BorderEdit {
    guard let piece = unsafe message.piece else {
      throw Rejection(.missing, field: "border_edit.piece", limit: "a piece")
    }
    guard unsafe message.owner_tile_id != message.tile_id else {
      throw Rejection(
        .outOfRange, field: "border_edit.owner_tile_id", value: unsafe "\(message.owner_tile_id)",
        limit: "another tile than the one that follows")
    }
    var point: TilePoint?
    if let place = unsafe message.point {
      point = try unsafe RecordCheck.points(
        x_cm: [place.pointee.x_cm], y_cm: [place.pointee.y_cm], "border_edit.point", limits)[0]
    }
    return try unsafe BorderEdit(
      tile: TileID(quadkey: message.tile_id), owner: TileID(quadkey: message.owner_tile_id),
      ownerVersion: message.owner_version,
      piece: RecordCheck.piece(piece.pointee.element_id, piece.pointee.part, "border_edit.piece.element_id"),
      isEnd: message.is_end != 0, point: point)
  }

  private static func verdict(_ message: Resurvey__V1__Verdict, _ limits: RecordLimits) throws(Rejection) -> Verdict {
    let verdict = try unsafe Verdict(
      tile: message.tile_id == 0 ? nil : TileID(quadkey: message.tile_id),
      kind: WireEnum.value(message.kind.rawValue, "verdict.kind"),
      subject: RecordCheck.text(
        Columns.text(message.subject_id), "verdict.subject_id", atLeast: 1, atMost: limits.name_bytes),
      reason: RecordCheck.prose(Columns.text(message.reason), "verdict.reason", atMost: limits.text_bytes),
      time_ns: RecordCheck.time(message.time_ns, "verdict.time_ns", limits),
      cause: WireEnum.optional(message.cause.rawValue, "verdict.cause"))
    guard verdict.kind != .storm || verdict.tile != nil else {
      throw Rejection(.missing, field: "verdict.tile_id", value: "0", limit: "the tile a storm holds")
    }
    return verdict
  }

  private static func baseMap(_ message: Resurvey__V1__BaseMap, _ limits: RecordLimits) throws(Rejection) -> BaseMap {
    guard unsafe message.version > 0 else {
      throw Rejection(.missing, field: "base_map.version", value: "0", limit: "1 or more")
    }
    return try unsafe BaseMap(
      tile: TileID(quadkey: message.tile_id), version: message.version,
      contentHash: RecordCheck.hash(Columns.copy(message.content_sha256), "base_map.content_sha256", limits))
  }

  private static func policy(_ message: Resurvey__V1__Policy, _ limits: RecordLimits) throws(Rejection) -> PolicyRecord
  {
    try unsafe FieldCheck.count(message.n_entries, "policy.entries", atMost: limits.policyEntries)
    var entries: [PolicyRecord.Entry] = []
    for i in 0..<(unsafe message.n_entries) {
      guard let entry = unsafe message.entries[i] else { continue }
      let name = try unsafe RecordCheck.text(
        Columns.text(entry.pointee.name), "policy.entries[\(i)].name", atLeast: 1, atMost: limits.name_bytes)
      if let last = entries.last, !last.name.utf8.lexicographicallyPrecedes(name.utf8) {
        throw Rejection(
          last.name == name ? .duplicate : .outOfOrder, field: "policy.entries[\(i)].name", value: name,
          limit: "after \(last.name)")
      }
      entries.append(PolicyRecord.Entry(name: name, value: unsafe entry.pointee.value))
    }
    return PolicyRecord(entries: entries)
  }

  private static func activation(
    _ message: Resurvey__V1__ModelActivation, _ limits: RecordLimits
  ) throws(Rejection) -> ModelActivation {
    var activation = try unsafe ModelActivation(
      model: RecordCheck.text(
        Columns.text(message.model_id), "model_activation.model_id", atLeast: 1, atMost: limits.id_bytes),
      contentHash: RecordCheck.hash(
        Columns.copy(message.content_sha256), "model_activation.content_sha256", limits))
    if let learned = unsafe message.learned {
      let model = try unsafe LearnedModelColumns.read(learned.pointee)
      guard model.contentHash == activation.contentHash else {
        throw Rejection(
          .outOfRange, field: "model_activation.content_sha256", limit: "the hash of the learned model it carries")
      }
      activation.learned = model
    }
    return activation
  }
}
