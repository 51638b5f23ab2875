import Geometry
import MapModel
import Observations

/// A drive made ready for measuring, with the poses its vehicle truly reported.
struct DriveTrial: Sendable {
  let drive: RecordedDrive
  /// The drive as the recording numbers it.
  let number: String
  /// Where the vehicle says it is, by frame; nil without place or direction.
  let reported: [Pose2?]
  /// The frame's lines that are of the mapped class, by frame.
  let lines: [[Int]]
  /// Indexes of the frames on the map, rising.
  let onMap: [Int]

  init(_ drive: RecordedDrive, map: DividerMap, elementClass: ElementClass = .laneBoundary) {
    self.drive = drive
    number = LineChoice.number(of: drive.id)
    let reported = drive.frames.map { $0.reportedPose(in: map.frame) }
    let lines = drive.frames.map { frame in
      (0..<frame.lines.count).filter { frame.labels[Int(frame.lines.label[$0])].best.elementClass == elementClass }
    }
    self.reported = reported
    self.lines = lines
    onMap = drive.frames.indices.filter { index in
      reported[index].map { OnMapRule.holds(drive.frames[index], lines: lines[index], reported: $0, map: map) } ?? false
    }
  }

  /// The reported pose of a frame on the map.
  func reported(_ index: Int) -> Pose2 { reported[index] ?? .identity }
}
