import Foundation
import TestSupport
import Testing

@Suite(.onOwnThread) struct FrameCommandTests {
  /// A few hundred frames over a small city.
  private func simulate(_ program: Program, seed: Int, to name: String) throws {
    let command = try program.run(
      "simulate", "--city", "--blocks", "2", "--seed", "\(seed)", "--vehicles", "2", "--days", "1", "--drives", "2",
      "--length-m", "150", "--out", program.file(name), "--truth", program.file(name + ".truth"))
    #expect(command.status == 0, "\(command.output)")
  }

  @Test func aSeedGivesTheSameBytesAndAnotherSeedOthers() throws {
    let program = try Program()
    try simulate(program, seed: 3, to: "a.jsonl")
    try simulate(program, seed: 3, to: "b.jsonl")
    try simulate(program, seed: 4, to: "c.jsonl")
    let first = try program.text("a.jsonl")
    #expect(first.split(separator: "\n").count > 50)
    #expect(try program.text("b.jsonl") == first)
    #expect(try program.text("b.jsonl.truth") == program.text("a.jsonl.truth"))
    #expect(try program.text("c.jsonl") != first)
  }

  @Test func aStoredCityIsDrivenOnLikeTheCityItself() throws {
    let program = try Program()
    try simulate(program, seed: 3, to: "a.jsonl")
    #expect(
      try program.run("map", "import", "--city", "--blocks", "2", "--out", program.file("city.sqlite")).status == 0)
    #expect(
      try program.run(
        "simulate", "--map", program.file("city.sqlite"), "--seed", "3", "--vehicles", "2", "--days", "1", "--drives",
        "2", "--length-m", "150", "--out", program.file("stored.jsonl")
      ).status == 0)
    #expect(try program.text("stored.jsonl") == program.text("a.jsonl"))
  }

  @Test func validateFindsThePlantedLine() throws {
    let program = try Program()
    try simulate(program, seed: 3, to: "a.jsonl")
    let good = try program.run("validate", program.file("a.jsonl"))
    #expect(good.status == 0)
    #expect(good.output.contains("0 refused"))

    var lines = try program.text("a.jsonl").split(separator: "\n").map(String.init)
    lines[16] = lines[16].replacing("\"latitudeDeg\":48", with: "\"latitudeDeg\":98")
    lines[20] = "{\"vehicle\":"
    let bad = try program.write(lines.joined(separator: "\n"), to: "bad.jsonl")
    let report = try program.run("validate", bad)
    #expect(report.status == 1)
    #expect(report.output.contains("bad.jsonl, line 17: out_of_range gnss.latitude_deg = 98"), "\(report.output)")
    #expect(report.output.contains("bad.jsonl, line 21: malformed_json"))
    #expect(report.output.contains("\(lines.count - 2) accepted, 2 refused"))
  }

  @Test func validateReadsOtherMessagesAndBareBytes() throws {
    let program = try Program()
    let alert = try program.write(#"{"alertId": "a", "revision": "1"}"#, to: "alert.json")
    let report = try program.run("validate", alert, "--as", "Alert")
    #expect(report.status == 1)
    #expect(report.output.contains("severity"), "\(report.output)")
    let empty = try program.write("", to: "empty.bin")
    #expect(try program.run("validate", empty).output.contains("empty"))
    #expect(try program.run("validate", empty, "--as", "Nonsense").status == 64)
  }

  @Test func replayNamesAMapThatIsNone() throws {
    let program = try Program()
    let frames = try program.write("", to: "frames.jsonl")
    let note = try program.write("no tile store, though it is long enough to be looked at", to: "note.sqlite")
    for (store, status, words) in [(note, 65, "is no file of this program"), ("nowhere.sqlite", 66, "no such file")] {
      let report = try program.run(
        "replay", frames, "--store", store, "--out", program.file("out"), mergesErrors: true)
      #expect(report.status == status && report.output.contains(words), "\(report.output)")
    }
  }

  @Test func theWorldMayBeAnotherMap() throws {
    let program = try Program()
    let city = program.file("city.sqlite")
    #expect(try program.run("map", "import", "--city", "--blocks", "1", "--out", city).status == 0)
    #expect(try program.run("map", "export", city, "--out", program.file("city.geojson")).status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(try program.text("city.geojson").utf8)) as? [String: Any]
    let signs = try #require(object?["features"] as? [[String: Any]]).filter {
      ($0["properties"] as? [String: Any])?["class"] as? String == "traffic_sign"
    }
    let sign = try #require(signs.first?["id"])
    let world = program.file("world.sqlite")
    #expect(try program.run("map", "edit", city, "--delete", "\(sign)", "--out", world).status == 0)
    func truth(_ world: String) throws -> [String] {
      let command = try program.run(
        "simulate", "--map", city, "--world", world, "--vehicles", "1", "--days", "1", "--drives", "1", "--length-m",
        "100", "--out", program.file("frames.jsonl"), "--truth", program.file("truth.jsonl"), mergesErrors: true)
      #expect(command.status == 0, "\(command.output)")
      return try program.text("truth.jsonl").split(separator: "\n").map(String.init)
    }
    let changes = try truth(world)
    #expect(changes.count == 1 && changes[0].contains(#""kind":"removed""#))
    #expect(try truth(city).isEmpty)
  }

  @Test func simulateSaysWhatItCannotDriveOn() throws {
    let program = try Program()
    let out = program.file("x.jsonl")
    #expect(try program.run("simulate", "--out", out).status == 64)
    #expect(try program.run("simulate", "--city", "--rate", "900", "--out", out).status == 64)
    let pole = """
      {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"class": "pole"},
       "geometry": {"type": "Point", "coordinates": [11.5002, 48.1002]}}]}
      """
    let map = program.file("pole.sqlite")
    #expect(try program.run("map", "import", try program.write(pole, to: "pole.geojson"), "--out", map).status == 0)
    let command = try program.run("simulate", "--map", map, "--out", out, mergesErrors: true)
    #expect(command.status == 65)
    #expect(command.output.contains("no drivable lane"))
  }
}
