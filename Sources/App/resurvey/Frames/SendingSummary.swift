import Foundation

/// What was sent or written, for people and for programs.
struct SendingSummary: Encodable {
  /// Topic or file.
  let to: String
  let frames: Int
  let size_bytes: Int
  /// Lines that were passed over.
  let skipped: Int
  let wall_s: Double

  /// The summary of work that began at `start`.
  init(to: String, frames: Int, size_bytes: Int, skipped: Int = 0, since start: ContinuousClock.Instant) {
    self.to = to
    self.frames = frames
    self.size_bytes = size_bytes
    self.skipped = skipped
    wall_s = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
  }

  /// For people.
  var text: String {
    let speed = wall_s > 0 ? String(format: ", %.0f frames/s", Double(frames) / wall_s) : ""
    return "\(to): \(frames) frames, \(Self.mebibytes(size_bytes)) in \(String(format: "%.1f", wall_s)) s\(speed)"
      + (skipped > 0 ? "; \(skipped) bad lines passed over" : "")
  }

  /// `12.3 MiB`.
  static func mebibytes(_ bytes: Int) -> String { String(format: "%.1f MiB", Double(bytes) / 1_048_576) }
}
