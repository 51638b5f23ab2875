import Geometry
import Observations

/// The frames of one drive in order of capture.
public struct RecordedDrive: Sendable {
  /// Who drove.
  public let vehicle: VehicleID
  /// Which trip.
  public let id: DriveID
  /// All frames, rising in time.
  public internal(set) var frames: [ObservationFrame]

  /// The drives of frames in any order, in order of each drive's first appearance; of two frames at one time the first stays.
  public static func drives(of frames: [ObservationFrame]) -> [RecordedDrive] {
    struct Key: Hashable {
      var vehicle: VehicleID
      var drive: DriveID
    }
    var places: [Key: Int] = [:]
    var drives: [RecordedDrive] = []
    for frame in frames {
      let key = Key(vehicle: frame.vehicle, drive: frame.drive)
      if let place = places[key] {
        drives[place].frames.append(frame)
      } else {
        places[key] = drives.count
        drives.append(RecordedDrive(vehicle: frame.vehicle, id: frame.drive, frames: [frame]))
      }
    }
    for index in drives.indices {
      let ordered = drives[index].frames.enumerated().sorted {
        ($0.element.captureTime_ns, $0.offset) < ($1.element.captureTime_ns, $1.offset)
      }.map(\.element)
      drives[index].frames = ordered.indices.filter {
        $0 == 0 || ordered[$0].captureTime_ns > ordered[$0 - 1].captureTime_ns
      }.map { ordered[$0] }
    }
    return drives
  }
}

extension ObservationFrame {
  /// The vehicle's own estimate in a frame; nil without place or direction.
  func reportedPose(in frame: ENUFrame) -> Pose2? {
    guard let gnss, let yaw_rad = gnss.yaw_rad else { return nil }
    // Yaw counts from east at the place, which lies turned in a frame some kilometres off.
    let turn_rad = frame.from(ENUFrame(origin: gnss.place.onGround)).yaw_rad
    return Pose2(frame.local(gnss.place.onGround), yaw_rad: (yaw_rad + turn_rad).wrappedAngle_rad)
  }

  /// The frame with its reported place moved to the left of its reported direction, m.
  func reportedMoved(left_m: Double) -> ObservationFrame {
    guard left_m != 0, var gnss, let yaw_rad = gnss.yaw_rad else { return self }
    let here = ENUFrame(origin: gnss.place.onGround)
    gnss.place = here.geodetic(Vector2(angle_rad: yaw_rad).leftNormal * left_m, height_m: gnss.place.height_m)
    var moved = self
    moved.gnss = gnss
    return moved
  }

  /// Vertices of a detected line in the vehicle frame, m, a camera's with its lateral coordinate scaled.
  func vertices(ofLine line: Int, lateralScale: Double) -> [Vector2] {
    // Only cameras measure across with a scale of their own.
    let scale = sensors[Int(lines.sensor[line])].modality == .camera ? lateralScale : 1
    return lines.vertices(of: line).map { Vector2(Double(lines.x_m[$0]), Double(lines.y_m[$0]) * scale) }
  }
}
