import Evidence
import Foundation
import Geometry
import MapModel

/// Changes as a GeoJSON FeatureCollection: the last word on each, at the place after it, or before it where it is gone.
enum ChangeGeoJSON {
  /// The bytes of a file.
  static func data(_ changes: [ChangeEvent]) throws -> Data {
    let document: [String: Any] = ["type": "FeatureCollection", "features": latest(changes).map(feature)]
    return try JSONSerialization.data(
      withJSONObject: document, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
  }

  /// The last event of each change, in order of first report.
  static func latest(_ changes: [ChangeEvent]) -> [ChangeEvent] {
    var places: [String: Int] = [:]
    var last: [ChangeEvent] = []
    for change in changes {
      if let place = places[change.change] {
        last[place] = change
      } else {
        places[change.change] = last.count
        last.append(change)
      }
    }
    return last
  }

  private static func feature(_ change: ChangeEvent) -> [String: Any] {
    let frame = change.tile.frame
    let points = (change.after.isEmpty ? change.before : change.after).map { frame.geodetic($0.vector) }
    var properties: [String: Any] = [
      "change_id": change.change, "kind": change.kind.name, "status": change.status.name,
      "class": change.elementClass.name, "tile_id": change.tile.description,
      "evidence_nat": Double(change.evidence_mnat) / 1000, "traversals": Int(change.traversals),
      "vehicles": Int(change.vehicles), "days": Int(change.days), "applied_version": Int(change.appliedVersion),
    ]
    if let piece = change.pieceBefore ?? change.pieceAfter { properties["element_id"] = "\(piece.element.value)" }
    if !change.reason.isEmpty { properties["reason"] = change.reason }
    return [
      "type": "Feature", "id": change.change, "properties": properties, "geometry": geometry(points, change.shapeKind),
    ]
  }

  private static func geometry(_ places: [Geodetic], _ kind: ShapeKind) -> Any {
    func position(_ place: Geodetic) -> [Double] {
      [place.longitude_deg, place.latitude_deg].map { ($0 * 1e9).rounded() / 1e9 }
    }
    guard let first = places.first else { return NSNull() }
    switch kind {
    case _ where places.count == 1: return ["type": "Point", "coordinates": position(first)]
    case .point: return ["type": "MultiPoint", "coordinates": places.map(position)]
    case .line: return ["type": "LineString", "coordinates": places.map(position)]
    case .polygon: return ["type": "Polygon", "coordinates": [(places + [first]).map(position)]]
    }
  }
}
