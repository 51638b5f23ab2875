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

  /// A mark, and the round in which it changed last.
  private struct Entry {
    var mark: Mark
    var round: UInt64
  }

  private var marks: [Trip: Entry] = [:]
  /// Trips whose marks changed in this round, each once, in the order in which they first did; some may have expired since.
  private var changedTrips: [Trip] = []
  /// One more each time all marks are taken for stored.
  private var round: UInt64 = 1
  /// Number of marks at which the expired ones are dropped; twice what is left then, so that this costs each mark little.
  private var sweepAt = leastSweep

  private static let leastSweep = 64
  /// More slots than there are before the year 2200.
  private static let slots: UInt64 = 125_000_000

  /// Nobody was here.
  public init() {}

  /// By the marks; when they are swept makes no difference.
  public static func == (a: VisitMarks, b: VisitMarks) -> Bool {
    a.marks.mapValues(\.mark) == b.marks.mapValues(\.mark)
      && Set(a.changed.lazy.map(\.trip)) == Set(b.changed.lazy.map(\.trip))
  }

  /// Of the marks.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(marks.mapValues(\.mark))
    hasher.combine(Set(changed.lazy.map(\.trip)))
  }

  /// Number of trips remembered.
  public var count: Int { marks.count }
  /// All marks, ordered by trip.
  public var all: [(trip: Trip, mark: Mark)] {
    marks.sorted { $0.key < $1.key }.map { (trip: $0.key, mark: $0.value.mark) }
  }
  /// Marks that differ from what was loaded or last taken for stored, in the order in which they first came to.
  public var changed: [(trip: Trip, mark: Mark)] {
    changedTrips.compactMap { trip in marks[trip].map { (trip: trip, mark: $0.mark) } }
  }

  /// Puts a stored mark back.
  public mutating func restore(_ trip: Trip, _ mark: Mark) { marks[trip] = Entry(mark: mark, round: 0) }
  /// Takes all marks for stored.
  public mutating func markStored() {
    changedTrips = []
    round += 1
  }

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
    let mark = Mark(slot: id.slot, expires_ns: max(end_ns, traversal.lastTime_ns) &+ lateness_ns)
    // Looked up once: a trip is dear to hash.
    switch Self.put(mark, into: &marks[trip], round: round, now_ns: now_ns) {
    case .refused: return false
    case .changedAgain: break
    case .changed: changedTrips.append(trip)
    }
    if marks.count >= sweepAt {
      expire(before: now_ns)
      sweepAt = max(marks.count * 2, Self.leastSweep)
    }
    return true
  }

  private enum Outcome { case refused, changed, changedAgain }

  private static func put(_ mark: Mark, into entry: inout Entry?, round: UInt64, now_ns: Int64) -> Outcome {
    var mark = mark
    let isChanged = entry?.round == round
    if let before = entry?.mark, before.expires_ns >= now_ns {
      guard mark.slot > before.slot else { return .refused }
      mark.expires_ns = max(before.expires_ns, mark.expires_ns)
    }
    entry = Entry(mark: mark, round: round)
    return isChanged ? .changedAgain : .changed
  }

  /// Forgets marks that expire before an event time.
  public mutating func expire(before time_ns: Int64) {
    marks = marks.filter { $0.value.mark.expires_ns >= time_ns }
    changedTrips.removeAll { marks[$0] == nil }
  }
}
