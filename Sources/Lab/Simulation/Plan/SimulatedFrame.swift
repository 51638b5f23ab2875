import Geometry
import Observations

/// A frame as it arrives, with what no vehicle knows.
public struct SimulatedFrame: Sendable {
  /// What the vehicle reports.
  public var frame: ObservationFrame
  /// Number of the drive in the simulator's list.
  public var drive: Int
  /// Where the vehicle truly was, in the frame of the simulator's map.
  public var truePose: Pose2
  /// The same place on the globe.
  public var truePlace: Geodetic
  /// True direction, counter-clockwise from east at the place, radians.
  public var trueYaw_rad: Double
  /// When it arrives, ns since 1970.
  public var arrival_ns: Int64
  /// True for the second copy of a frame.
  public var isDuplicate: Bool
  /// Which element each detection is of.
  public var sources: DetectionSources
}
