import Foundation

/// What a run of the matching benchmark found.
struct MatchBenchReport: Encodable {
  /// Order of the frames and the kernels' level.
  var order = ""
  var vectors = ""
  /// Elements of the map, points and lines, and the straight parts of its lines.
  var elements = 0
  var segments = 0
  /// Bytes of the index, and MB per km² of the map.
  var indexBytes = 0
  var indexPerKm2_MB = 0.0
  /// CPU seconds to build it.
  var build_s = 0.0
  /// Frames matched, times over.
  var frames = 0
  var rounds = 0
  /// CPU time of the loop over the frames.
  var perFrame_ns = 0.0
  var framesPerSecond = 0.0
  /// Sum of all pairs' elements + 1, and of missed and expected elements: equal for equal results.
  var pairSum: UInt64 = 0
  var missedSum: UInt64 = 0
  /// Cache lines a frame touches; where asked for.
  var lines: MatchLineReport?

  /// For people; in the form `name=value` that scripts read.
  var text: String {
    func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
    return """
      resurvey order=\(order) vectors=\(vectors) frames=\(frames * rounds) frames_per_s=\(number(framesPerSecond, 0)) \
      ns_per_frame=\(number(perFrame_ns, 0)) build_s=\(number(build_s, 3)) ids=\(pairSum) miss=\(missedSum)
        \(elements) elements, \(segments) segments; index \(number(Double(indexBytes) / 1e6, 2)) MB, \
      \(number(indexPerKm2_MB, 3)) MB per km²\(lines.map { "\n" + $0.text } ?? "")
      """
  }
}
