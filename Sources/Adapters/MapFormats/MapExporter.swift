import Foundation
import MapModel

/// Writes map files.
public enum MapExporter {
  /// Writes whole elements, such as `TileJoiner.elements(of:)` gives, to a file; what is there is replaced at once or not at all.
  /// - Throws: `MapFileError` where the file cannot be written or its name tells no format.
  public static func write(
    _ elements: [GeodeticElement], path: String, format: MapFileFormat? = nil
  ) throws(MapFileError) {
    guard let format = format ?? MapFileFormat(path: path) else {
      let known = MapFileFormat.allCases.map(\.rawValue).joined(separator: " or ")
      throw MapFileError(path, "its name ends in neither .osm nor .geojson", fix: "say the format: \(known)")
    }
    do { try data(elements, format).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
      throw MapFileError(
        path, "it cannot be written (\(error.localizedDescription))", fix: "check path and permissions")
    }
  }

  /// The bytes of such a file.
  public static func data(_ elements: [GeodeticElement], _ format: MapFileFormat) -> Data {
    switch format {
    case .lanelet2: Lanelet2Export.write(elements)
    case .geojson: GeoJSONExport.write(elements)
    }
  }
}
