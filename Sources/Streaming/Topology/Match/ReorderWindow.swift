import Observations

/// Puts the frames of one drive back in order: a frame waits until its drive is `span_ns` of capture time past it, so that a frame that
/// overtook another on its way is still used in its place. A function of the frames alone.
struct ReorderWindow: Sendable {
  /// A frame and where it came from.
  struct Held: Sendable {
    var frame: ObservationFrame
    var offset: Int64
    var traceparent: String?
  }

  /// What became of a frame offered to the window.
  enum Verdict: Equatable {
    /// It waits for its turn.
    case held
    /// Its sequence number was seen before.
    case duplicate
    /// The drive is past it.
    case late
  }

  /// Most frames that wait; beyond it the oldest goes.
  static let capacity = 64
  /// How far a drive must be past a frame.
  static let span_ns: Int64 = 500_000_000

  private(set) var held: [Held] = []
  private var newest_ns = Int64.min
  private var lastReleased: (sequence: UInt64, time_ns: Int64)?

  /// Offers a frame.
  mutating func offer(_ candidate: Held) -> Verdict {
    let frame = candidate.frame
    if let lastReleased, frame.sequence <= lastReleased.sequence || frame.captureTime_ns <= lastReleased.time_ns {
      return frame.sequence == lastReleased.sequence ? .duplicate : .late
    }
    var place = held.count
    while place > 0, held[place - 1].frame.sequence >= frame.sequence {
      if held[place - 1].frame.sequence == frame.sequence { return .duplicate }
      place -= 1
    }
    held.insert(candidate, at: place)
    newest_ns = max(newest_ns, frame.captureTime_ns)
    return .held
  }

  /// Takes the next frame whose turn has come; nil where none has.
  mutating func next() -> Held? {
    guard let first = held.first,
      held.count > Self.capacity || first.frame.captureTime_ns <= newest_ns - Self.span_ns
    else { return nil }
    return release()
  }

  /// Takes the next frame, whether its turn has come or not: the drive is over.
  mutating func drain() -> Held? { held.isEmpty ? nil : release() }

  /// The smallest offset of a frame that waits.
  var firstOffset: Int64? { held.map(\.offset).min() }

  private mutating func release() -> Held {
    let first = held.removeFirst()
    lastReleased = (first.frame.sequence, first.frame.captureTime_ns)
    return first
  }
}
