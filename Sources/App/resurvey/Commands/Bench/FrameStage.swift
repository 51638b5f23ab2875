import CAllocationCount

/// A station of a frame on its way through MATCH.
enum FrameStage: Int, CaseIterable {
  /// Bytes to a frame, every number checked.
  case decode
  /// The pose against the map.
  case localize
  /// Detections against elements, and what was expected and not seen.
  case match
  /// Votes and candidates of the traversal, and its record at the end.
  case accumulate
}

/// CPU time and blocks of memory that stages took.
struct FrameStageTally {
  /// CPU time of each stage, s.
  private(set) var time_s = [Double](repeating: 0, count: FrameStage.allCases.count)
  /// Blocks each stage asked of the heap.
  private(set) var allocations = [Int64](repeating: 0, count: FrameStage.allCases.count)

  /// Charges what `work` takes to a stage. Reading the clock takes as long as decoding a small part of a frame, so that work is
  /// several frames' at a time.
  mutating func charge<Result>(_ stage: FrameStage, _ work: () throws -> Result) rethrows -> Result {
    let blocks = allocation_count()
    let start_s = ProcessorTime.now_s
    let result = try work()
    time_s[stage.rawValue] += ProcessorTime.now_s - start_s
    allocations[stage.rawValue] += allocation_count() - blocks
    return result
  }
}
