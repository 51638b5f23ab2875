import Evidence
import Geometry
import MapModel
import Observations

/// What passes through one tile of a world of votes, day by day, as MATCH would write it to the tile log.
///
/// What is drawn depends on the world alone and not on what the map holds meanwhile: two policies on one seed see the same sightings.
public struct VoteTraffic: Sendable {
  /// Most that MATCH ever expects of a traversal, 0 … 1.
  static let ceiling = AccumulationConfiguration().mostExpected
  /// What MATCH makes of an element that was seen, and of one that was missed, in 1/255.
  private static let seen_255: UInt8 = 250
  private static let missed_255: UInt8 = 0
  /// What MATCH makes of a new thing that was seen for the time of a pass, in 1/255: no number of frames makes it sure.
  private static let existence_255: UInt8 = 215
  private static let frames: UInt16 = 20
  /// 2026-03-02, midnight UTC, ns since 1970; traversals lie between 6 and 22 o'clock.
  private static let start_ns: Int64 = 1_772_409_600_000_000_000
  private static let hour_ns: Int64 = 3_600_000_000_000

  /// The world it drives through.
  public let world: VoteWorld
  /// The day, counted from the start of the history; −1 before the first.
  public private(set) var day = -1
  /// What the map in use holds of the world.
  public private(set) var mapped: MappedSites
  /// Traversals of the day.
  public private(set) var passes = 0
  /// For each site, whether the last traversal said anything of it.
  public private(set) var isInformative: [Bool]
  private var map: MapTile
  private var pass = 0
  private var random: SeededRandom
  /// Streams that only some scenarios draw from.
  private var matching: SeededRandom
  private var lying: SeededRandom
  private var sky: SeededRandom
  private let faults: VoteFaults
  private var works: SeededRandom
  private var lies = 0
  /// Factor on P_D of the day, and the one that MATCH knows of.
  private var weather = (seen: 1.0, known: 1.0)
  private var urns: [[Urns]]
  /// For each site, whether its cells share their looks on this day.
  private var isSeenWhole: [Bool] = []
  private var joining: SeededRandom
  private let path: [TilePoint]
  private let reaches: [ViewSwath.Reach]

  /// The urns of a cell on one day: what is seen where it stands, or would, and where it stood before it moved.
  private struct Urns: Hashable {
    var here = PolyaUrn()
    var left = PolyaUrn()
  }

  /// Traffic through a world, before its first day.
  public init(_ world: VoteWorld) {
    self.world = world
    map = world.map
    mapped = MappedSites(world, map: world.map, day: 0)
    random = world.random.split(2)
    matching = world.random.split(3)
    lying = world.random.split(7)
    sky = world.random.split(8)
    faults = VoteFaults(world)
    works = world.random.split(11)
    joining = world.random.split(12)
    isInformative = world.sites.map { _ in false }
    urns = []
    path = world.scenario.sensorFault.lateralScale == 0 ? VotePath.straight : VotePath.winding
    let expected = world.scenario.expected_255
    let temporary: [ElementClass] = world.zone == nil ? [] : [.workZoneObject]
    reaches = ([ElementClass.laneBoundary, .trafficSign, .pole] + temporary).map {
      ViewSwath.Reach(elementClass: $0, lateral_cm: 30_000, expected: expected)
    }
  }

  /// Goes to the next day: things change overnight.
  public mutating func nextDay() {
    day += 1
    pass = 0
    let whole = world.scenario.passesPerDay.rounded(.down)
    lies = faults.lies(on: day)
    passes = Int(whole) + (random.chance(world.scenario.passesPerDay - whole) ? 1 : 0) + lies
    let (isBad, isKnown) = (sky.chance(world.scenario.weather.share), sky.chance(world.scenario.weather.knownShare))
    weather = (isBad ? world.scenario.weather.factor : 1, isBad && isKnown ? world.scenario.weather.factor : 1)
    urns = world.sites.map { Array(repeating: Urns(), count: $0.cells) }
    if world.scenario.detection.together > 0 {
      isSeenWhole = world.sites.map { $0.cells > 1 && joining.chance(world.scenario.detection.together) }
    }
    let isOtherDay = world.sites.contains { $0.change?.day == day }
    if isOtherDay { mapped = MappedSites(world, map: map, day: day) }
  }

  /// Uses a new version of the map from the next traversal on.
  public mutating func follow(_ version: MapTile) {
    map = version
    mapped = MappedSites(world, map: version, day: max(day, 0))
  }

