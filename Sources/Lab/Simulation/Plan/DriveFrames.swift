/// The frames of one drive in order of capture, none late, none twice: what a localizer is measured with.
public struct DriveFrames: Sequence, IteratorProtocol {
  private var simulation: DriveSimulation

  /// The next frame; nil after the last.
  public mutating func next() -> SimulatedFrame? {
    simulation.nextCapture_ns == nil ? nil : simulation.next()
  }

  fileprivate init(_ simulation: DriveSimulation) { self.simulation = simulation }
}

extension Simulator {
  /// The frames of a drive, by its index into `drives`; the same as the iterator's, whatever else is driven.
  public func frames(ofDrive drive: Int) -> DriveFrames { DriveFrames(simulation(ofDrive: drive)) }

  /// One drive, ready to begin.
  func simulation(ofDrive drive: Int) -> DriveSimulation {
    DriveSimulation(
      drives[drive], number: drive, scene: scene, frame: world.map.frame, plan: plan,
      random: random(ofDrive: drive))
  }

  /// The stream a drive's frames, and their way to the log, are drawn from.
  func random(ofDrive drive: Int) -> SeededRandom { random.split(6).split(UInt64(drive)) }
}
