import Geometry
import Observations

/// A frame before the map around it: finds the map's counterparts of all that was detected.
struct MapSight {
  let region: MapRegion
  let frame: ObservationFrame
  let lines: FrameLines
  /// Segments around the frame's lines.
  let segments: [Int]
  let configuration: LocalizationConfiguration
  /// Seconds since the frame before.
  let seconds: Double
  /// False where lanes in doubt have left the place along the road open.
  let isAlongSure: Bool

  /// Replaces the measurements by those at the filter's pose, and the strays by the lines that lie on nothing known; returns how
  /// the landmarks compare.
  func gather(
    _ filter: PoseFilter, unmapped: UnmappedLines, lineGate_m: Double, into out: inout [MapMeasurement],
    strays: inout [UnmappedLines.Stray]
  ) -> PointMeasurements.Tally {
    out.removeAll(keepingCapacity: true)
    strays.removeAll(keepingCapacity: true)
    LineMeasurements(
      region: region, frame: frame, lines: lines, segments: segments, configuration: configuration, seconds: seconds,
      isAlongSure: isAlongSure
    ).gather(filter, unmapped: unmapped, gate_m: lineGate_m, into: &out, strays: &strays)
    // While the place along the road is open, a landmark finds a counterpart anywhere: the histogram decides first.
    guard isAlongSure, filter.alongSigma_m <= configuration.alongSure_m else { return PointMeasurements.Tally() }
    let landmarks = PointMeasurements(region: region, frame: frame, configuration: configuration, seconds: seconds)
      .gather(filter, into: &out)
    BearingMeasurements(region: region, frame: frame, configuration: configuration, seconds: seconds)
      .gather(filter, into: &out)
    return landmarks
  }
}
