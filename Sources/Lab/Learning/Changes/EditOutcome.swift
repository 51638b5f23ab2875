import Evidence
import Geometry
import MapModel
import Simulation

/// What one order of drives told of one wrong line.
public struct EditOutcome: Hashable, Sendable, Codable {
  /// An added line is about a deleted one within this distance, m: nearer than the next line.
  static let beside_m = 1.2
  /// A claim elsewhere is the one with the true map within this distance, m.
  static let same_m = 2.0

  /// What came of one order of drives on one map.
  public struct Told: Sendable {
    /// Change events in order.
    public var events: [ChangeEvent]
    /// Of each drive that could, in any order, where it was as its frames could testify on the map.
    public var witnesses: [[Geodetic]]

    /// What came of it.
    public init(events: [ChangeEvent] = [], witnesses: [[Geodetic]] = []) {
      self.events = events
      self.witnesses = witnesses
    }
  }

  /// A claim that is not about the edit and was not made with the true map.
  public struct Other: Hashable, Sendable, Codable {
    /// What is said.
    public var kind: String
    /// Of which element; nil for an addition.
    public var element: UInt64?
    /// Length, m.
    public var length_m: Double
    /// Least distance from the edited line, m.
    public var distance_m: Double
    /// Where its middle is, degrees.
    public var latitude_deg: Double
    /// Where its middle is, degrees.
    public var longitude_deg: Double
  }

  /// Number of the order.
  public var order: Int
  /// Length of the claims that say what is so, m; 0 where it was not found.
  public var length_m: Double
  /// Stations with at least three drives that they cover.
  public var stations: Int
  /// Stations with at least three drives at which so many also testify, whatever they say: without them nothing can be told.
  public var witnessed: Int
  /// Distance of the true line from the claims at those stations, m, rising; empty for a removal.
  public var errors_m: [Double]
  /// Drives that passed the line until the first such claim, this one included; nil where it was not found.
  public var passesUntilFound: Int?
  /// Drives of all until then.
  public var drivesUntilFound: Int?
  /// Where another kind of change is told of the same: removed and added for moved, m.
  public var otherwise_m: [String: Double]
  /// What was told elsewhere and not with the true map.
  public var others: [Other]

  /// The outcome of an order.
  /// - Parameters:
  ///   - told: All that was told, in order, and where the drives could testify.
  ///   - trueClaims: What stands at the end of the same order with the true map, in the frame of `stale`.
  public init(
    _ told: Told, stale: StaleMap, passes: StationPasses, order: DriveOrder, drives: [RecordedDrive],
    trueClaims: [ChangeClaim]
  ) {
    let claims = ChangeClaim.standing(told.events, class: stale.truth.elementClass, in: stale.frame)
    var right: [ChangeClaim] = []
    var otherwise: [String: Double] = [:]
    var others: [Other] = []
    for claim in claims {
      switch Self.verdict(claim, stale) {
      case .right: right.append(claim)
      case .otherwise: otherwise[claim.kind.name, default: 0] += claim.length_m
      case .elsewhere:
        let same = trueClaims.filter { $0.kind == claim.kind && $0.element == claim.element }.map(\.shape)
        if !claim.lies(on: same, within_m: Self.same_m) { others.append(Self.other(claim, stale)) }
      }
    }
    self.order = order.number
    length_m = right.reduce(0) { $0 + $1.length_m }
    let distances = passes.carried.compactMap { station in
      let place = stale.line.project(StationPasses.middle(of: station, on: stale.passed)).foot
      return Self.error_m(of: right, at: place, stale)
    }
    stations = distances.count
    let witnesses = StationPasses(stale.passed, in: stale.frame, places: told.witnesses)
    witnessed = passes.carried.count { witnesses.drives[$0] >= 3 }
    errors_m = stale.edit.expected == .removed ? [] : distances.sorted()
    let first = right.map { order.place(at: $0.told_ns, of: drives) }.min()
    drivesUntilFound = first.map { $0 + 1 }
    passesUntilFound = first.map { place in order.places[...place].count { !passes.stations[$0].isEmpty } }
    otherwise_m = otherwise
    self.others = others
  }

  /// True where something was told as it is.
  public var isFound: Bool { length_m > 0 }

  private enum Verdict { case right, otherwise, elsewhere }

  private static func verdict(_ claim: ChangeClaim, _ stale: StaleMap) -> Verdict {
    let isOnLine = claim.lies(on: [stale.line.points], within_m: beside_m)
    switch stale.edit.action {
    case .deleted: return claim.kind == .added && isOnLine ? .right : .elsewhere
    case .invented: return claim.element == stale.element ? (claim.kind == .removed ? .right : .otherwise) : .elsewhere
    case .shifted:
      if claim.element == stale.element { return claim.kind == .moved ? .right : .otherwise }
      return claim.kind == .added && isOnLine ? .otherwise : .elsewhere
    }
  }

  /// How far claims lie from where the line is at a place; nil where none covers it.
  private static func error_m(of claims: [ChangeClaim], at place: Vector2, _ stale: StaleMap) -> Double? {
    // A moved line says where it is along a stretch, however far off.
    let reach = stale.edit.expected == .moved ? StationPasses.reach_m : beside_m
    return claims.compactMap { claim -> Double? in
      guard claim.shape.count > 1 else { return nil }
      let foot = Polyline(claim.shape).project(place)
      return foot.distance_m <= reach && !foot.beyondEnd ? foot.distance_m : nil
    }.min()
  }

  private static func other(_ claim: ChangeClaim, _ stale: StaleMap) -> Other {
    let line = Polyline(claim.shape)
    let middle = line.point(at: line.length_m / 2)
    let place = stale.frame.geodetic(middle)
    return Other(
      kind: claim.kind.name, element: claim.element?.value, length_m: claim.length_m,
      distance_m: stale.line.project(middle).distance_m, latitude_deg: place.latitude_deg,
      longitude_deg: place.longitude_deg)
  }
}
