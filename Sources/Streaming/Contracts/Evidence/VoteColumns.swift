import CContracts
import Evidence
import MapModel
import Observations

/// Votes as packed columns: what is common to a piece stands once, ids as differences, probabilities as bytes.
enum VoteColumns {
  static func read(
    _ message: Resurvey__V1__Votes, labels: Int, _ limits: RecordLimits
  ) throws(Rejection) -> [ElementVote] {
    let group = "traversal.votes"
    let deltas = unsafe Columns.view(message.n_piece_element_id_delta, message.piece_element_id_delta)
    let parts = unsafe Columns.view(message.n_piece_part, message.piece_part)
    let hashes = unsafe Columns.view(message.n_piece_hash, message.piece_hash)
    let counts = unsafe Columns.view(message.n_piece_vote_count, message.piece_vote_count)
    try FieldCheck.length(parts.count, "\(group).piece_part", deltas.count)
    try FieldCheck.length(hashes.count, "\(group).piece_hash", deltas.count)
    try FieldCheck.length(counts.count, "\(group).piece_vote_count", deltas.count)

    let intervals = unsafe Columns.view(message.n_interval, message.interval)
    let count = intervals.count
    try FieldCheck.count(count, group, atMost: limits.votes)
    let expected = unsafe Columns.view(message.expected_u8)
    let detected = unsafe Columns.view(message.detected_u8)
    let offsets = unsafe Columns.view(message.n_offset_cm, message.offset_cm)
    let offsetsNorth = unsafe Columns.view(message.n_offset_north_cm, message.offset_north_cm)
    let sigmas = unsafe Columns.view(message.n_sigma_cm, message.sigma_cm)
    let indexes = unsafe Columns.view(message.n_label_index_plus_1, message.label_index_plus_1)
    let frames = unsafe Columns.view(message.n_frame_count, message.frame_count)
    // Empty where all entries are 0.
    let (hasNorth, hasLabels) = (!offsetsNorth.isEmpty, !indexes.isEmpty)
    if hasNorth { try FieldCheck.length(offsetsNorth.count, "\(group).offset_north_cm", count) }
    if hasLabels { try FieldCheck.length(indexes.count, "\(group).label_index_plus_1", count) }
    try FieldCheck.length(expected.count, "\(group).expected_u8", count)
    try FieldCheck.length(detected.count, "\(group).detected_u8", count)
    try FieldCheck.length(offsets.count, "\(group).offset_cm", count)
    try FieldCheck.length(sigmas.count, "\(group).sigma_cm", count)
    try FieldCheck.length(frames.count, "\(group).frame_count", count)
    for i in 0..<indexes.count where unsafe Int(indexes[i]) > labels {
      throw Rejection(
        .indexOutOfRange, field: "\(group).label_index_plus_1[\(i)]", value: unsafe "\(indexes[i])",
        limit: "an index into \(labels + 1) labels and none")
    }
    var sum = 0
    for p in 0..<counts.count { sum += unsafe Int(counts[p]) }
    guard sum == count else {
      throw Rejection(
        .lengthMismatch, field: "\(group).piece_vote_count", value: "sum \(sum)", limit: "\(count), the number of votes"
      )
    }

    var votes: [ElementVote] = []
    votes.reserveCapacity(count)
    var element: UInt64 = 0
    var last: (piece: PieceID, interval: UInt16)?
    for p in 0..<deltas.count {
      unsafe element &+= deltas[p]
      let piece = try unsafe RecordCheck.piece(element, parts[p], "\(group).piece_element_id_delta[\(p)]")
      guard unsafe counts[p] > 0 else {
        throw Rejection(.tooFew, field: "\(group).piece_vote_count[\(p)]", value: "0", limit: "at least 1")
      }
      for k in 0..<(unsafe Int(counts[p])) {
        let i = votes.count
        let interval: UInt16 = try unsafe RecordCheck.narrow(intervals[i], "\(group).interval[\(i)]")
        if let last {
          guard k == 0 ? last.piece < piece : last.interval < interval else {
            throw Rejection(
              .outOfOrder, field: "\(group).\(k == 0 ? "piece_element_id_delta[\(p)]" : "interval[\(i)]")",
              value: unsafe "element \(element) part \(parts[p]) interval \(interval)",
              limit: "above element \(last.piece.element.value) part \(last.piece.part) interval \(last.interval)")
          }
        }
        last = (piece, interval)
        votes.append(
          try unsafe ElementVote(
            piece: piece, pieceHash: hashes[p], interval: interval, expected: expected[i], detected: detected[i],
            offset_cm: RecordCheck.narrow(offsets[i], "\(group).offset_cm[\(i)]"),
            offsetNorth_cm: RecordCheck.narrow(hasNorth ? offsetsNorth[i] : 0, "\(group).offset_north_cm[\(i)]"),
            sigma_cm: RecordCheck.narrow(sigmas[i], "\(group).sigma_cm[\(i)]"),
            label: RecordCheck.narrow(hasLabels ? indexes[i] : 0, "\(group).label_index_plus_1[\(i)]"),
            frames: RecordCheck.narrow(frames[i], "\(group).frame_count[\(i)]")))
      }
    }
    return votes
  }

  static func write(_ votes: [ElementVote], _ arena: borrowing Arena) -> UnsafeMutablePointer<Resurvey__V1__Votes> {
    let message = unsafe arena.message(resurvey__v1__votes__init)
    var firsts: [ElementVote] = []
    var counts: [UInt32] = []
    for vote in votes {
      if let last = firsts.last, last.piece == vote.piece, last.pieceHash == vote.pieceHash {
        counts[counts.count - 1] += 1
      } else {
        firsts.append(vote)
        counts.append(1)
      }
    }
    unsafe (message.pointee.n_piece_element_id_delta, message.pointee.piece_element_id_delta) = arena.column(
      Deltas.differences(firsts.map(\.piece.element.value)))
    unsafe (message.pointee.n_piece_part, message.pointee.piece_part) = arena.column(firsts.map(\.piece.part))
    unsafe (message.pointee.n_piece_hash, message.pointee.piece_hash) = arena.column(firsts.map(\.pieceHash))
    unsafe (message.pointee.n_piece_vote_count, message.pointee.piece_vote_count) = arena.column(counts)
    unsafe (message.pointee.n_interval, message.pointee.interval) = arena.column(votes.map { UInt32($0.interval) })
    unsafe message.pointee.expected_u8 = arena.bytes(votes.map(\.expected))
    unsafe message.pointee.detected_u8 = arena.bytes(votes.map(\.detected))
    unsafe (message.pointee.n_offset_cm, message.pointee.offset_cm) = arena.column(votes.map { Int32($0.offset_cm) })
    unsafe (message.pointee.n_offset_north_cm, message.pointee.offset_north_cm) = arena.column(
      RecordCheck.unlessZeros(votes.map { Int32($0.offsetNorth_cm) }))
    unsafe (message.pointee.n_sigma_cm, message.pointee.sigma_cm) = arena.column(votes.map { UInt32($0.sigma_cm) })
    unsafe (message.pointee.n_label_index_plus_1, message.pointee.label_index_plus_1) = arena.column(
      RecordCheck.unlessZeros(votes.map { UInt32($0.label) }))
    unsafe (message.pointee.n_frame_count, message.pointee.frame_count) = arena.column(votes.map { UInt32($0.frames) })
    return unsafe message
  }
}
