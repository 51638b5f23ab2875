import Foundation

/// A file format of maps.
public enum MapFileFormat: String, CaseIterable, Hashable, Sendable {
  /// Lanelet2's OSM dialect, `.osm`.
  case lanelet2
  /// GeoJSON (RFC 7946) with a `class` property, `.geojson` or `.json`.
  case geojson

  /// The format of a file's name; nil where its extension tells nothing.
  public init?(path: String) {
    switch (path as NSString).pathExtension.lowercased() {
    case "osm", "xml": self = .lanelet2
    case "geojson", "json": self = .geojson
    default: return nil
    }
  }
}
