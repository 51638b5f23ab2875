import Evidence
import Foundation
import Geometry
import MapModel

/// The files that hold the true changes.
public enum TruthFile {
  /// One JSON object a line.
  /// - Throws: `EncodingError` where a coordinate is no finite number.
  public static func jsonLines(_ changes: [TruthChange]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try changes.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
  }

  /// Reads what `jsonLines` writes; empty lines are skipped.
  /// - Throws: `TruthFileError` naming the line.
  public static func changes(jsonLines text: String) throws(TruthFileError) -> [TruthChange] {
    let decoder = JSONDecoder()
    var changes: [TruthChange] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy(\.isWhitespace) {
      do {
        changes.append(try decoder.decode(TruthChange.self, from: Data(line.utf8)))
      } catch {
        throw TruthFileError(line: index + 1, reason: "\(error)")
      }
    }
    return changes
  }

  /// A GeoJSON feature collection: one feature for each change's geometry after, or before where it is gone.
  /// - Throws: `EncodingError` where a coordinate is no finite number.
  public static func geoJSON(_ changes: [TruthChange]) throws -> String {
    let features = changes.map { change in
      Feature(
        geometry: Geometry(change.shape, change.after.isEmpty ? change.before : change.after),
        properties: ["id": change.id, "kind": change.kind.name, "class": change.elementClass.name])
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Collection(features: features)), as: UTF8.self) + "\n"
  }

  private struct Collection: Encodable {
    let type = "FeatureCollection"
    let features: [Feature]
  }

  private struct Feature: Encodable {
    let type = "Feature"
    let geometry: Geometry
    let properties: [String: String]
  }

  private struct Geometry: Encodable {
    private let shape: ShapeKind
    private let places: [[Double]]

    init(_ shape: ShapeKind, _ places: [Geodetic]) {
      self.shape = shape
      self.places = places.map { [$0.longitude_deg, $0.latitude_deg] }
    }

    private enum Key: String, CodingKey { case type, coordinates }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: Key.self)
      switch shape {
      case .point where places.count == 1:
        try values.encode("Point", forKey: .type)
        try values.encode(places[0], forKey: .coordinates)
      case .point:
        try values.encode("MultiPoint", forKey: .type)
        try values.encode(places, forKey: .coordinates)
      case .line:
        try values.encode("LineString", forKey: .type)
        try values.encode(places, forKey: .coordinates)
      case .polygon:
        try values.encode("Polygon", forKey: .type)
        try values.encode([places + places.prefix(1)], forKey: .coordinates)
      }
    }
  }
}

/// A line of a truth file that cannot be read.
public struct TruthFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Number of the line, from 1.
  public let line: Int
  /// Why.
  public let reason: String

  /// One line with the place and the reason.
  public var description: String { "truth file, line \(line): \(reason)" }
}
