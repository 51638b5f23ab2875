import Evidence
import Observations

/// What MATCH keeps of one drive: frames that wait for their turn, the filter, and the traversal in progress.
struct DriveState: Sendable {
  /// Which drive.
  struct Key: Hashable, Comparable, Sendable {
    var vehicle: VehicleID
    var drive: DriveID

    static func < (a: Key, b: Key) -> Bool { (a.vehicle, a.drive) < (b.vehicle, b.drive) }
  }

  /// A traversal in progress.
  struct Open: Sendable {
    var slot: Int64
    var firstOffset: Int64
    var traceparent: String?
  }

  var window = ReorderWindow()
  var matcher: DriveMatcher
  var open: Open?
  /// The highest slot whose evidence has been sent; frames of it come too late.
  var closedSlot: Int64?
  /// The partition's event time when the drive was last heard of.
  var heardAt_ns: Int64

  /// The smallest offset that must be read again after a crash; nil if none.
  var firstOffset: Int64? {
    switch (window.firstOffset, open?.firstOffset) {
    case (let a?, let b?): min(a, b)
    case (let a, let b): a ?? b
    }
  }
}
