import Foundation
import TestSupport
import Testing

@Suite(.onOwnThread) struct BenchMatchTests {
  private func files(_ town: BenchTown, _ program: Program) throws -> (map: String, frames: String) {
    try town.mapFile.write(to: URL(filePath: program.file("map.bin")))
    try town.framesFile.write(to: URL(filePath: program.file("frames.bin")))
    return (program.file("map.bin"), program.file("frames.bin"))
  }

  @Test(arguments: ["portable", "best"])
  func theResultIsThatOfThePlainMatcher(vectors: String) throws {
    let program = try Program()
    let town = BenchTown(seed: 11)
    let files = try files(town, program)
    let level = vectors == "best" ? [] : ["--vectors", vectors]
    let command = try program.run(
      arguments: ["bench", "match", files.map, files.frames, "--rounds", "1", "--out", program.file("out.bin")] + level)
    #expect(command.status == 0, "\(command.output)")
    let found = BenchResult.all(try Data(contentsOf: URL(filePath: program.file("out.bin"))))
    try #require(found.count == town.frames.count)
    let reference = ReferenceMatcher(town: town)
    var matched = 0
    var differing = 0
    for (frame, result) in zip(town.frames, found) {
      let expected = reference.match(frame)
      differing += expected == result ? 0 : 1
      matched += expected.points.count { $0 >= 0 } + expected.lines.count { $0 >= 0 }
    }
    // Only a tie within rounding may be decided otherwise.
    #expect(differing <= 1)
    #expect(matched > 10 * town.frames.count)
  }

  @Test func bothOrdersFindTheSame() throws {
    let program = try Program()
    let files = try files(BenchTown(seed: 5), program)
    let drive = try program.json("bench", "match", files.map, files.frames, "--rounds", "1", "--json")
    let fleet = try program.json(
      "bench", "match", files.map, files.frames, "--rounds", "1", "--order", "fleet", "--json")
    for sum in ["pairSum", "missedSum"] {
      let value = try #require(drive[sum] as? Int)
      #expect(value > 0 && fleet[sum] as? Int == value)
    }
  }

  @Test func linesAreCountedOnceByPartAndOrderOnlyChangesWhatIsFresh() throws {
    let program = try Program()
    let files = try files(BenchTown(seed: 5), program)
    var reports: [[String: Any]] = []
    for order in ["drive", "fleet"] {
      let all = try program.json(
        "bench", "match", files.map, files.frames, "--rounds", "1", "--lines", "--json", "--order", order)
      reports.append(try #require(all["lines"] as? [String: Any]))
    }
    var fresh: [[String: Double]] = []
    var touched: [[String: Double]] = []
    for report in reports {
      let parts = try #require(report["parts"] as? [[String: Any]])
      let names = parts.compactMap { $0["part"] as? String }
      touched.append(Dictionary(uniqueKeysWithValues: zip(names, parts.compactMap { $0["perFrame"] as? Double })))
      fresh.append(Dictionary(uniqueKeysWithValues: zip(names, parts.compactMap { $0["freshPerFrame"] as? Double })))
      let sum = touched[touched.count - 1].reduce(0) { $0 + ($1.key == "ahead" ? 0 : $1.value) }
      #expect(abs(sum - (report["perFrame"] as? Double ?? 0)) < 1e-9)
      #expect(report["scans"] as? [[String: Any]] != nil)
    }
    for part in ["directory", "heads", "points", "segments", "view"] {
      let value = try #require(touched[0][part])
      #expect(value > 0 && touched[1][part] == value)
      let (drive, fleet) = (try #require(fresh[0][part]), try #require(fresh[1][part]))
      #expect(drive <= value && fleet <= value && drive <= fleet)
    }
    // Vehicles a second further see mostly the same; other vehicles do not.
    #expect(try #require(fresh[0]["segments"]) < 0.7 * #require(fresh[1]["segments"]))
  }

  @Test func aDamagedFileIsRefusedByFieldAndPlace() throws {
    let program = try Program()
    let files = try files(BenchTown(seed: 5), program)
    let swapped = try program.run("bench", "match", files.frames, files.map, mergesErrors: true)
    #expect(swapped.status == 65 && swapped.output.contains("PBM1"))
    let whole = try Data(contentsOf: URL(filePath: files.map))
    try whole.prefix(whole.count / 2).write(to: URL(filePath: files.map))
    let cut = try program.run("bench", "match", files.map, files.frames, mergesErrors: true)
    #expect(cut.status == 65 && cut.output.contains("cut short"))
  }
}
