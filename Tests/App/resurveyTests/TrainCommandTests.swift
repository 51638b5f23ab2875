import Foundation
import TestSupport
import Testing

@Suite(.onOwnThread) struct TrainCommandTests {
  /// A short replay of a small city: its folder.
  private func replay(_ program: Program) throws -> String {
    let map = program.file("city.sqlite")
    let frames = program.file("frames.jsonl")
    #expect(try program.run("map", "import", "--city", "--blocks", "1", "--out", map).status == 0)
    #expect(
      try program.run(
        "simulate", "--map", map, "--no-edits", "--vehicles", "3", "--days", "2", "--drives", "3", "--length-m", "150",
        "--rate", "1", "--out", frames
      ).status == 0)
    let out = program.file("out")
    #expect(try program.run("replay", frames, "--store", map, "--out", out).status == 0)
    return out
  }

  @Test func aModelIsLearnedShownAndReplayedWith() throws {
    let program = try Program()
    let out = try replay(program)
    let file = program.file("sensors.json")
    let trained = try program.run(
      "train", "sensor-model", out + "/evidence.jsonl", "--map", out + "/map.sqlite", "--out", file, "--name", "city")
    #expect(trained.status == 0, "\(trained.output)")
    #expect(trained.output.contains("assumed") && trained.output.contains("lane_boundary"))
    let shown = try program.run("models", "show", file)
    #expect(shown.status == 0 && shown.output.contains("city-"))
    let model = try program.json("models", "show", file, "--json")
    #expect((model["contentSha256"] as? String)?.count == 64)
    let again = program.file("again")
    let replayed = try program.run(
      "replay", program.file("frames.jsonl"), "--store", program.file("city.sqlite"), "--out", again, "--sensor-model",
      file)
    #expect(replayed.status == 0, "\(replayed.output)")
    let first = try program.text("again/evidence.jsonl").split(separator: "\n").first
    #expect(first?.contains("\"modelActivation\"") == true && first?.contains("\"learned\"") == true)
  }

  @Test func whatIsWrongIsNamed() throws {
    let program = try Program()
    let map = program.file("city.sqlite")
    #expect(try program.run("map", "import", "--city", "--blocks", "1", "--out", map).status == 0)
    let empty = try program.write("", to: "empty.jsonl")
    let nothing = try program.run(
      "train", "sensor-model", empty, "--map", map, "--out", program.file("m.json"), mergesErrors: true)
    #expect(nothing.status == 65 && nothing.output.contains("nothing to learn from"))
    let bad = try program.write("{\"tick\":", to: "bad.jsonl")
    let line = try program.run(
      "train", "sensor-model", bad, "--map", map, "--out", program.file("m.json"), mergesErrors: true)
    #expect(line.status == 65 && line.output.contains("bad.jsonl: line 1"), "\(line.output)")
    let named = try program.run(
      "train", "sensor-model", empty, "--map", map, "--out", program.file("m.json"), "--name", "A B",
      mergesErrors: true)
    #expect(named.status == 64 && named.output.contains("--name"))
    let other = try program.write("{}", to: "other.json")
    #expect(try program.run("models", "show", other).status == 65)
    #expect(try program.run("models", "activate").status == 64)
  }
}
