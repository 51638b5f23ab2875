import Observations

/// The highest slot of each trip that has counted in a tile: every traversal counts once.
public struct VisitMarks: Hashable, Sendable {
  /// A drive of a vehicle.
  public struct Trip: Hashable, Comparable, Sendable {
    /// Who drove.
    public let vehicle: VehicleID
    /// The drive.
    public let drive: DriveID

    /// A trip of its parts.
    public init(vehicle: VehicleID, drive: DriveID) {
      self.vehicle = vehicle
      self.drive = drive
    }

    /// By vehicle, then drive.
    public static func < (a: Trip, b: Trip) -> Bool { (a.vehicle, a.drive) < (b.vehicle, b.drive) }
  }

  /// What is remembered of a trip.
  public struct Mark: Hashable, Sendable {
    /// The highest slot that has counted.
    public var slot: Int64
    /// Event time after which it may be forgotten, ns since 1970: evidence that old is refused before it gets here.
    public var expires_ns: Int64

    /// A mark of its parts.
    public init(slot: Int64, expires_ns: Int64) {
      self.slot = slot
      self.expires_ns = expires_ns
    }
  }

  private var marks: [Trip: Mark] = [:]
  private var changedTrips: Set<Trip> = []
  /// Number of marks at which the expired ones are dropped; twice what is left then, so that this costs each mark little.
  private var sweepAt = leastSweep

  private static let leastSweep = 64
  /// More slots than there are before the year 2200.
  private static let slots: UInt64 = 125_000_000

  /// Nobody was here.
  public init() {}

  /// By the marks; when they are swept makes no difference.
  public static func == (a: VisitMarks, b: VisitMarks) -> Bool {
    a.marks == b.marks && a.changedTrips == b.changedTrips
  }

  /// Of the marks.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(marks)
    hasher.combine(changedTrips)
  }

  /// Number of trips remembered.
  public var count: Int { marks.count }
  /// All marks, ordered by trip.
  public var all: [(trip: Trip, mark: Mark)] {
    marks.sorted { $0.key < $1.key }.map { (trip: $0.key, mark: $0.value) }
  }
  /// Marks that differ from what was loaded or last taken for stored, ordered by trip.
  public var changed: [(trip: Trip, mark: Mark)] {
    changedTrips.sorted().compactMap { trip in marks[trip].map { (trip: trip, mark: $0) } }
  }

  /// Puts a stored mark back.
  public mutating func restore(_ trip: Trip, _ mark: Mark) { marks[trip] = mark }
  /// Takes all marks for stored.
  public mutating func markStored() { changedTrips = [] }

  /// True where the traversal's slot is above all of its trip that counted here; it is remembered then.
  ///
  /// A mark expires once all of its slot is too late to be admitted. An expired one counts for nothing whether it has been dropped or not, here or from
  /// the file, so that a fold that was loaded again admits the same.
  /// - Parameter now_ns: Event time, ns since 1970.
  public mutating func admit(_ traversal: TraversalEvidence, lateness_ns: Int64, now_ns: Int64) -> Bool {
    let id = traversal.id
    let trip = Trip(vehicle: id.vehicle, drive: id.drive)
    // A slot far from any time there is, which only a hostile record has, ends nowhere.
    let end_ns = id.slot.magnitude < Self.slots ? TraversalSlot.end_ns(of: id.slot, vehicle: id.vehicle) : .min
    var expires_ns = max(end_ns, traversal.lastTime_ns) &+ lateness_ns
    if let mark = marks[trip], mark.expires_ns >= now_ns {
      guard id.slot > mark.slot else { return false }
      expires_ns = max(mark.expires_ns, expires_ns)
    }
    marks[trip] = Mark(slot: id.slot, expires_ns: expires_ns)
    changedTrips.insert(trip)
    if marks.count >= sweepAt {
      expire(before: now_ns)
      sweepAt = max(marks.count * 2, Self.leastSweep)
    }
    return true
  }

  /// Forgets marks that expire before an event time.
  public mutating func expire(before time_ns: Int64) {
    marks = marks.filter { $0.value.expires_ns >= time_ns }
    changedTrips = changedTrips.filter { marks[$0] != nil }
  }
}
