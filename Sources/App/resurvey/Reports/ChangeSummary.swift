import Contracts
import Evidence
import Geometry
import MapModel

/// The last word on a change and its life, for programs.
struct ChangeSummary: Encodable {
  let change: String
  let kind: String
  let status: String
  let elementClass: String
  let element: String?
  let tile: UInt32
  let latitude_deg: Double?
  let longitude_deg: Double?
  let evidence_nat: Double
  let traversals: UInt32
  let vehicles: UInt32
  let days: UInt32
  let firstSeen: String
  let lastSeen: String
  let appliedVersion: UInt64
  let restoredVersion: UInt64
  let splitFrom: String?
  let reason: String
  let life: [ChangeLives.Step]

  private enum CodingKeys: String, CodingKey {
    case change = "change_id"
    case elementClass = "class"
    case element = "element_id"
    case tile = "tile_id"
    case firstSeen = "first_seen"
    case lastSeen = "last_seen"
    case appliedVersion = "applied_version"
    case restoredVersion = "restored_version"
    case splitFrom = "split_from_change_id"
    case kind, status, latitude_deg, longitude_deg, evidence_nat, traversals, vehicles, days, reason, life
  }

  /// The summary of an event; its place is the middle of the geometry after, or before where it is gone.
  init(_ event: ChangeEvent, lives: ChangeLives) {
    change = event.change
    kind = event.kind.name
    status = event.status.name
    elementClass = event.elementClass.name
    element = (event.pieceBefore ?? event.pieceAfter).map { "\($0.element.value)" }
    tile = event.tile.quadkey
    let points = (event.after.isEmpty ? event.before : event.after).map(\.vector)
    let line = points.isEmpty ? nil : Polyline(points)
    let place = line.map { event.tile.frame.geodetic($0.point(at: $0.length_m / 2)) }
    latitude_deg = place?.latitude_deg
    longitude_deg = place?.longitude_deg
    evidence_nat = Double(event.evidence_mnat) / 1000
    traversals = event.traversals
    vehicles = event.vehicles
    days = event.days
    firstSeen = Timestamp.text(of: event.firstSeen_ns)
    lastSeen = Timestamp.text(of: event.lastSeen_ns)
    appliedVersion = event.appliedVersion
    restoredVersion = event.restoredVersion
    splitFrom = event.splitFrom.isEmpty ? nil : event.splitFrom
    reason = event.reason
    life = lives.steps(event.change)
  }
}
