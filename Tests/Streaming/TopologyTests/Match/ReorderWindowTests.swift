import Observations
import Testing

@testable import Topology

@Suite struct ReorderWindowTests {
  private func held(_ sequence: UInt64, at_ms time: Int64, offset: Int64 = 0) -> ReorderWindow.Held {
    let frame = ObservationFrame(
      vehicle: VehicleID("v"), drive: DriveID("d"), sequence: sequence, captureTime_ns: time * 1_000_000)
    return ReorderWindow.Held(frame: frame, offset: offset, traceparent: nil)
  }

  private func released(_ window: inout ReorderWindow) -> [UInt64] {
    var out: [UInt64] = []
    while let next = window.next() { out.append(next.frame.sequence) }
    return out
  }

  @Test func framesThatOvertookOneAnotherComeOutInOrder() {
    var window = ReorderWindow()
    for (sequence, time) in [(1, 100), (3, 300), (2, 200), (4, 400)] {
      #expect(window.offer(held(UInt64(sequence), at_ms: Int64(time))) == .held)
    }
    #expect(released(&window).isEmpty)
    #expect(window.offer(held(9, at_ms: 900)) == .held)
    #expect(released(&window) == [1, 2, 3, 4])
  }

  @Test func aRepeatIsADuplicateBeforeAndAfterItsTurn() {
    var window = ReorderWindow()
    #expect(window.offer(held(1, at_ms: 100)) == .held)
    #expect(window.offer(held(1, at_ms: 100)) == .duplicate)
    #expect(window.offer(held(8, at_ms: 800)) == .held)
    #expect(released(&window) == [1])
    #expect(window.offer(held(1, at_ms: 100)) == .duplicate)
  }

  @Test func aFrameTheDriveIsPastIsLate() {
    var window = ReorderWindow()
    _ = window.offer(held(2, at_ms: 200))
    _ = window.offer(held(9, at_ms: 900))
    #expect(released(&window) == [2])
    #expect(window.offer(held(1, at_ms: 100)) == .late)
  }

  @Test func waitingFramesHoldTheirOffset() {
    var window = ReorderWindow()
    _ = window.offer(held(1, at_ms: 100, offset: 7))
    _ = window.offer(held(2, at_ms: 200, offset: 5))
    #expect(window.firstOffset == 5)
    while window.drain() != nil {}
    #expect(window.firstOffset == nil)
  }

  @Test func theWindowIsBounded() {
    var window = ReorderWindow()
    for i in 0..<UInt64(ReorderWindow.capacity + 10) { _ = window.offer(held(i + 1, at_ms: 1 + Int64(i) / 10)) }
    #expect(released(&window).count == 10)
    #expect(window.held.count == ReorderWindow.capacity)
  }
}
