import Foundation
import TestSupport
import Testing

@Suite(.onOwnThread) struct BenchTileTests {
  @Test(.enabled(if: RealBroker.isPresent, "needs a real Kafka, see RealBroker.absence"))
  func aBacklogIsFoldedToItsEnd() throws {
    let program = try Program()
    let report = try program.json(
      "bench", "tile", "--brokers", try RealBroker.shared().bootstrap, "--tiles", "3", "--elements", "100",
      "--records", "300", "--votes", "20", "--work", program.file("work"), "--json")
    #expect(report["traversals"] as? Int == 300 && report["votes"] as? Int == 6000)
    #expect(report["staleVotes"] as? Int == 0 && report["repeated"] as? Int == 0)
    #expect(report["partitions"] as? Int == 4)
    for name in ["votesPerSecond", "votesPerCPUSecond", "wall_s", "cpu_s", "bytesPerRecord", "resident_MB"] {
      #expect(try #require(report[name] as? Double) > 0, "\(name)")
    }
    #expect(try #require(report["commits"] as? Int) > 0)
    let ledger_bytes = try #require(report["ledgerBytesPerElement"] as? Double)
    #expect((10...100).contains(ledger_bytes))
    #expect(try FileManager.default.contentsOfDirectory(atPath: program.file("work")) == [])
  }

  @Test func helpShowsExamples() throws {
    let help = try Program().run("bench", "tile", "--help")
    #expect(help.status == 0 && help.output.contains("resurvey bench tile --brokers localhost:9092 --tiles 5000"))
  }

  @Test(arguments: [
    ["--tiles", "0"], ["--elements", "2001"], ["--votes", "51", "--elements", "50"], ["--records", "x"],
  ])
  func wrongArgumentsAreNamed(arguments: [String]) throws {
    #expect(try Program().run(arguments: ["bench", "tile"] + arguments).status == 64)
  }

  @Test func aBrokerThatIsNotThereIsNamed() throws {
    let port = try FreePort.pair()
    let command = try Program().run(arguments: ["bench", "tile", "--brokers", "127.0.0.1:\(port)"])
    #expect(command.status == 69 && command.output.contains("127.0.0.1:\(port)"))
  }
}