  /// The next traversal of the day.
  /// - Precondition: Fewer than `passes` were asked for since `nextDay()`.
  public mutating func next() -> TraversalEvidence {
    precondition(pass < passes, "a day has no more traversals than it has")
    let (sender, time_ns) = pass < passes - lies ? honest() : liar()
    let id = TraversalID(
      vehicle: sender.vehicle, drive: DriveID("d\(day)-\(pass)"),
      slot: TraversalSlot.slot(of: time_ns, vehicle: sender.vehicle), tile: map.id)
    var evidence = TraversalEvidence(id: id, tileVersion: map.version)
    evidence.model = "votes"
    evidence.software = sender.software
    evidence.calibration = sender.calibration
    evidence.firstTime_ns = time_ns - 30_000_000_000
    evidence.lastTime_ns = time_ns
    evidence.framesUsed = 100
    evidence.distance_m = UInt32((world.scenario.tileRoad_km * 1000).rounded())
    evidence.swath = ViewSwath(path: path, reaches: reaches)
    // What liars seem to see of the rest is drawn apart from what the honest see.
    if sender.isLying { swap(&random, &lying) }
    var looks = look()
    if sender.isLying { swap(&random, &lying) }
    if let zone = world.zone, zone.stands(on: day) {
      for site in zone.covered { for cell in looks[site].indices { looks[site][cell].miss() } }
    }
    faults.spoil(&looks, of: sender, sites: world.sites, day: day)
    var labels = LabelIndex()
    for site in isInformative.indices { isInformative[site] = false }
    vote(looks, in: &evidence, &labels)
    sight(looks, in: &evidence, &labels)
    if let zone = world.zone { sight(zone, in: &evidence) }
    evidence.labels = labels.used
    pass += 1
    return evidence
  }

  /// Objects of a work zone that stands, as far as they are seen.
  private mutating func sight(_ zone: VoteZone, in evidence: inout TraversalEvidence) {
    let position = world.scenario.position
    for place in zone.objects {
      let isSeen = works.chance(world.scenario.detection.mean * weather.seen)
      let (east_cm, north_cm) = (works.normal(position.sigma_cm), works.normal(position.sigma_cm))
      guard isSeen, zone.stands(on: day) else { continue }
      evidence.candidates.append(
        CandidateSighting(
          elementClass: .workZoneObject, kind: .point,
          points: [
            TilePoint(x_cm: place.x_cm + Int32(east_cm.rounded()), y_cm: place.y_cm + Int32(north_cm.rounded()))
          ],
          sigma_cm: UInt16(max(position.sigma_cm.rounded(), 1)), existence: Self.existence_255, frames: Self.frames))
    }
  }

  private mutating func honest() -> (VoteFaults.Sender, time_ns: Int64) {
    let place = (Double(pass) + random.uniform()) / Double(passes - lies)
    return (faults.vehicle(random.index(world.scenario.vehicles), day: day), time_ns(place))
  }

  /// Liars come in the last quarter of an hour, one after the other.
  private func liar() -> (VoteFaults.Sender, time_ns: Int64) {
    let lie = pass - (passes - lies)
    return (faults.liar(lie), time_ns(1 + Double(lie) / Double(64 * lies)))
  }

  /// The time at a share of the day's sixteen hours, ns since 1970.
  private func time_ns(_ place: Double) -> Int64 {
    Self.start_ns + (Int64(day) * 24 + 6) * Self.hour_ns + Int64(place * Double(16 * Self.hour_ns))
  }

  private mutating func look() -> [[VoteLook]] {
    let scenario = world.scenario
    let isGradual = scenario.position.matchedPointRamp_m > 0 || scenario.position.matchedLineRamp_m > 0
    let common = (
      first: random.normal(scenario.position.commonSigma_cm), second: random.normal(scenario.position.commonSigma_cm)
    )
    var looks: [[VoteLook]] = []
    looks.reserveCapacity(world.sites.count)
    for (index, site) in world.sites.enumerated() {
      let stands = site.stands(on: day)
      let hasMoved = site.change?.kind == .moved && site.hasChanged(on: day)
      var cells = Array(repeating: VoteLook(), count: site.cells)
      let isWhole = !isSeenWhole.isEmpty && isSeenWhole[index]
      for cell in cells.indices {
        if cell > 0, isWhole {
          cells[cell] = cells[0]
          continue
        }
        if scenario.occlusion.share > 0 {
          cells[cell].isBlocked = random.chance(scenario.occlusion.share)
          cells[cell].isKnownBlocked = random.chance(scenario.occlusion.knownShare) && cells[cell].isBlocked
        }
        let isSeen = urns[index][cell].here.draw(
          stands ? site.detection * weather.seen : scenario.falseAlarm, correlation: scenario.sameDayCorrelation,
          using: &random)
        cells[cell].isSeen = isSeen && !cells[cell].isBlocked
        if hasMoved {
          cells[cell].isSeenBefore = urns[index][cell].left.draw(
            scenario.falseAlarm, correlation: scenario.sameDayCorrelation, using: &random)
        }
        // One draw a thing: its cells are seen in the same frames.
        if isGradual { cells[cell].matching = cell == 0 ? matching.uniform() : cells[0].matching }
        guard isSeen || cells[cell].isSeenBefore else { continue }
        cells[cell].error_cm = (
          common.first + random.normal(scenario.position.sigma_cm),
          common.second + random.normal(scenario.position.sigma_cm)
        )
        cells[cell].reading = reading(of: site, stands: stands)
      }
      looks.append(cells)
    }
    return looks
  }

