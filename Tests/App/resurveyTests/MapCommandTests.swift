import Foundation
import TestSupport
import Testing

/// A hand-made map: a road of two lines, a stop line and a sign.
private let handMade = """
  {"type": "FeatureCollection", "features": [
    {"type": "Feature", "id": "line-left", "properties": {"class": "lane_boundary", "style": "solid"},
     "geometry": {"type": "LineString", "coordinates": [[11.5000, 48.1000], [11.5010, 48.1000]]}},
    {"type": "Feature", "id": "line-right", "properties": {"class": "lane_boundary", "style": "dashed"},
     "geometry": {"type": "LineString", "coordinates": [[11.5000, 48.09997], [11.5010, 48.09997]]}},
    {"type": "Feature", "id": "stop", "properties": {"class": "stop_line"},
     "geometry": {"type": "LineString", "coordinates": [[11.5010, 48.1000], [11.5010, 48.09997]]}},
    {"type": "Feature", "id": "sign", "properties": {"class": "traffic_sign", "sign_code": "de274"},
     "geometry": {"type": "Point", "coordinates": [11.5005, 48.1001]}},
    {"type": "Feature", "id": "lamp", "properties": {"class": "street_lamp"},
     "geometry": {"type": "Point", "coordinates": [11.5006, 48.1001]}}
  ]}
  """

@Suite(.onOwnThread) struct MapCommandTests {
  private func imported() throws -> Program {
    let program = try Program()
    let source = try program.write(handMade, to: "town.geojson")
    let command = try program.run("map", "import", source, "--out", program.file("map.sqlite"))
    #expect(command.status == 0)
    #expect(command.output.contains("not imported: 1 × feature street_lamp"))
    return program
  }

  private func counts(_ program: Program, _ map: String) throws -> [String: Int] {
    let classes = try #require(try program.json("map", "stats", program.file(map), "--json")["classes"] as? [Any])
    return try classes.reduce(into: [:]) { counts, entry in
      let entry = try #require(entry as? [String: Any])
      counts[try #require(entry["class"] as? String)] = try #require(entry["elements"] as? Int)
    }
  }

  @Test func importedElementsAreCountedByClass() throws {
    let program = try imported()
    #expect(try counts(program, "map.sqlite") == ["lane_boundary": 2, "stop_line": 1, "traffic_sign": 1])
    let statistics = try program.json("map", "stats", program.file("map.sqlite"), "--json")
    let bounds = try #require(statistics["bounds"] as? [String: Double])
    #expect(abs(try #require(bounds["west_deg"]) - 11.5) < 1e-6)
    #expect(abs(try #require(bounds["north_deg"]) - 48.1001) < 1e-6)
  }

  @Test func editsMakeAStaleMapAndLeaveTheOldOneAlone() throws {
    let program = try imported()
    let command = try program.run(
      "map", "edit", program.file("map.sqlite"), "--out", program.file("stale.sqlite"), "--delete", "sign",
      "--insert-beside", "line-left=1.8", "--shift", "stop=2,0", "--set", "line-right.style=solid")
    #expect(command.status == 0)
    #expect(try counts(program, "stale.sqlite") == ["lane_boundary": 3, "stop_line": 1])
    #expect(try counts(program, "map.sqlite") == ["lane_boundary": 2, "stop_line": 1, "traffic_sign": 1])

    #expect(
      try program.run("map", "export", program.file("stale.sqlite"), "--out", program.file("s.geojson")).status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(try program.text("s.geojson").utf8)) as? [String: Any]
    let features = try #require(object?["features"] as? [[String: Any]])
    func feature(_ name: String) throws -> (properties: [String: Any], first: [Double]) {
      let feature = try #require(
        features.first {
          ($0["id"] as? String) == name || ($0["properties"] as? [String: Any])?["source_id"] as? String == name
        })
      let geometry = try #require(feature["geometry"] as? [String: Any])
      let coordinates = try #require(geometry["coordinates"] as? [[Double]])
      return (try #require(feature["properties"] as? [String: Any]), try #require(coordinates.first))
    }
    #expect(try feature("line-right").properties["style"] as? String == "solid")
    // 1.8 m north of an eastbound line, 2 m east of the stop line.
    #expect(abs(try feature("line-left-left-1.8").first[1] - 48.1 - 1.8 / 111_200) < 2e-7)
    #expect(abs(try feature("stop").first[0] - 11.501 - 2 / 74_400) < 2e-7)
  }

