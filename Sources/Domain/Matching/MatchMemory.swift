import Observations

/// The memory of matching, kept from frame to frame, so that matching asks the heap for nothing once it has grown. A value like any other: it holds
/// nothing that a result depends on, and a copy gets memory of its own when it is first used.
public struct MatchMemory: Sendable {
  /// Only ever touched by the one value that owns it.
  private final class Box: @unchecked Sendable {
    var work = FrameWork()
  }

  private var box = Box()

  /// Memory that has not grown yet.
  public init() {}

  /// Runs a match in this memory.
  mutating func run(_ view: borrowing FrameView, _ configuration: MatchConfiguration, _ model: SensorModel)
    -> MatchedFrame
  {
    if !isKnownUniquelyReferenced(&box) { box = Box() }
    box.work.match(view, configuration, model)
    return box.work.result
  }
}
