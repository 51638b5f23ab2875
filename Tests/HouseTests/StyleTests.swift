import Testing

@Suite struct StyleTests {
  @Test func everySwiftFileKeepsTheHouseRules() throws {
    let files = try Repository.here.swiftFiles(under: "Sources") + Repository.here.swiftFiles(under: "Tests")
    var violations = files.flatMap { StyleRules.length(of: $0) + StyleRules.emptyNames(in: $0) }
    violations += files.filter { $0.path.hasPrefix("Sources/") }.flatMap(StyleRules.prints)
    #expect(violations.isEmpty, "\(violations.report)")
  }

  @Test func noTextNamesAMachineOrLeavesAnOpenEnd() throws {
    var violations: [Violation] = []
    var read = 0
    for path in try Repository.here.paths() {
      guard let text = try Repository.here.text(path) else { continue }
      read += 1
      violations += StyleRules.machinePaths(in: path, text) + StyleRules.openEnds(in: path, text)
    }
    #expect(read > 30)
    #expect(violations.isEmpty, "\(violations.report)")
  }

  @Test func aLongFileIsFound() {
    let lines = { String(repeating: "\n", count: $0) }
    #expect(StyleRules.length(of: SourceText(path: "a.swift", text: lines(400))).isEmpty)
    #expect(StyleRules.length(of: SourceText(path: "a.swift", text: lines(401))).map(\.line) == [401])
  }

  @Test func emptyNamesAreFound() {
    let text = """
      let files = FileManager.default  // a manager of Foundation is not ours
      struct TileManager {}
      func parseHelper() {}
      """
    #expect(StyleRules.emptyNames(in: SourceText(path: "Tile.swift", text: text)).map(\.line) == [2, 3])
    #expect(StyleRules.emptyNames(in: SourceText(path: "TileUtils.swift", text: "")).count == 1)
  }

  @Test func printsOutsideTheCommandLineAreFound() {
    let text = """
      log.print("fine")
      func print(_ line: String) {}
      // print("a comment")
      print("not fine")
      """
    #expect(StyleRules.prints(in: SourceText(path: "Sources/Lab/Learning/A.swift", text: text)).map(\.line) == [4])
    #expect(StyleRules.prints(in: SourceText(path: "Sources/App/resurvey/A.swift", text: text)).isEmpty)
  }

  @Test func machinePathsAndOpenEndsAreFound() {
    let text = "one\ntwo /" + "work/x\nthree /" + "root/y TO" + "DO\n"
    #expect(StyleRules.machinePaths(in: "a.md", text).map(\.line) == [2, 3])
    #expect(StyleRules.openEnds(in: "a.md", text).map(\.line) == [3])
  }
}
