import Contracts
import MapModel
import Observations
import Settings
import Simulation

/// Frames of simulated drives, as their bytes arrive: drive after drive, in order of capture.
struct FrameDrives {
  /// Frames of each drive.
  private(set) var drives: [[[UInt8]]] = []
  /// Number of all frames, their bytes, and their detections.
  private(set) var frames = 0
  private(set) var bytes = 0
  private(set) var detections = 0

  /// Length of a drive, and frames it has at least where lanes do not end before.
  private static let length_m = 1700.0
  private static let framesPerDrive = 400

  /// Simulates until there are so many frames, or no drive is left.
  init(tiles: [MapTile], seed: UInt64, frames most: Int, noise: SimulationSettings, progress: (Int) -> Void) throws {
    var plan = SimulationPlan()
    plan.seed = seed
    plan.driveLength_m = Self.length_m
    plan.drives = max(2 * most / Self.framesPerDrive, 4)
    plan.vehicles = min(plan.vehicles, plan.drives)
    noise.apply(to: &plan)
    let simulator = try Simulator(tiles: tiles, plan: plan)
    for drive in simulator.drives.indices where frames < most {
      var encoded: [[UInt8]] = []
      for simulated in simulator.frames(ofDrive: drive) where frames < most {
        encoded.append(FrameCodec.encode(simulated.frame))
        frames += 1
        bytes += encoded[encoded.count - 1].count
        detections += simulated.frame.detectionCount
      }
      drives.append(encoded)
      progress(frames)
    }
  }
}