  private mutating func reading(of site: VoteSite, stands: Bool) -> Attributes? {
    let readings = VoteReadings.all(of: site.elementClass)
    guard !readings.isEmpty else { return nil }
    guard stands else { return readings[random.index(readings.count)] }
    let truth = site.attributes(on: day)
    return random.chance(site.misreading)
      ? VoteReadings.other(than: truth, of: site.elementClass, using: &random) : truth
  }

  /// One vote an interval on the map whose view is not known to be blocked.
  private mutating func vote(_ looks: [[VoteLook]], in evidence: inout TraversalEvidence, _ labels: inout LabelIndex) {
    evidence.votes.reserveCapacity(mapped.intervals.count)
    var normals: [Vector2?] = []
    let position = world.scenario.position
    let sigma_cm =
      (position.sigma_cm * position.sigma_cm + position.commonSigma_cm * position.commonSigma_cm).squareRoot()
    let expected = UInt8((Double(world.scenario.expected_255) * weather.known).rounded())
    for interval in mapped.intervals {
      let look = interval.site.map { looks[$0][interval.cell] } ?? VoteLook()
      if look.isKnownBlocked { continue }
      let stands = interval.site.map { world.sites[$0].stands(on: day) } ?? false
      let isMatched = look.matching < interval.matched
      let isSeen = stands && !isMatched ? look.isSeenBefore : look.isSeen
      var vote = ElementVote(
        piece: interval.piece, pieceHash: interval.hash, interval: interval.number,
        expected: expected, detected: isSeen ? Self.seen_255 : Self.missed_255, frames: Self.frames)
      if let site = interval.site { isInformative[site] = true }
      if isSeen {
        let offset = isMatched ? interval.offset_cm : (first: 0, second: 0)
        // An element may be drawn the other way than its site.
        let error_cm = interval.isReversed ? -look.error_cm.first : look.error_cm.first
        vote.offset_cm = Int16(clamping: Int((Double(offset.first) + error_cm).rounded()))
        if !interval.isLine {
          vote.offsetNorth_cm = Int16(clamping: Int((Double(offset.second) + look.error_cm.second).rounded()))
        }
        vote.sigma_cm = UInt16(max(sigma_cm + (isMatched ? interval.addedSigma_cm : 0), 1).rounded())
        if let reading = look.reading { vote.label = labels.reference(reading) }
      }
      evidence.votes.append(vote)
      normals.append(interval.isLine ? Vector2(0, interval.isReversed ? -1 : 1) : nil)
    }
    if world.scenario.hasCommonDisplacement {
      evidence.commonOffset = CommonOffset.takeOut(of: &evidence.votes, normals: normals)
    }
  }

  /// What is seen where the map holds nothing.
  private mutating func sight(_ looks: [[VoteLook]], in evidence: inout TraversalEvidence, _ labels: inout LabelIndex) {
    let common_cm = 100 * (evidence.commonOffset?.length_m ?? 0)
    let own_cm = world.scenario.position.sigma_cm
    let sigma_cm = UInt16(max((own_cm * own_cm + common_cm * common_cm).squareRoot().rounded(), 1))
    for (index, site) in world.sites.enumerated() {
      for cell in 0..<site.cells where mapped.matched[index][cell] < 1 {
        let look = looks[index][cell]
        guard look.matching >= mapped.matched[index][cell] else { continue }
        isInformative[index] = true
        guard look.isSeen else { continue }
        let points = site.stretch(ofCell: cell, on: day).map { point in
          TilePoint(
            x_cm: point.x_cm + (site.kind == .line ? 0 : Int32(look.error_cm.first.rounded())),
            y_cm: point.y_cm + Int32(look.error_cm.second.rounded()))
        }
        evidence.candidates.append(
          CandidateSighting(
            elementClass: site.elementClass, kind: site.kind, points: points, sigma_cm: sigma_cm,
            existence: Self.existence_255, frames: Self.frames, label: look.reading.map { labels.reference($0) } ?? 0))
      }
    }
  }
}

/// The attributes one record refers to.
private struct LabelIndex {
  private(set) var used: [Attributes] = []

  mutating func reference(_ reading: Attributes) -> UInt16 {
    if let place = used.firstIndex(of: reading) { return UInt16(place + 1) }
    used.append(reading)
    return UInt16(used.count)
  }
}
