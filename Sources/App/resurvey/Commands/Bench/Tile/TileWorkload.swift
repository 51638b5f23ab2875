import Evidence
import MapModel
import Observations
import Simulation

/// The log of a tile bench: tiles of things in rows, and traversals that each vote on neighbours in one of them. Every number makes the same
/// tile or record each time, so nothing is kept.
///
/// In each tile stand points (signs) and pieces of line one interval long (lane boundaries) in turn, so that an element has one ledger. One element
/// in `elementsPerGone` is gone; all others are seen as often as they are expected to be.
struct TileWorkload {
  /// Tiles of the map.
  var tiles = 200
  /// Elements of each tile, one ledger each.
  var elements = 2000
  /// Traversals.
  var records = 200_000
  /// Votes of each traversal.
  var votes = 40

  /// Votes of all records.
  var allVotes: Int { records * votes }

  private static let elementsPerGone: UInt64 = 2000
  private static let seed: UInt64 = 7
  private static let vehicles = 500
  private static let tilesPerRow = 128
  /// Elements side by side along one road, 5 m apart; roads lie 25 m apart.
  private static let elementsPerRoad = 100
  private static let spacing_cm: Int32 = 500
  private static let roads_cm: Int32 = 2500
  /// The records' event time: from 2026-01-01 on, over sixty days.
  private static let start_ns: Int64 = 1_767_225_600_000_000_000
  private static let span_ns: Int64 = 60 * 86_400_000_000_000
  private static let day_ns: Int64 = 86_400_000_000_000
  /// Probability, in 1/255, with which an element is expected and, unless it is gone, seen.
  private static let expected: UInt8 = 235
  private static let attributes = [
    Attributes([Attributes.Entry(.signValue, "50")]), Attributes([Attributes.Entry(.style, "dashed")]),
  ]
  private static let reaches: [ViewSwath.Reach] = [
    .laneBoundary, .roadEdge, .roadMarking, .stopLine, .crosswalk, .trafficLight, .trafficSign, .pole, .workZoneObject,
  ].map { ViewSwath.Reach(elementClass: $0, lateral_cm: 1200, expected: 200) }

  /// The id of a tile.
  func id(ofTile number: Int) -> TileID {
    TileID(x: 34_000 + number % Self.tilesPerRow, y: 22_000 + number / Self.tilesPerRow)
  }

  /// A tile of the map.
  func tile(_ number: Int) -> MapTile {
    MapTile(
      id: id(ofTile: number), version: 1, elements: (0..<elements).map { element(place: $0, tile: number) })
  }

  private func element(place: Int, tile: Int) -> MapElement {
    let at = Self.point(of: place)
    let isPoint = place.isMultiple(of: 2)
    return MapElement(
      piece: piece(place: place, tile: tile), elementClass: isPoint ? .trafficSign : .laneBoundary,
      kind: isPoint ? .point : .line,
      points: isPoint ? [at] : [at, TilePoint(x_cm: at.x_cm + 2 * Self.spacing_cm, y_cm: at.y_cm)],
      attributes: Self.attributes[isPoint ? 0 : 1])
  }

  private func piece(place: Int, tile: Int) -> PieceID { PieceID(ElementID(UInt64(tile * elements + place + 1))) }

  private static func point(of place: Int) -> TilePoint {
    TilePoint(
      x_cm: Int32(place % elementsPerRoad) * spacing_cm - 25_000 + (place.isMultiple(of: 2) ? 0 : 100),
      y_cm: Int32(place / elementsPerRoad % 20) * roads_cm - 25_000 + (place.isMultiple(of: 2) ? 400 : 0))
  }

  /// Content hashes of a tile's elements, as votes name them.
  func hashes(ofTile number: Int) -> [UInt32] { tile(number).elements.map(\.evidenceHash) }

  /// The tile that a record is about, and a stream for the rest of it.
  func draw(_ number: Int) -> (tile: Int, random: SeededRandom) {
    var random = SeededRandom(seed: Self.seed).split(UInt64(number))
    return (random.index(tiles), random)
  }

  /// A traversal.
  /// - Parameters:
  ///   - drawn: What `draw` gives for the number.
  ///   - hashes: What `hashes` gives for its tile.
  func traversal(_ number: Int, _ drawn: (tile: Int, random: SeededRandom), hashes: [UInt32]) -> TraversalEvidence {
    var random = drawn.random
    let vehicle = VehicleID("vehicle-\(number % Self.vehicles)")
    let time_ns = Self.start_ns + Self.span_ns / Int64(records) * Int64(number)
    var evidence = TraversalEvidence(
      id: TraversalID(
        vehicle: vehicle, drive: DriveID("drive-\(time_ns / Self.day_ns)-\(number / Self.vehicles / 4)"),
        slot: TraversalSlot.slot(of: time_ns, vehicle: vehicle), tile: id(ofTile: drawn.tile)), tileVersion: 1)
    evidence.model = "bench"
    evidence.software = "perception-1"
    evidence.calibration = "calibration-\(number % 16)"
    evidence.firstTime_ns = time_ns - 20_000_000_000
    evidence.lastTime_ns = time_ns
    evidence.framesUsed = 200
    evidence.distance_m = UInt32(votes) * 5
    evidence.labels = Self.attributes
    let first = random.index(elements)
    let places = (0..<votes).map { (first + $0) % elements }
    evidence.votes = places.sorted().map { vote(place: $0, tile: drawn.tile, hash: hashes[$0], &random) }
    let start = Self.point(of: first)
    evidence.swath = ViewSwath(
      path: (0...(votes / 2)).map { TilePoint(x_cm: start.x_cm + Int32($0) * 1000, y_cm: start.y_cm - 200) },
      reaches: Self.reaches)
    // One traversal in five sees something that is not there.
    if random.chance(0.2) {
      let x_cm = start.x_cm + Int32(random.index(max(votes, 1) * 500))
      evidence.candidates = [
        CandidateSighting(
          elementClass: .pole, kind: .point,
          points: [TilePoint(x_cm: x_cm, y_cm: start.y_cm + Int32(random.index(1600)) - 800)], sigma_cm: 30,
          existence: 200, frames: 6)
      ]
    }
    return evidence
  }

  private func vote(place: Int, tile: Int, hash: UInt32, _ random: inout SeededRandom) -> ElementVote {
    let piece = piece(place: place, tile: tile)
    var vote = ElementVote(
      piece: piece, pieceHash: hash, interval: 0, expected: Self.expected, detected: 0, frames: 20)
    let isGone = SeededRandom.mixed(piece.element.value) % Self.elementsPerGone == 0
    guard !isGone, random.chance(Double(Self.expected) / 255) else { return vote }
    vote.detected = 250
    vote.offset_cm = Int16(random.normal(10).rounded())
    if place.isMultiple(of: 2) { vote.offsetNorth_cm = Int16(random.normal(10).rounded()) }
    vote.sigma_cm = 10
    vote.label = place.isMultiple(of: 2) ? 1 : 2
    return vote
  }
}
