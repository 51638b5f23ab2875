import Observations

/// Gives the labels used in one frame their numbers in it.
struct FrameLabels {
  private var numbers: [UInt32] = []
  private var frames: [Int] = []
  private var frame = 0

  init(count: Int) {
    numbers = Array(repeating: 0, count: count)
    frames = Array(repeating: -1, count: count)
  }

  mutating func begin() { frame += 1 }

  /// The number of a label in this frame, which is added to the frame where it is new.
  mutating func number(_ label: Int, of book: LabelBook, in observation: inout ObservationFrame) -> UInt32 {
    if frames[label] != frame {
      frames[label] = frame
      numbers[label] = UInt32(observation.labels.count)
      observation.labels.append(book.labels[label])
    }
    return numbers[label]
  }
}

/// Numbers that a tracker gives to objects within a drive.
struct Tracks {
  private var numbers: [UInt32]
  private var lastFrames: [Int32]
  private var next: UInt32 = 1
  private let sensors: Int
  /// An object unseen for more frames is a new one when it comes back.
  private static let memory_frames: Int32 = 8

  init(objects: Int, sensors: Int) {
    self.sensors = sensors
    numbers = Array(repeating: 0, count: objects * sensors)
    lastFrames = Array(repeating: .min / 2, count: objects * sensors)
  }

  mutating func number(of object: Int, sensor: Int, frame: Int32) -> UInt32 {
    let slot = object * sensors + sensor
    if frame - lastFrames[slot] > Self.memory_frames { numbers[slot] = fresh() }
    lastFrames[slot] = frame
    return numbers[slot]
  }

  mutating func fresh() -> UInt32 {
    next += 1
    return next - 1
  }
}
