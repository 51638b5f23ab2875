import Contracts
import Evidence
import Foundation
import Geometry
import MapModel
import Observations
import TestSupport

@testable import Topology

/// A tile's map, what truly stands there, and traversals that see the truth and report against the map.
struct SyntheticWorld {
  /// How the truth differs from one piece of the map.
  struct Difference {
    /// Intervals that are gone.
    var gone: Set<Int> = []
    /// How far it lies aside (line) or east and north (point), cm.
    var shift_cm = (first: 0.0, second: 0.0)
    /// What it reads now.
    var reading: Attributes?
  }

  static let tileID = TileID(Geodetic48.karlsruhe)
  static let start_ns: Int64 = 1_750_000_000_000_000_000

  var random: Seeded
  var map: MapTile
  var differences: [PieceID: Difference] = [:]
  /// What stands there and is not on the map.
  var additions: [MapElement] = []
  /// Probability of seeing what stands there, and of seeing what does not.
  var detection = 0.9
  var falseAlarm = 0.05
  var sigma_cm = 12.0
  var expected_255: UInt8 = 230
  private var count = 0

  init(seed: UInt64, map: MapTile) {
    random = Seeded(seed)
    self.map = map
  }

  /// What the next vehicle says; each drives once, a minute after the one before.
  mutating func traversal(vehicle: String? = nil, slot: Int64? = nil) -> TraversalEvidence {
    count += 1
    let id = TraversalID(
      vehicle: VehicleID(vehicle ?? "vehicle-\(count % 40)"), drive: DriveID("drive-\(count)"),
      slot: slot ?? Int64(count), tile: map.id)
    var evidence = TraversalEvidence(id: id, tileVersion: map.version)
    evidence.model = "plain"
    evidence.software = "s1"
    evidence.calibration = "c1"
    evidence.lastTime_ns = Self.start_ns + Int64(count) * 60_000_000_000
    evidence.firstTime_ns = evidence.lastTime_ns - 30_000_000_000
    evidence.framesUsed = 100
    evidence.distance_m = 400
    for element in map.elements where element.elementClass.entry.matchKind != .none {
      for interval in 0..<LineInterval.count(of: element) { vote(on: element, interval, in: &evidence) }
    }
    for addition in additions { sight(addition, in: &evidence) }
    evidence.swath = ViewSwath(
      path: stride(from: -200, through: 200, by: 10).map { TilePoint(x_cm: Int32($0 * 100), y_cm: 0) },
      reaches: ElementClass.allCases.map { ViewSwath.Reach(elementClass: $0, lateral_cm: 3000, expected: expected_255) }
    )
    return evidence
  }

  private mutating func vote(on element: MapElement, _ interval: Int, in evidence: inout TraversalEvidence) {
    let difference = differences[element.piece] ?? Difference()
    let stands = !difference.gone.contains(interval)
    let isSeen = random.chance(stands ? detection : falseAlarm)
    var vote = ElementVote(
      piece: element.piece, pieceHash: element.evidenceHash, interval: UInt16(interval), expected: expected_255,
      detected: isSeen ? 250 : 5, frames: 20)
    if isSeen {
      vote.offset_cm = Int16(difference.shift_cm.first + random.normal(sigma: sigma_cm))
      if element.kind != .line {
        vote.offsetNorth_cm = Int16(difference.shift_cm.second + random.normal(sigma: sigma_cm))
      }
      vote.sigma_cm = UInt16(sigma_cm)
      let reading = difference.reading ?? element.attributes
      if !reading.entries.isEmpty { vote.label = label(reading, in: &evidence) }
    }
    evidence.votes.append(vote)
  }

  private func label(_ reading: Attributes, in evidence: inout TraversalEvidence) -> UInt16 {
    if let index = evidence.labels.firstIndex(of: reading) { return UInt16(index + 1) }
    evidence.labels.append(reading)
    return UInt16(evidence.labels.count)
  }

  /// Lines are seen in stretches of about 20 m, cut anywhere.
  private mutating func sight(_ element: MapElement, in evidence: inout TraversalEvidence) {
    let aside = random.normal(sigma: sigma_cm)
    var pieces: [[TilePoint]] = [element.points]
    if element.kind == .line {
      let measure = LineMeasure(element.points)
      let length = Int(measure.length / LineMeasure.unitsPerCentimetre)
      var cuts = [0]
      var next = Int.random(in: 600...2000, using: &random)
      while next < length - 300 {
        cuts.append(next)
        next += 2000
      }
      cuts.append(length)
      pieces = zip(cuts, cuts.dropFirst()).map { measure.slice($0..<$1) }
    }
    for points in pieces where random.chance(detection) {
      evidence.candidates.append(
        CandidateSighting(
          elementClass: element.elementClass, kind: element.kind,
          points: points.map { moved($0, by: aside) }, sigma_cm: UInt16(sigma_cm), existence: 240, frames: 12,
          label: element.attributes.entries.isEmpty ? 0 : label(element.attributes, in: &evidence)))
    }
  }

  private mutating func moved(_ point: TilePoint, by aside: Double) -> TilePoint {
    TilePoint(
      x_cm: point.x_cm + Int32(random.normal(sigma: 3)), y_cm: point.y_cm + Int32(aside + random.normal(sigma: 3)))
  }
}

/// A place to put the tile.
enum Geodetic48 {
  static let karlsruhe = Geodetic(latitude_deg: 49.01, longitude_deg: 8.42)
}

extension MapElement {
  static func line(
    _ id: UInt64, _ elementClass: ElementClass = .laneBoundary, from: (Int, Int), to: (Int, Int),
    attributes: Attributes = Attributes([Attributes.Entry(.style, "solid")])
  ) -> MapElement {
    MapElement(
      piece: PieceID(ElementID(id)), elementClass: elementClass, kind: .line,
      points: [
        TilePoint(x_cm: Int32(from.0 * 100), y_cm: Int32(from.1 * 100)),
        TilePoint(x_cm: Int32(to.0 * 100), y_cm: Int32(to.1 * 100)),
      ], attributes: attributes)
  }

  static func point(
    _ id: UInt64, _ elementClass: ElementClass = .trafficSign, at: (Int, Int), attributes: Attributes = Attributes()
  ) -> MapElement {
    MapElement(
      piece: PieceID(ElementID(id)), elementClass: elementClass, kind: .point,
      points: [TilePoint(x_cm: Int32(at.0 * 100), y_cm: Int32(at.1 * 100))], attributes: attributes)
  }
}
