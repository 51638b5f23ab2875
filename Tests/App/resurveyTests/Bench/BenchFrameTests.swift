import Foundation
import TestSupport
import Testing

@Suite(.onOwnThread) struct BenchFrameTests {
  @Test func aFrameIsMeasuredStageByStage() throws {
    let program = try Program()
    let report = try program.json(
      "bench", "frame", "--city", "--blocks", "1", "--frames", "60", "--rounds", "1", "--seed", "3", "--json")
    #expect(report["frames"] as? Int == 60)
    #expect(report["seed"] as? Int == 3)
    #expect(try #require(report["bytesPerFrame"] as? Double) > 200)
    #expect(try #require(report["detectionsPerFrame"] as? Double) > 1)
    let stages = try #require(report["stages"] as? [[String: Any]])
    #expect(stages.map { $0["stage"] as? String } == ["decode", "localize", "match", "accumulate"])
    let times_ns = try stages.map { try #require($0["perFrame_ns"] as? Double) }
    let shares = try stages.map { try #require($0["share"] as? Double) }
    #expect(times_ns.allSatisfy { $0 > 0 })
    let perFrame_ns = try #require(report["perFrame_ns"] as? Double)
    #expect(abs(times_ns.reduce(0, +) / perFrame_ns - 1) < 1e-9)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
    for (time_ns, share) in zip(times_ns, shares) { #expect(abs(time_ns / perFrame_ns - share) < 1e-9) }
    #expect(abs(try #require(report["framesPerSecond"] as? Double) * perFrame_ns / 1e9 - 1) < 1e-9)
    #expect(try #require(report["generalShare"] as? Double) < 0.5)
    for name in ["decodeAlone", "generalDecodeAlone"] {
      let alone = try #require(report[name] as? [String: Any])
      #expect(try #require(alone["perFrame_ns"] as? Double) > 0)
    }
  }

  @Test func peopleGetATable() throws {
    let command = try Program().run("bench", "frame", "--blocks", "1", "--frames", "20", "--rounds", "1")
    #expect(command.status == 0)
    for word in ["decode", "localize", "match", "accumulate", "frames/s on one core", "general decoder"] {
      #expect(command.output.contains(word), "\(word)")
    }
    let help = try Program().run("bench", "frame", "--help")
    #expect(help.status == 0 && help.output.contains("resurvey bench frame --map map.sqlite"))
  }

  @Test(arguments: [
    ["--frames", "0"], ["--rounds", "0"], ["--blocks", "65"], ["--city", "--map", "m.sqlite"], ["--seed", "x"],
  ])
  func wrongArgumentsAreNamed(arguments: [String]) throws {
    #expect(try Program().run(arguments: ["bench", "frame"] + arguments).status == 64)
  }

  @Test func aMapThatIsNotThereIsNamed() throws {
    let command = try Program().run("bench", "frame", "--map", "/nowhere/m.sqlite", mergesErrors: true)
    #expect(command.status == 66 && command.output.contains("/nowhere/m.sqlite"))
  }
}
