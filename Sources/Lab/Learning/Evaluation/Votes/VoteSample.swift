/// One vote of a log, with what it may have something in common with.
struct VoteSample: Sendable {
  /// The interval of a piece as it is mapped.
  var cell: Int32
  /// The piece.
  var thing: Int32
  /// What a vehicle saw in one go.
  var traversal: Int32
  /// Number of the interval along its piece.
  var interval: UInt16
  /// Day of event time, counted from 1970.
  var day: UInt32
  /// As in the vote, in 1/255.
  var expected: UInt8
  var detected: UInt8
  /// As in the vote, cm on its first axis; the standard deviation is 0 where no place was told.
  var offset_cm: Int16
  var sigma_cm: UInt16

  /// How much it says.
  var weight: UInt8 { max(expected, detected) }
  /// Whether the thing should have been seen: votes that promise less are made mostly where it was seen.
  var isFirm: Bool { expected >= Self.firm_255 }

  /// Six in ten, in 1/255.
  static let firm_255: UInt8 = 153
}
