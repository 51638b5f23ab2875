import Foundation
import Geometry

/// Cache lines and comparisons of a frame of the matching job, on average.
struct MatchLineReport: Encodable {
  /// Lines of one part of the memory, per frame.
  struct Part: Encodable {
    /// Its name.
    let part: String
    /// Distinct lines touched.
    let perFrame: Double
    /// Those of them that the frame before did not touch.
    let freshPerFrame: Double
  }

  /// One kind of comparison, per frame.
  struct Scan: Encodable {
    /// Its name.
    let scan: String
    /// Entries compared with a place.
    let entriesPerFrame: Double
    /// Vectors of 16 lanes they were read in.
    let vectorsPerFrame: Double
  }

  /// The parts, in the order in which a shared line is given to one of them.
  let parts: [Part]
  /// All parts but what was asked ahead and not read.
  let perFrame: Double
  let freshPerFrame: Double
  /// The comparisons.
  let scans: [Scan]

  init(_ lines: MatchLines) {
    let frames = Double(max(lines.frames, 1))
    let read = MatchLines.Part.allCases.filter { $0 != .ahead }
    parts = MatchLines.Part.allCases.map { part in
      Part(
        part: "\(part)", perFrame: Double(lines.touched[part.rawValue]) / frames,
        freshPerFrame: Double(lines.fresh[part.rawValue]) / frames)
    }
    perFrame = Double(read.reduce(0) { $0 + lines.touched[$1.rawValue] }) / frames
    freshPerFrame = Double(read.reduce(0) { $0 + lines.fresh[$1.rawValue] }) / frames
    scans = [
      ("segments", lines.segments), ("points", lines.points), ("view points", lines.viewPoints),
      ("view lines", lines.viewLines),
    ].map { name, scan in
      Scan(
        scan: name, entriesPerFrame: Double(scan.entries) / frames, vectorsPerFrame: Double(scan.vectors) / frames)
    }
  }

  /// For people.
  var text: String {
    func number(_ value: Double) -> String { String(format: "%.1f", value) }
    var lines = TextTable([("64-byte lines a frame", .left), ("touched", .right), ("not by the one before", .right)])
    for part in parts where part.part != "ahead" {
      lines.append([part.part, number(part.perFrame), number(part.freshPerFrame)])
    }
    lines.append(["all", number(perFrame), number(freshPerFrame)])
    for part in parts where part.part == "ahead" {
      lines.append(["asked ahead, not read", number(part.perFrame), number(part.freshPerFrame)])
    }
    var compared = TextTable([("compared a frame", .left), ("entries", .right), ("vectors of 16", .right)])
    for scan in scans { compared.append([scan.scan, number(scan.entriesPerFrame), number(scan.vectorsPerFrame)]) }
    return lines.text + "\n" + compared.text
  }
}
