import MapModel
import Observations

/// Who drives past a tile, and what is wrong with what they say. Draws come from streams of their own: honest traffic is the same without faults.
struct VoteFaults: Sendable {
  /// The sender of a traversal.
  struct Sender {
    var vehicle: VehicleID
    var software = "s1"
    /// Each vehicle has one of its own; only a faulty one is shared.
    var calibration: String
    var isFaulty = false
    var isLying = false

    init(vehicle: String) {
      self.vehicle = VehicleID(vehicle)
      calibration = "c-\(vehicle)"
    }
  }

  /// How far aside liars say things stand, cm.
  private static let lie_cm = 100.0

  private let scenario: VoteScenario
  private let targets: [Bool]
  private let lateral_m: [Double]
  private let isDatumOff: Bool
  private let missedClass: ElementClass?

  init(_ world: VoteWorld) {
    scenario = world.scenario
    let liars = scenario.liars
    var targeting = world.random.split(4)
    targets = world.sites.map { site in
      let isTarget = targeting.chance(liars.targets)
      return isTarget && site.change == nil && site.isOnFirstMap == (liars.lie != .addition)
    }
    lateral_m = world.sites.map { VotePath.north_m(of: $0) }
    var region = world.random.split(6)
    isDatumOff = region.chance(scenario.datum.share)
    missedClass = ElementClass(name: scenario.sensorFault.missedClass)
  }

  /// Traversals of liars on a day.
  func lies(on day: Int) -> Int {
    day >= scenario.historyDays + scenario.liars.firstDay ? scenario.liars.vehicles * scenario.liars.passesPerDay : 0
  }

  /// An honest vehicle of the fleet, with the sensors it has on a day.
  func vehicle(_ index: Int, day: Int) -> Sender {
    var sender = Sender(vehicle: "v\(index)")
    let fault = scenario.sensorFault
    guard Double(index) < fault.share * Double(scenario.vehicles) else { return sender }
    sender.isFaulty = day >= scenario.historyDays + fault.firstDay
    switch fault.identity {
    case .calibration: sender.calibration = "bad"
    case .software: if sender.isFaulty { sender.software = "s2" }
    }
    return sender
  }

  /// The liar of one of a day's lies.
  func liar(_ lie: Int) -> Sender {
    var sender = Sender(vehicle: "x\(lie % max(scenario.liars.vehicles, 1))")
    sender.isLying = true
    return sender
  }

  /// What is wrong with the looks of a traversal.
  func spoil(_ looks: inout [[VoteLook]], of sender: Sender, sites: [VoteSite], day: Int) {
    let datum = scenario.datum
    if isDatumOff, day >= scenario.historyDays + datum.firstDay {
      for site in looks.indices { shift(&looks[site], sites[site], east_m: datum.east_m, north_m: datum.north_m) }
    }
    if sender.isFaulty {
      let fault = scenario.sensorFault
      for site in looks.indices {
        if sites[site].elementClass == missedClass {
          for cell in looks[site].indices { looks[site][cell].miss() }
        }
        shift(
          &looks[site], sites[site], east_m: 0, north_m: fault.lateral_m + fault.lateralScale * lateral_m[site])
      }
    }
    if sender.isLying {
      for site in looks.indices where targets[site] { lie(&looks[site], of: sites[site]) }
    }
  }

  private func lie(_ cells: inout [VoteLook], of site: VoteSite) {
    for cell in cells.indices {
      cells[cell].isBlocked = false
      cells[cell].isKnownBlocked = false
      switch scenario.liars.lie {
      case .absence: cells[cell].miss()
      case .addition:
        cells[cell].isSeen = true
        cells[cell].error_cm = (0, 0)
        cells[cell].reading = site.attributes
      case .shift:
        cells[cell].isSeen = true
        cells[cell].error_cm = site.kind == .line ? (Self.lie_cm, Self.lie_cm) : (Self.lie_cm, 0)
        cells[cell].reading = site.attributes
      }
    }
  }

  /// Lines run eastwards, so that what is seen too far north is seen too far to their left.
  private func shift(_ cells: inout [VoteLook], _ site: VoteSite, east_m: Double, north_m: Double) {
    for cell in cells.indices {
      cells[cell].error_cm.first += 100 * (site.kind == .line ? north_m : east_m)
      cells[cell].error_cm.second += 100 * north_m
    }
  }
}

/// What a traversal sees of a cell.
struct VoteLook {
  var isBlocked = false
  var isKnownBlocked = false
  /// Seen where it stands, or seems to be seen where nothing stands.
  var isSeen = false
  /// Seems to be seen where it stood before it moved.
  var isSeenBefore = false
  /// Which traversals match it though it is off its place: those below the share that does, 0 ..< 1.
  var matching = 0.0
  /// Of a line's vote to its left, of a point's east and north.
  var error_cm = (first: 0.0, second: 0.0)
  var reading: Attributes?

  mutating func miss() {
    isSeen = false
    isSeenBefore = false
  }
}
