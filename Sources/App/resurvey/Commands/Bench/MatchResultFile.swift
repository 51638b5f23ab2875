import Geometry

/// The result of the matching benchmark: per frame three lists of 32-bit numbers with their length first (element or −1 of each point detection, of
/// each line detection, elements missed in order), then the number of expected elements.
struct MatchResultFile {
  private let file: OutputFile

  init(_ path: String) throws(CommandError) { file = try OutputFile(path) }

  /// Writes what the job found in its last frame.
  func write(_ job: MatchJob) throws(CommandError) {
    var bytes: [UInt8] = []
    func append(_ value: Int32) {
      for shift in stride(from: 0, to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: UInt32(bitPattern: value) >> UInt32(shift)))
      }
    }
    append(Int32(job.pointCount))
    for i in 0..<job.pointCount { append(job.points[i]) }
    append(Int32(job.lineCount))
    for i in 0..<job.lineCount { append(job.lines[i]) }
    append(Int32(job.missedCount))
    for element in (0..<job.missedCount).map({ job.missed[$0] }).sorted() { append(element) }
    append(Int32(job.expectedCount))
    try file.write(bytes)
  }

  /// Puts the file in its place.
  func finish() throws(CommandError) { try file.finish() }
}
