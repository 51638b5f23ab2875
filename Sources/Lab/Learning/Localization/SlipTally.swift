/// Lane slips: the vehicle is said to be where it is not. One slip lasts until a converged frame is right again, however often the
/// localizer abstains in between.
struct SlipTally: Sendable {
  /// Lateral error beyond which a converged frame is in the wrong lane, m.
  static let slip_m = 1.5

  private(set) var episodes = 0
  private(set) var frames = 0
  private var isOpen = false

  /// Takes in a converged frame.
  mutating func add(across_m: Double) {
    let isSlipped = abs(across_m) > Self.slip_m
    if isSlipped {
      frames += 1
      if !isOpen { episodes += 1 }
    }
    isOpen = isSlipped
  }

  /// What comes next is another drive.
  mutating func endDrive() { isOpen = false }

  mutating func merge(_ other: SlipTally) {
    episodes += other.episodes
    frames += other.frames
  }
}
