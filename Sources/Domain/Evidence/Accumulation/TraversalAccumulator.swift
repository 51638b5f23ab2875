import Foundation
import Geometry
import Localization
import MapModel
import Matching
import Observations

/// Folds the frames of one drive in one slot into one evidence record a tile. Frames of a traversal are correlated, so their number adds
/// little: a vote says what the traversal as a whole would have seen, and what it saw.
public struct TraversalAccumulator: Sendable {
  /// Who drove, which trip, which slot.
  public let vehicle: VehicleID
  /// See `vehicle`.
  public let drive: DriveID
  /// See `vehicle`.
  public let slot: Int64
  let configuration: AccumulationConfiguration
  let visibilityModel: SensorModel
  let frame: ENUFrame
  var tiles: [TileID: TileSums] = [:]
  var attributes = AttributeTable()
  var points = PointCandidates()
  var lines = LineCandidates()
  var bearings = BearingCandidates()
  var path: DrivenPath
  var reaches: [ElementClass: (lateral_m: Double, probability: Double)] = [:]
  var framesUsed = 0
  var framesAbstained = 0
  private(set) var firstTime_ns: Int64?
  private(set) var lastTime_ns: Int64 = 0
  private(set) var software = ""
  private(set) var calibration = ""
  private var station_m = 0.0
  private var lastPosition: Vector2?
  private var motions: [TileID: Pose2] = [:]
  private var frameNumber = 0

  /// What is known of one tile.
  struct TileSums: Sendable {
    var version: UInt64
    var isVisited = false
    var distance_m = 0.0
    var votes: [VoteKey: VoteSum] = [:]
    var gaps: [GapKey: GapSum] = [:]
  }

  /// A piece's interval.
  struct VoteKey: Hashable, Comparable, Sendable {
    var piece: PieceID
    var interval: UInt16

    static func < (a: VoteKey, b: VoteKey) -> Bool { (a.piece, a.interval) < (b.piece, b.interval) }
  }

  /// Two lines, the lower piece first.
  struct GapKey: Hashable, Comparable, Sendable {
    var first, second: PieceID

    static func < (a: GapKey, b: GapKey) -> Bool { (a.first, a.second) < (b.first, b.second) }
  }

  /// An empty fold. `anchor` is the tile whose frame it works in: the one the traversal begins in.
  public init(
    vehicle: VehicleID, drive: DriveID, slot: Int64, anchor: TileID, model: SensorModel = .generic,
    configuration: AccumulationConfiguration = AccumulationConfiguration()
  ) {
    self.vehicle = vehicle
    self.drive = drive
    self.slot = slot
    self.configuration = configuration
    visibilityModel = model
    frame = anchor.frame
    path = DrivenPath(spacing_m: configuration.pathSpacing_m)
  }

  /// Takes in a frame. `matched` is nil where the frame has no testimony to give: it then only counts as one that abstained.
  public mutating func add(
    _ observed: ObservationFrame, localized: LocalizedFrame?, matched: MatchedFrame?, region: MapRegion
  ) {
    frameNumber += 1
    if firstTime_ns == nil {
      firstTime_ns = observed.captureTime_ns
      software = observed.software
      calibration = observed.calibration
    }
    lastTime_ns = max(lastTime_ns, observed.captureTime_ns)
    if let place = observed.gnss?.place { visit(place, region: region) }
    let motion = motion(from: region)
    let vehicle = localized.map { motion * $0.mapFromVehicle }
    drive(to: vehicle?.position, region: region, localized: localized)
    guard let localized, let matched, let vehicle else {
      framesAbstained += 1
      path.pause(vehicle?.position)
      return
    }
    framesUsed += 1
    if localized.isUsable { path.add(vehicle.position) } else { path.pause(vehicle.position) }
    noteReaches(observed)
    let references = observed.labels.map { attributes.reference($0.best.attributes) }
    vote(observed, localized, matched, references, region: region, motion: motion)
    if localized.isUsable { measure(matched.gaps, region: region) }
    gather(observed, localized, matched, references, motion: motion, vehicle: vehicle)
  }

  private mutating func motion(from region: MapRegion) -> Pose2 {
    if let motion = motions[region.anchor] { return motion }
    let motion = frame.from(region.frame)
    motions[region.anchor] = motion
    return motion
  }

  /// Which tiles get a record depends on the reported fixes alone, so that frames read again name the same ones.
  private mutating func visit(_ place: Geodetic, region: MapRegion) {
    for id in TileID.around(place, margin_m: configuration.tileMargin_m) {
      guard let tile = region.tiles.first(where: { $0.id == id }) else { continue }
      tiles[id, default: TileSums(version: tile.version)].isVisited = true
    }
  }

  private mutating func drive(to position: Vector2?, region: MapRegion, localized: LocalizedFrame?) {
    guard let position, let localized else { return }
    if let last = lastPosition {
      let step = position.distance(to: last)
      station_m += step
      let tile = TileID(region.frame.geodetic(localized.mapFromVehicle.position))
      tiles[tile]?.distance_m += step
    }
    lastPosition = position
  }

  private mutating func noteReaches(_ observed: ObservationFrame) {
    guard reaches.isEmpty || framesUsed % 64 == 0 else { return }
    let visibility = Visibility(of: observed, model: visibilityModel)
    for elementClass in ElementClass.allCases where elementClass.entry.matchKind != .none {
      let asLine = elementClass.entry.matchKind == .line
      guard let reach = visibility.reach(of: elementClass, asLine: asLine) else { continue }
      let expected =
        min(1 - pow(1 - reach.probability, configuration.mostLooks * 0.8), configuration.mostExpected) * 0.9
      let old = reaches[elementClass]
      reaches[elementClass] = (
        min(old?.lateral_m ?? reach.lateral_m, reach.lateral_m), min(old?.probability ?? expected, expected)
      )
    }
  }

