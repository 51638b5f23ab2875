import Geometry
import Observations

/// Recorded drives over the mapped lines, before and after localization: the whole map, and close up where most drives passed.
public struct DrivePicture: Sendable {
  /// One drive with what localization said of each of its frames.
  public struct Drive: Sendable {
    let reported: [Pose2?]
    let localized: [RunPose?]
    let frames: [ObservationFrame]

    /// A drive and the poses of its frames, in the frame of the map.
    public init(_ drive: RecordedDrive, poses: [RunPose?], map: DividerMap) {
      frames = drive.frames
      reported = drive.frames.map { $0.reportedPose(in: map.frame) }
      localized = poses
    }
  }

  /// The mapped lines.
  public var map: DividerMap
  /// The drives.
  public var drives: [Drive]
  /// The first line.
  public var title: String

  /// A picture of its parts.
  public init(map: DividerMap, drives: [Drive], title: String = "Drives before and after localization") {
    self.map = map
    self.drives = drives
    self.title = title
  }

  private static let margin = 24.0
  private static let width = 1400.0
  private static let closeUps = 3
  private static let closeUpHeight = 190.0

  /// The picture as SVG.
  public var svg: String {
    let places = ClosePlace.busiest(of: drives, map: map, count: Self.closeUps)
    let half = (Self.width - 3 * Self.margin) / 2
    let head = 100.0
    let overview = DrivePanel(
      frame: .whole(map.lines.flatMap { $0 }), left: Self.margin, top: head, width: Self.width - 2 * Self.margin,
      height: nil)
    let rows = head + overview.height + 44
    var canvas = SVGCanvas(
      width: Self.width, height: rows + Double(places.count) * (Self.closeUpHeight + 44) + Self.margin)
    canvas.rectangle(0, 0, canvas.width, canvas.height, "fill=\"\(PictureStyle.background)\"")
    drawHead(on: &canvas)
    overview.draw(on: &canvas) { canvas in
      drawMap(overview, isFaint: true, on: &canvas)
      drawPaths(overview, on: &canvas)
      drawMarks(places, overview, on: &canvas)
    }
    for (row, place) in places.enumerated() {
      let top = rows + Double(row) * (Self.closeUpHeight + 44)
      for isAfter in [false, true] {
        let panel = DrivePanel(
          frame: .close(place.middle, along: place.direction, length_m: ClosePlace.length_m),
          left: isAfter ? 2 * Self.margin + half : Self.margin, top: top, width: half, height: Self.closeUpHeight)
        panel.draw(on: &canvas) { canvas in
          drawMap(panel, on: &canvas)
          drawDetections(panel, isAfter: isAfter, on: &canvas)
        }
        let name = "\(row + 1)  \(isAfter ? "localized, converged frames" : "as reported"), \(place.drives) drives"
        canvas.text(
          name, at: Vector2(panel.left, top - 8), "font-size=\"13\" font-weight=\"bold\" fill=\"\(PictureStyle.ink)\"")
        panel.drawScale(on: &canvas)
      }
    }
    return canvas.svg
  }

  private func drawHead(on canvas: inout SVGCanvas) {
    canvas.text(
      title, at: Vector2(Self.margin, 36), "font-size=\"22\" font-weight=\"bold\" fill=\"\(PictureStyle.ink)\"")
    let frames = drives.reduce(0) { $0 + $1.frames.count }
    canvas.text(
      "\(drives.count) drives, \(frames) frames over \(map.lines.count) mapped lines. Close up: detected lines laid onto the map with each pose; "
        + "the road runs from left to right.",
      at: Vector2(Self.margin, 59), "font-size=\"13\" fill=\"\(PictureStyle.faint)\"")
    let signs = [
      (DriveColour.mapped, "mapped line"), (DriveColour.before, "as reported"), (DriveColour.after, "localized"),
    ]
    var left = Self.margin
    for (colour, name) in signs {
      canvas.path([Vector2(left, 79), Vector2(left + 26, 79)], "stroke=\"\(colour)\" stroke-width=\"3\"")
      canvas.text(name, at: Vector2(left + 34, 83), "font-size=\"12\" fill=\"\(PictureStyle.ink)\"")
      left += 150
    }
  }

