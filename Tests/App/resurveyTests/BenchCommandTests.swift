import Foundation
import TestSupport
import Testing

@Suite(.onOwnThread) struct BenchCommandTests {
  private static let shenzhen = SharedFolder.find("data/shenzhen")

  private func first(_ report: [String: any Sendable], _ list: String) throws -> [String: Any] {
    try #require((report[list] as? [[String: Any]])?.first)
  }

  @Test func simulatedDrivesAreHeldAgainstTheTruth() throws {
    let program = try Program()
    let report = try program.json(
      "bench", "localization", "--city", "--blocks", "1", "--kilometres", "0.5", "--scenarios", "unchanged,other_place",
      "--set", "simulation.gnss_sigma_m=0.5", "--json")
    let unchanged = try first(report, "scenarios")
    #expect(unchanged["scenario"] as? String == "unchanged")
    #expect(try #require(unchanged["driven_km"] as? Double) >= 0.5)
    #expect(try #require(unchanged["convergedShare"] as? Double) > 0.5)
    let errors = try #require(unchanged["errors"] as? [String: Any])
    #expect(try #require(errors["lateralP50_m"] as? Double) < 0.5)
    let text = try program.run(
      "bench", "localization", "--city", "--blocks", "1", "--kilometres", "0.3", "--scenarios", "outage",
      "--sensors", "camera")
    #expect(text.status == 0 && text.output.contains("while disturbed"))
  }

  @Test(arguments: [
    ["localization", "--city", "--scenarios", "sunshine"], ["localization", "--city", "--changed", "2"],
    ["localization"], ["drives", "x.jsonl", "--store", "m.sqlite", "--parts", "hidden,half"],
  ])
  func wrongArgumentsAreNamed(arguments: [String]) throws {
    let command = try Program().run(arguments: ["bench"] + arguments)
    #expect(command.status == 64)
  }

  @Test func aLineThatTheMapLacksIsFoundByDrives() throws {
    let program = try Program()
    let (city, frames) = (program.file("city.sqlite"), program.file("frames.jsonl"))
    #expect(try program.run("map", "import", "--city", "--blocks", "1", "--out", city).status == 0)
    #expect(
      try program.run(
        "simulate", "--map", city, "--no-edits", "--vehicles", "6", "--days", "8", "--drives", "10", "--length-m",
        "600", "--rate", "3", "--out", frames
      ).status == 0)
    let report = try program.json(
      "bench", "changes", frames, "--store", city, "--delete", "28", "--orders", "1", "--out", program.file("out"),
      "--json")
    #expect(report["drives"] as? Int == 10)
    let edit = try first(report, "edits")
    #expect(edit["expected"] as? String == "added")
    let order = try #require((edit["orders"] as? [[String: Any]])?.first)
    let stations = try #require(edit["stations"] as? Int)
    #expect(2 * (try #require(order["stations"] as? Int)) > stations && stations > 8)
    #expect(try #require(order["errors_m"] as? [Double]).allSatisfy { $0 < 0.3 })
    #expect((order["others"] as? [Any])?.isEmpty == true)
    #expect(try program.text("out/28-deleted.svg").hasSuffix("</svg>\n"))
    let unknown = try program.run(
      "bench", "changes", frames, "--store", city, "--delete", "nothing", mergesErrors: true)
    #expect(unknown.status == 65 && unknown.output.contains("nothing"))
    #expect(try program.run("bench", "changes", frames, "--store", city).status == 64)
  }

  @Test func aMapWithoutLanesCannotBeDriven() throws {
    let program = try Program()
    let source = try program.write(
      #"""
      {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "line",
       "properties": {"class": "lane_boundary"},
       "geometry": {"type": "LineString", "coordinates": [[11.5, 48.1], [11.501, 48.1]]}}]}
      """#, to: "line.geojson")
    #expect(try program.run("map", "import", source, "--out", program.file("map.sqlite")).status == 0)
    let command = try program.run("bench", "localization", "--map", program.file("map.sqlite"), mergesErrors: true)
    #expect(command.status == 65 && command.output.contains("no drivable lane"))
  }

  @Test(.enabled(if: shenzhen != nil, "needs shared/data/shenzhen above the package"))
  func aRecordedDriveIsMeasuredInEveryWay() throws {
    let program = try Program()
    let shenzhen = try #require(Self.shenzhen)
    let map = shenzhen.appending(path: "map.geojson").path
    let frames = try ShenzhenDrive.frames(of: shenzhen.appending(path: "drives/12.jsonl.gz").path, map: map, first: 120)
    try program.write(frames, to: "drive.jsonl")
    #expect(try program.run("map", "import", map, "--out", program.file("map.sqlite")).status == 0)
    let report = try program.json(
      "bench", "drives", program.file("drive.jsonl"), "--store", program.file("map.sqlite"), "--model",
      "crowd-camera-1", "--out", program.file("picture"), "--json")
    let onMap = try #require(report["onMapFrames"] as? Int)
    #expect(try #require(report["frames"] as? Int) >= onMap && onMap > 0)
    let columns = try #require(report["columns"] as? [[String: Any]])
    #expect(columns.map { $0["reported"] as? String } == ["as_reported", "one_lane_left", "one_lane_right"])
    for column in columns {
      let statuses = try #require(column["onMapByStatus"] as? [String: Int])
      #expect(statuses.values.reduce(0, +) == onMap)
      #expect((column["shifted"] as? [Any])?.count == 5 && (column["deleted"] as? [Any])?.count == 4)
      let hidden = try #require(column["hidden"] as? [[String: Any]])
      let fit = try #require(column["fit"] as? [[String: Any]])
      let shares = try [hidden, fit].map { try #require($0.first?["points"] as? Int) }
      #expect(abs(Double(shares[0]) / Double(shares[1]) - 1.0 / 3) < 0.1)
    }
    // The reported poses of the rows as reported do not depend on where the localizer was made to begin.
    let reported = try columns.map { column in
      try #require((column["fit"] as? [[String: Any]])?.first?["median_m"] as? Double)
    }
    #expect(Set(reported).count == 1)
    #expect(try program.text("picture/drives.svg").hasSuffix("</svg>\n"))
  }
}