  @Test func mapsAreComparedByWhatCouldBeSeen() throws {
    let program = try imported()
    let map = program.file("map.sqlite")
    let same = try program.run("map", "diff", map, map)
    #expect(same.status == 0 && same.output.contains("nothing that could be seen"))
    let edits = ["--delete", "sign", "--shift", "stop=2,0", "--set", "line-right.style=solid"]
    #expect(
      try program.run(arguments: ["map", "edit", map, "--out", program.file("stale.sqlite")] + edits).status == 0)
    let command = try program.run("map", "diff", map, program.file("stale.sqlite"), "--json")
    #expect(command.status == 1)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(command.output.utf8)) as? [String: Any])
    let physical = try #require(report["physical"] as? [[String: Any]])
    let kinds = physical.reduce(into: [String: String]()) {
      $0[$1["class"] as? String ?? ""] = $1["kind"] as? String
    }
    #expect(physical.count == 3)
    #expect(kinds == ["traffic_sign": "removed", "stop_line": "moved", "lane_boundary": "attribute_changed"])
    #expect((report["tags"] as? [String: Int]) == [:])
  }

  @Test func exportedMapsImportAsTheSame() throws {
    let program = try imported()
    for file in ["again.geojson", "again.osm"] {
      #expect(try program.run("map", "export", program.file("map.sqlite"), "--out", program.file(file)).status == 0)
      #expect(
        try program.run(
          "map", "import", program.file(file), "--out", program.file("again.sqlite"), "--replace"
        ).status == 0)
      #expect(try counts(program, "again.sqlite") == counts(program, "map.sqlite"))
    }
  }

  @Test func severalFilesBecomeOneMapUnlessTheirIDsClash() throws {
    let program = try imported()
    let sign = """
      {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "other", "properties": {"class": "pole"},
       "geometry": {"type": "Point", "coordinates": [11.5002, 48.1002]}}]}
      """
    let second = try program.write(sign, to: "second.geojson")
    let both = program.file("both.sqlite")
    #expect(try program.run("map", "import", program.file("town.geojson"), second, "--out", both).status == 0)
    #expect(try counts(program, "both.sqlite")["pole"] == 1)
    let clash = try program.run(
      "map", "import", second, second, "--out", program.file("clash.sqlite"), mergesErrors: true)
    #expect(clash.status == 65)
    #expect(clash.output.contains("second.geojson"))
    #expect(!FileManager.default.fileExists(atPath: program.file("clash.sqlite")))
  }

  @Test func errorsNameTheFileAndTellTheirKindByExitCode() throws {
    let program = try imported()
    let map = program.file("map.sqlite")
    func status(_ arguments: [String], _ words: String) throws -> Int32 {
      let command = try program.run(arguments: arguments)
      #expect(command.output.contains(words), "\(command.output)")
      return command.status
    }
    #expect(try status(["map", "import", "town.geojson"], "--out") == 64)
    #expect(try status(["map", "import", "--out", "x"], "name a map file") == 64)
    #expect(try status(["map", "edit", map, "--out", map, "--delete", "stop"], "is the map itself") == 64)
    #expect(try status(["map", "edit", map, "--out", "x", "--set", "stop.colr=red"], "colour") == 64)
    #expect(try status(["map", "edit", map, "--out", "x", "--delete", "nothing"], "no element 'nothing'") == 65)
    #expect(try status(["map", "stats", program.file("town.geojson")], "town.geojson") == 65)
    #expect(try status(["map", "stats", "absent.sqlite"], "no such file") == 66)
    #expect(try status(["map", "import", program.file("town.geojson"), "--out", map], "--replace") == 73)
  }
}