  private func drawMap(_ panel: DrivePanel, isFaint: Bool = false, on canvas: inout SVGCanvas) {
    let style = isFaint ? "stroke-opacity=\"0.35\" stroke-width=\"0.6\"" : "stroke-width=\"1.2\""
    canvas.group("fill=\"none\" stroke=\"\(DriveColour.mapped)\" \(style)") { canvas in
      for line in map.lines where panel.touches(line) { canvas.path(line.map(panel.pixel)) }
    }
  }

  /// The ways of all drives, the localized ones over the reported ones.
  private func drawPaths(_ panel: DrivePanel, on canvas: inout SVGCanvas) {
    for isAfter in [false, true] {
      let colour = isAfter ? DriveColour.after : DriveColour.before
      canvas.group("fill=\"none\" stroke=\"\(colour)\" stroke-opacity=\"0.6\" stroke-width=\"1.1\"") { canvas in
        for drive in drives {
          for run in drive.runs(isAfter: isAfter) {
            canvas.path(stride(from: 0, to: run.count, by: 6).map { panel.pixel(run[$0]) })
          }
        }
      }
    }
  }

  private func drawMarks(_ places: [ClosePlace], _ panel: DrivePanel, on canvas: inout SVGCanvas) {
    for (index, place) in places.enumerated() {
      let at = panel.pixel(place.middle)
      canvas.circle(
        at, radius: 11, "fill=\"#ffffff\" fill-opacity=\"0.85\" stroke=\"\(PictureStyle.ink)\" stroke-width=\"1.4\"")
      canvas.text(
        String(index + 1), at: at + Vector2(-4, 4.5),
        "font-size=\"13\" font-weight=\"bold\" fill=\"\(PictureStyle.ink)\"")
    }
  }

  private func drawDetections(_ panel: DrivePanel, isAfter: Bool, on canvas: inout SVGCanvas) {
    let colour = isAfter ? DriveColour.after : DriveColour.before
    canvas.group("fill=\"none\" stroke=\"\(colour)\" stroke-opacity=\"0.3\" stroke-width=\"0.9\"") { canvas in
      for drive in drives {
        // Every third frame: the next one sees nearly the same.
        for index in stride(from: 0, to: drive.frames.count, by: 3) {
          guard let (pose, scale) = drive.pose(index, isAfter: isAfter), panel.isNear(pose.position) else { continue }
          let frame = drive.frames[index]
          for line in 0..<frame.lines.count {
            let points = frame.vertices(ofLine: line, lateralScale: scale).map { panel.pixel(pose.transform($0)) }
            canvas.path(points.count > 6 ? [points[0], points[points.count / 2], points[points.count - 1]] : points)
          }
        }
      }
    }
  }
}

extension DrivePicture.Drive {
  /// Pose and lateral scale of a frame: the reported one, or the localized one where it has converged.
  func pose(_ index: Int, isAfter: Bool) -> (Pose2, lateralScale: Double)? {
    guard isAfter else { return reported[index].map { ($0, 1) } }
    guard let pose = localized[index], pose.isConverged else { return nil }
    return (pose.pose, pose.lateralScale)
  }

  /// The way in unbroken stretches.
  func runs(isAfter: Bool) -> [[Vector2]] {
    var runs: [[Vector2]] = []
    var run: [Vector2] = []
    for index in frames.indices {
      let place = pose(index, isAfter: isAfter)?.0.position
      // A jump of the reported pose is no way that was driven.
      if let place, run.last.map({ $0.distance(to: place) < 20 }) ?? true {
        run.append(place)
      } else {
        if run.count > 1 { runs.append(run) }
        run = place.map { [$0] } ?? []
      }
    }
    if run.count > 1 { runs.append(run) }
    return runs
  }
}

/// The colours of before and after: far apart in hue and lightness, as for colour-blind eyes.
enum DriveColour {
  static let mapped = "#22272c"
  static let before = "#d9822b"
  static let after = "#1f5fae"
}
