import Geometry
import Observations
import Testing

@testable import Learning

@Suite struct LineChoiceTests {
  /// Digests by Python's hashlib of so many times the letter a: around the borders of a block.
  @Test(arguments: [
    (0, "d41d8cd98f00b204e9800998ecf8427e"), (1, "0cc175b9c0f1b6a831c399e269772661"),
    (55, "ef1772b6dff9a122358552954ad0df65"), (56, "3b0c8ac703f828b04c6c197006d17218"),
    (63, "b06521f39153d618550606be297466d5"), (64, "014842d480b571495a4a0363793f7367"),
    (65, "c743a45e0d2e6a95cb859adae0248435"), (120, "5f61c0ccad4cac44c75ff505e1f1e537"),
  ])
  func digestIsThatOfOtherPrograms(length: Int, expected: String) {
    let digest = MD5.digest(repeatElement(UInt8(ascii: "a"), count: length))
    #expect(digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
  }

  @Test func hiddenThirdIsThatOfPythonsHashlib() {
    var text = ""
    for drive in ["0", "104"] {
      for sequence: UInt64 in [0, 7, 1182] {
        for line in 0..<12 { text += LineChoice.isHidden(drive: drive, sequence: sequence, line: line) ? "#" : "." }
      }
    }
    #expect(text == ".#.#.##.........#...#..#...........##.#.##.....#..#....##.#.#.#.##.....#")
    var hidden = 0
    for sequence: UInt64 in 0..<500 {
      for line in 0..<4 where LineChoice.isHidden(drive: "12", sequence: sequence, line: line) { hidden += 1 }
    }
    #expect(hidden == 662)
  }

  @Test(arguments: [("drive-104", "104"), ("7", "7"), ("fleet-a-12", "12"), ("", "")])
  func aDriveIsNamedAsItsRecordingNumbersIt(id: String, number: String) {
    #expect(LineChoice.number(of: DriveID(id)) == number)
  }

  @Test func halvesAreEvenAndDifferFromSeedToSeed() {
    var first = 0
    var same = 0
    for sequence: UInt64 in 0..<2000 {
      let half = LineChoice.half(drive: "4", sequence: sequence, line: 1, seed: 1)
      if half == 0 { first += 1 }
      if half == LineChoice.half(drive: "4", sequence: sequence, line: 1, seed: 2) { same += 1 }
    }
    #expect(abs(first - 1000) < 100 && abs(same - 1000) < 100)
  }

  @Test func aFrameKeepsTheChosenLinesWhole() {
    var frame = Roads.frame(left_m: [1, 2, 3])
    frame.lines.sigma_m = [0.1, 0.2, 0.3]
    let kept = frame.keepingLines { $0 != 1 }
    #expect(kept.lines.count == 2 && kept.lines.sigma_m == [0.1, 0.3])
    #expect(kept.vertices(ofLine: 1, lateralScale: 1).map(\.y) == [3, 3, 3, 3])
    #expect(kept.gnss == frame.gnss && kept.sensors == frame.sensors)
    #expect(frame.keepingLines { _ in true } == frame)
  }
}
