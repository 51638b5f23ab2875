import Observations

/// Who speaks, in which slot and when: what a ledger remembers of a traversal.
public struct Visit: Hashable, Sendable {
  /// Hash of the vehicle's pseudonym.
  public let vehicle: UInt32
  /// Hash of vehicle and drive.
  public let trip: UInt32
  /// The slot of capture time.
  public let slot: Int64
  /// Capture time of the last frame, ns since 1970.
  public let time_ns: Int64

  /// A visit of its parts.
  public init(vehicle: UInt32, trip: UInt32, slot: Int64, time_ns: Int64) {
    self.vehicle = vehicle
    self.trip = trip
    self.slot = slot
    self.time_ns = time_ns
  }

  /// The visit of a traversal.
  public init(_ traversal: TraversalEvidence) {
    var vehicle = StableHash()
    vehicle.add(traversal.id.vehicle.text)
    var trip = vehicle
    trip.add(traversal.id.drive.text)
    self.init(
      vehicle: vehicle.folded, trip: trip.folded, slot: traversal.id.slot, time_ns: traversal.lastTime_ns)
  }

  /// Day of event time, counted from 1970.
  public var day: UInt32 { Self.day(of: time_ns) }

  /// The day of a time in ns since 1970.
  static func day(of time_ns: Int64) -> UInt32 { UInt32(clamping: time_ns / 86_400_000_000_000) }

  /// True where `earlier` was the same trip in the same slot or the one before: an element seen at the end of one slot and the start of
  /// the next was passed once.
  public func continues(trip earlierTrip: UInt32, slot earlierSlot: Int64) -> Bool {
    trip == earlierTrip && (slot == earlierSlot || slot == earlierSlot + 1)
  }
}
