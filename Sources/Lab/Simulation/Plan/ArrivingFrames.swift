import Observations

/// Frames of all drives in order of arrival: delayed, now and then late or twice.
public struct ArrivingFrames: IteratorProtocol {
  private let simulator: Simulator
  /// Drives that have not begun, latest first.
  private var waiting: [Int]
  private var active: [(simulation: DriveSimulation, transport: SeededRandom)] = []
  private var pending = FrameHeap()

  init(_ simulator: Simulator) {
    self.simulator = simulator
    waiting = simulator.drives.indices.sorted {
      (simulator.drives[$0].start_ns, $0) > (simulator.drives[$1].start_ns, $1)
    }
  }

  /// The next frame to arrive; nil after the last.
  public mutating func next() -> SimulatedFrame? {
    // A frame arrives no earlier than it is captured: what is captured before the first pending arrival must be made first.
    while let capture_ns = earliestCapture_ns(), capture_ns <= pending.firstArrival_ns ?? .max { capture(capture_ns) }
    return pending.removeFirst()
  }

  private func earliestCapture_ns() -> Int64? {
    var earliest = waiting.last.map { simulator.drives[$0].start_ns }
    for drive in active {
      guard let next = drive.simulation.nextCapture_ns else { continue }
      earliest = min(earliest ?? next, next)
    }
    return earliest
  }

  private mutating func capture(_ time_ns: Int64) {
    if let drive = waiting.last, simulator.drives[drive].start_ns == time_ns {
      waiting.removeLast()
      active.append((simulator.simulation(ofDrive: drive), simulator.random(ofDrive: drive).split(9)))
    }
    for index in active.indices where active[index].simulation.nextCapture_ns == time_ns {
      let frame = active[index].simulation.next()
      for copy in Self.delivered(frame, by: simulator.plan.transport, &active[index].transport) {
        pending.insert(copy)
      }
    }
    active.removeAll { $0.simulation.nextCapture_ns == nil }
  }

  /// The copies of a frame that arrive.
  private static func delivered(
    _ frame: SimulatedFrame, by transport: TransportParameters, _ random: inout SeededRandom
  ) -> [SimulatedFrame] {
    func delayed(isDuplicate: Bool) -> SimulatedFrame {
      var copy = frame
      var delay_s = transport.delay_s + random.uniform() * transport.jitter_s
      if random.chance(transport.lateShare) { delay_s += random.uniform() * transport.lateDelay_s }
      if isDuplicate { delay_s += random.uniform() }
      copy.arrival_ns += Int64(delay_s * 1e9)
      copy.isDuplicate = isDuplicate
      return copy
    }
    let first = delayed(isDuplicate: false)
    return random.chance(transport.duplicateShare) ? [first, delayed(isDuplicate: true)] : [first]
  }
}

/// Frames on their way, the next to arrive first.
struct FrameHeap {
  private var frames: [SimulatedFrame] = []

  var firstArrival_ns: Int64? { frames.first?.arrival_ns }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    let (x, y) = (frames[a], frames[b])
    if x.arrival_ns != y.arrival_ns { return x.arrival_ns < y.arrival_ns }
    if x.drive != y.drive { return x.drive < y.drive }
    if x.frame.sequence != y.frame.sequence { return x.frame.sequence < y.frame.sequence }
    return !x.isDuplicate && y.isDuplicate
  }

  mutating func insert(_ frame: SimulatedFrame) {
    frames.append(frame)
    var child = frames.count - 1
    while child > 0, precedes(child, (child - 1) / 2) {
      frames.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() -> SimulatedFrame? {
    guard !frames.isEmpty else { return nil }
    frames.swapAt(0, frames.count - 1)
    let first = frames.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < frames.count && precedes(child, least) {
        least = child
      }
      if least == parent { return first }
      frames.swapAt(parent, least)
      parent = least
    }
  }
}