  private mutating func vote(
    _ observed: ObservationFrame, _ localized: LocalizedFrame, _ matched: MatchedFrame, _ references: [Int],
    region: MapRegion, motion: Pose2
  ) {
    var seen: [Int: Double] = [:]
    for sighting in matched.sightings { seen[sighting.target, default: 0] += max(sighting.length_m, 0.01) }
    var looked: Set<Int> = []
    let configuration = configuration
    let time_ns = observed.captureTime_ns
    let testimony = localized.testimony
    for expectation in matched.expectations {
      let length = seen[expectation.target]
      // A short line is looked at when half of it is in view.
      let least = min(configuration.lookLength_m, region.targets[expectation.target].length_m / 2)
      if length == nil, expectation.length_m < least { continue }
      looked.insert(expectation.target)
      let chance = length == nil ? expectation.probability : max(expectation.probability, 0.3)
      withVote(expectation.target, region, motion) { sum in
        sum.look(
          expected: chance, wasSeen: length != nil, testimony: testimony, time_ns: time_ns, configuration: configuration
        )
      }
    }
    for sighting in matched.sightings {
      let label = observed.labels[sighting.label]
      let reference = references[sighting.label]
      let isNew = looked.insert(sighting.target).inserted
      withVote(sighting.target, region, motion) { sum in
        // Seen although the model expected nothing there: a look all the same.
        if isNew {
          sum.look(expected: 0.3, wasSeen: true, testimony: testimony, time_ns: time_ns, configuration: configuration)
        }
        // Where it is and what it is like, only a pose that can be relied on tells.
        guard localized.isUsable else { return }
        sum.offset(sighting.offset, noiseSigma_m: sighting.noiseSigma_m, poseSigma_m: sighting.poseSigma_m)
        sum.tally.add(reference, weight: label.best.probability)
      }
    }
  }

  /// How far lines lie apart needs no pose, but which lines they are does.
  private mutating func measure(_ gaps: [MatchedFrame.Gap], region: MapRegion) {
    for gap in gaps {
      let (first, second) = (region.targets[gap.first], region.targets[gap.second])
      let (one, other) = (region.pieces[first.piece], region.pieces[second.piece])
      let tile = region.tiles[one.tile]
      tiles[tile.id, default: TileSums(version: tile.version)]
        .gaps[
          GapKey(first: one.id, second: other.id), default: GapSum(firstHash: one.hash, secondHash: other.hash)
        ].add(gap, first: first.interval, second: second.interval)
    }
  }

  private mutating func withVote(_ target: Int, _ region: MapRegion, _ motion: Pose2, _ body: (inout VoteSum) -> Void) {
    let place = region.targets[target]
    let piece = region.pieces[place.piece]
    let tile = region.tiles[piece.tile]
    let key = VoteKey(piece: piece.id, interval: place.interval)
    body(
      &tiles[tile.id, default: TileSums(version: tile.version)]
        .votes[key, default: VoteSum(hash: piece.hash, normal: Self.normal(of: target, piece, region, motion))])
  }

  /// Left normal of a line's interval in the traversal's frame; nil for a point.
  private static func normal(
    of target: Int, _ piece: MapRegion.Piece, _ region: MapRegion, _ motion: Pose2
  ) -> Vector2? {
    guard piece.matchKind == .line else { return nil }
    let chord = region.segments.chord(of: target, from: Int(region.firstEntry[target]))
    return motion.rotate(chord.normalized).leftNormal
  }

  private mutating func gather(
    _ observed: ObservationFrame, _ localized: LocalizedFrame, _ matched: MatchedFrame, _ references: [Int],
    motion: Pose2, vehicle: Pose2
  ) {
    let position = localized.covariance.position
    let yaw = localized.covariance.yaw_rad2
    let share = localized.sightingShare
    for stray in matched.strayPoints {
      var stray = stray
      stray.existence *= share
      let arm = stray.position.distance(to: localized.mapFromVehicle.position)
      points.add(
        stray, ring: matched.ringVertices[stray.ring], label: observed.labels[stray.label],
        reference: references[stray.label], motion: motion,
        poseVariance_m2: (position.xx + position.yy) / 2 + yaw * arm * arm / 2, frame: frameNumber,
        time_ns: observed.captureTime_ns, limit: configuration.candidateLimit)
    }
    lines.look(observed.sensors, station_m: station_m, vehicle: vehicle)
    let lateral = position.variance(along: localized.mapFromVehicle.rotate(Vector2(0, 1)))
    for stray in matched.strayLines {
      var stray = stray
      stray.existence *= share
      let vertices = matched.lineVertices[stray.vertices]
      let middle = vertices[vertices.startIndex + vertices.count / 2]
      let (ahead, left) = (middle.ahead_m, middle.left_m)
      lines.add(
        stray, vertices, label: observed.labels[stray.label], reference: references[stray.label], motion: motion,
        vehicle: vehicle, station_m: station_m,
        poseVariance_m2: lateral + yaw * ahead * ahead + localized.covariance.scale * left * left, frame: frameNumber)
    }
    for stray in matched.strayBearings {
      var stray = stray
      stray.existence *= share
      bearings.add(
        stray, label: observed.labels[stray.label], reference: references[stray.label], motion: motion,
        frame: frameNumber)
    }
  }
}
