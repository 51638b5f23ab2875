import Foundation
import MapModel

/// A map read from a file: whole elements, their tiles, and what became of the rest.
public struct ImportedMap: Sendable {
  /// Elements, ordered by id and part.
  public let elements: [GeodeticElement]
  /// The same cut into tiles of version 1, ordered by id; each fits into `TileLimits.encoded_bytes`.
  public let tiles: [MapTile]
  /// What was imported and what was not.
  public let report: ImportReport
}

/// How a map file is to be read.
public struct MapImportOptions: Hashable, Sendable {
  /// The format; nil goes by the file's name.
  public var format: MapFileFormat?
  /// Where the vertices stand.
  public var coordinates: MapCoordinates

  /// By name, in latitude and longitude, unless said otherwise.
  public init(format: MapFileFormat? = nil, coordinates: MapCoordinates = .geodetic) {
    self.format = format
    self.coordinates = coordinates
  }
}

/// Reads map files.
public enum MapImporter {
  /// The map of a file.
  /// - Throws: `MapFileError` naming file, place, field and fix.
  public static func read(path: String, options: MapImportOptions = MapImportOptions()) throws(MapFileError)
    -> ImportedMap
  {
    guard let format = options.format ?? MapFileFormat(path: path) else {
      let known = MapFileFormat.allCases.map(\.rawValue).joined(separator: " or ")
      throw MapFileError(path, "its name ends in neither .osm nor .geojson", fix: "say the format: \(known)")
    }
    let data = try contents(path)
    let (elements, report) =
      switch format {
      case .lanelet2: try Lanelet2Import.read(data, path: path, coordinates: options.coordinates)
      case .geojson: try GeoJSONImport.read(data, path: path)
      }
    return try map(elements, report, path: path)
  }

  private static func map(
    _ elements: [GeodeticElement], _ report: ImportReport, path: String
  ) throws(MapFileError) -> ImportedMap {
    guard !elements.isEmpty else {
      let skipped = report.skipped.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
      throw MapFileError(
        path, "it holds no element this map can keep\(skipped.isEmpty ? "" : " (skipped: \(skipped))")",
        fix: "check that it is a map, and its types or classes")
    }
    let tiles: [MapTile]
    do { tiles = try TileCutter.tiles(of: elements) } catch {
      throw MapFileError(path, "\(error)", fix: "correct the element")
    }
    var report = report
    for tile in tiles {
      report.piecesByTile[tile.id] = tile.elements.count
      do { _ = try TileCodec.encode(tile) } catch {
        throw MapFileError(path, at: "tile \(tile.id)", "\(error)", fix: "thin out the map there")
      }
    }
    return ImportedMap(elements: elements.sorted { $0.piece < $1.piece }, tiles: tiles, report: report)
  }

  private static func contents(_ path: String) throws(MapFileError) -> Data {
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
      guard size <= MapFileLimits.file_bytes else {
        throw MapFileError(path, "it has \(size) bytes, at most \(MapFileLimits.file_bytes)", fix: "split the file")
      }
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch let error as MapFileError {
      throw error
    } catch {
      throw MapFileError(path, "it cannot be read (\(error.localizedDescription))", fix: "check path and permissions")
    }
  }
}
