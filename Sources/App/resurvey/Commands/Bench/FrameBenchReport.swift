import Foundation

/// What a run of the frame benchmark found.
struct FrameBenchReport: Encodable {
  /// One stage, per frame.
  struct Stage: Encodable {
    /// Its name.
    let stage: String
    /// CPU time a frame, ns.
    let perFrame_ns: Double
    /// Part of the whole, 0 to 1.
    let share: Double
    /// Blocks asked of the heap a frame; nil where they cannot be counted.
    let allocations: Double?
  }

  /// The map's name, and the seed of the drives.
  let map: String
  let seed: UInt64
  /// Drives, frames, and times over all of them after the first, which only warms up.
  let drives: Int
  let frames: Int
  let rounds: Int
  /// Size of a frame.
  let bytesPerFrame: Double
  let detectionsPerFrame: Double
  /// Share of frames whose pose can be relied on, 0 to 1.
  let convergedShare: Double
  /// Records of evidence a frame.
  let recordsPerFrame: Double
  /// The stages, in their order.
  let stages: [Stage]
  /// CPU time a frame of all stages, ns, and frames a second on one core.
  let perFrame_ns: Double
  let framesPerSecond: Double
  /// Share of frames whose bytes the general decoder had to read, 0 to 1.
  let generalShare: Double
  /// Decoding in a loop of its own, with warm caches, and the general decoder likewise.
  let decodeAlone: Stage
  let generalDecodeAlone: Stage

  /// For people.
  var text: String {
    var table = TextTable([("stage", .left), ("ns a frame", .right), ("share", .right), ("allocations", .right)])
    for stage in stages { table.append(row(stage)) }
    table.append(["all", Self.number(perFrame_ns, 0), Figure.percent(1), ""])
    for (name, stage) in [("decode alone", decodeAlone), ("general decoder alone", generalDecodeAlone)] {
      table.append([name, Self.number(stage.perFrame_ns, 0), "", allocations(stage)])
    }
    return """
      \(frames) frames of \(drives) drives over \(map), \(rounds) times: \(Self.number(bytesPerFrame, 0)) bytes and \
      \(Self.number(detectionsPerFrame, 1)) detections a frame, \(Figure.percent(convergedShare)) converged
      \(table.text)
      \(Self.number(framesPerSecond, 0)) frames/s on one core; the general decoder read \(Figure.percent(generalShare)) of the frames
      """
  }

  private func row(_ stage: Stage) -> [String] {
    [stage.stage, Self.number(stage.perFrame_ns, 0), Figure.percent(stage.share), allocations(stage)]
  }

  private func allocations(_ stage: Stage) -> String { stage.allocations.map { Self.number($0, 2) } ?? Figure.none }

  private static func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
