/// What a run of the matching benchmark found.
struct MatchBenchReport: Encodable {
  /// Order of the frames.
  let order: String
  /// Elements of the map, points and lines.
  let elements: Int
  /// Straight parts of its lines.
  let segments: Int
  /// Frames matched.
  let frames: Int
  /// Per frame: point detections, line detections, samples of lines.
  let pointsPerFrame: Double
  let linesPerFrame: Double
  let samplesPerFrame: Double

  init(order: String, map: MatchMap, frames: MatchFrames) {
    self.order = order
    elements = map.elements
    segments = map.vertices_mm.count - map.lineClass.count
    self.frames = frames.count
    let count = Double(max(frames.count, 1))
    pointsPerFrame = Double(frames.points.count) / count
    linesPerFrame = Double(frames.lineClass.count) / count
    samplesPerFrame = Double(frames.samples.count) / count
  }

  /// For people.
  var text: String {
    func one(_ value: Double) -> String { String(Int(value * 10) / 10) + "." + String(Int(value * 10) % 10) }
    return """
      map: \(elements) elements, \(segments) segments
      frames: \(frames) in \(order) order, each with \(one(pointsPerFrame)) points and \(one(linesPerFrame)) lines of \
      \(one(samplesPerFrame)) samples
      """
  }
}
