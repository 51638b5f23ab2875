import Foundation
import TestSupport
import Testing

@Suite(.onOwnThread) struct EvaluateCommandTests {
  private static let config: String = {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root.appending(path: "Config/resurvey.yaml").path
  }()

  @Test func scenariosAreListedAndFoundBesideTheConfiguration() throws {
    let list = try Program().run("evaluate", "--list", "--config", Self.config)
    #expect(list.status == 0)
    for name in ["clean", "nothing-changed", "real-life", "sparse"] { #expect(list.output.contains(name)) }
  }

  @Test func aScenarioIsMeasured() throws {
    let program = try Program()
    let file = try program.write(
      """
      elements: 40
      tile_elements: 20
      tile_spots: 20
      history_days: 20
      run_days: 20
      changes: {removed: 0.3, added: 0.3, end_day: 10}
      """, to: "small.yaml")
    let report = try program.json("evaluate", "--scenario", file, "--seed", "2", "--threads", "1", "--json")
    #expect((report["scenario"] as? [String: Any])?["name"] as? String == "small")
    #expect(report["traversals"] as? Int == 400)
    let delays = try #require(report["delays"] as? [[String: Any]])
    #expect(delays.contains { $0["kind"] as? String == "removed" && ($0["found"] as? Int ?? 0) > 0 })
    let text = try program.run("evaluate", "--scenario", file, "--seed", "2", "--vary", "passes_per_day=3")
    #expect(text.status == 0 && text.output.contains("3.00 passes a day") && text.output.contains("an element-year"))
    let strict = try program.json(
      "evaluate", "--scenario", file, "--set", "policy.removed_threshold_mnat=44000", "--seed", "2", "--json")
    let late = try #require((strict["delays"] as? [[String: Any]])?.first?["mean"] as? Double)
    #expect(late > (try #require(delays.first?["mean"] as? Double)) + 5)
  }

  @Test func aSensorModelIsLearnedFromAnotherSeed() throws {
    let program = try Program()
    let file = try program.write(
      """
      elements: 40
      tile_elements: 20
      tile_spots: 20
      history_days: 20
      run_days: 10
      same_day_correlation: 0.4
      changes: {removed: 0.2, end_day: 5}
      """, to: "small.yaml")
    let text = try program.run("evaluate", "--scenario", file, "--seed", "2", "--learn-seed", "9")
    #expect(text.status == 0, "\(text.output)")
    #expect(text.output.contains("small-") && text.output.contains("P_D promised"))
    let same = try program.run("evaluate", "--scenario", file, "--seed", "9", "--learn-seed", "9", mergesErrors: true)
    #expect(same.status == 64 && same.output.contains("--learn-seed"))
    let none = try program.run("evaluate", "--scenario", file, "--sensor-model", "/nowhere/m.json", mergesErrors: true)
    #expect(none.status == 66 && none.output.contains("train sensor-model"))
  }

  @Test func safeguardsAreLeftOutOneByOneAndThePictureIsWritten() throws {
    let program = try Program()
    let file = try program.write(
      """
      elements: 20
      tile_elements: 20
      tile_spots: 20
      history_days: 5
      run_days: 10
      changes: {removed: 0.3, end_day: 3}
      """, to: "small.yaml")
    let table = try program.run("evaluate", "--scenario", file, "--ablate")
    #expect(table.status == 0)
    for name in ["as it is", "frames summed naively", "no tempering", "no quorum", "mean instead of conditioned P_D"] {
      #expect(table.output.contains(name))
    }
    let picture = program.file("curves.svg")
    #expect(try program.run("evaluate", "--scenario", file, "--picture", picture).status == 0)
    #expect(try program.text("curves.svg").hasPrefix("<svg"))
    #expect(try program.run("evaluate", "--scenario", file, "--picture", picture, "--ablate").status == 64)
  }

  @Test func whatIsWrongIsNamed() throws {
    let program = try Program()
    let file = try program.write("elements: 40\ntile_spot: 3\n", to: "typo.yaml")
    let typo = try program.run("evaluate", "--scenario", file, mergesErrors: true)
    #expect(typo.status == 78)
    #expect(typo.output.contains("typo.yaml:2") && typo.output.contains("tile_spot: unknown key"))
    #expect(typo.output.contains("tile_spots"))
    let unknown = try program.run("evaluate", "--scenario", "claen", "--config", Self.config, mergesErrors: true)
    #expect(unknown.status == 66 && unknown.output.contains("'claen'") && unknown.output.contains("clean"))
    let crowded = try program.write("tile_elements: 300\ntile_spots: 300\n", to: "crowded.yaml")
    let full = try program.run("evaluate", "--scenario", crowded, mergesErrors: true)
    #expect(full.status == 78 && full.output.contains("tile_elements"))
    #expect(try program.run("evaluate").status == 64)
    #expect(try program.run("evaluate", "--scenario", file, "--seeds", "0").status == 64)
    #expect(try program.run("evaluate", "--scenario", "/nowhere/x.yaml").status == 66)
  }
}
