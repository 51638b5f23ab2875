import Geometry

/// The result of the matching benchmark: per frame three lists of 32-bit numbers with their length first (element or −1 of each point detection, of
/// each line detection, elements missed in order), then the number of expected elements.
struct MatchResultFile {
  private let file: OutputFile

  init(_ path: String) throws(CommandError) { file = try OutputFile(path) }

  /// Writes what a frame gave.
  func write(_ outcome: borrowing MatchOutcome) throws(CommandError) {
    var bytes: [UInt8] = []
    func append(_ value: Int32) {
      for shift in stride(from: 0, to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: UInt32(bitPattern: value) >> UInt32(shift)))
      }
    }
    append(Int32(outcome.pointCount))
    for i in 0..<outcome.pointCount { append(outcome.points[i]) }
    append(Int32(outcome.lineCount))
    for i in 0..<outcome.lineCount { append(outcome.lines[i]) }
    append(Int32(outcome.missedCount))
    var missed: [Int32] = []
    for i in 0..<outcome.missedCount { missed.append(outcome.missed[i]) }
    for element in missed.sorted() { append(element) }
    append(Int32(outcome.expectedCount))
    try file.write(bytes)
  }

  /// Puts the file in its place.
  func finish() throws(CommandError) { try file.finish() }
}
