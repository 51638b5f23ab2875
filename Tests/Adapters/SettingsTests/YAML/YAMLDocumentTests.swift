import Testing

@testable import Settings

@Suite struct YAMLDocumentTests {
  private func root(_ text: String, limits: YAMLLimits = YAMLLimits()) throws -> YAMLNode {
    try YAMLDocument(text: text, path: "a.yaml", limits: limits).root
  }

  private func message(_ text: String, limits: YAMLLimits = YAMLLimits()) -> String {
    do {
      _ = try YAMLDocument(text: text, path: "a.yaml", limits: limits)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func aTreeKnowsTheLineAndColumnOfEveryValue() throws {
    let root = try root(
      """
      # comment
      one: 1
      two:
        - alpha
        - {beta: "quoted", ä: 'x'}
      """)
    let mapping = try #require(root.mapping)
    #expect(mapping.entries.map(\.key) == ["one", "two"])
    #expect(mapping["one"]?.content == .scalar("1", isPlain: true))
    #expect(mapping["one"]?.origin == .file(path: "a.yaml", line: 2, column: 6))
    guard case .sequence(let items) = try #require(mapping["two"]).content else {
      Issue.record("no list")
      return
    }
    #expect(items[0].origin == .file(path: "a.yaml", line: 4, column: 5))
    #expect(items[1].mapping?["beta"]?.content == .scalar("quoted", isPlain: false))
    #expect(items[1].mapping?["ä"]?.origin == .file(path: "a.yaml", line: 5, column: 25))
    #expect(items[1].mapping?.entry("ä")?.keyOrigin == .file(path: "a.yaml", line: 5, column: 22))
  }

  @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n"])
  func anEmptyTextHoldsNothing(text: String) throws {
    let root = try root(text)
    #expect(root.isNull || root.mapping?.entries.isEmpty == true)
  }

  @Test(arguments: [
    ("a: &x 1", "a.yaml:1:4: a: anchors (&name) are not supported: write the value out"),
    ("a: {b: [1, *x]}", "a.yaml:1:12: a.b[1]: aliases (*name) are not supported: write the value out"),
    ("a:\n  <<: {b: 1}", "a.yaml:2:3: a: merge keys (<<) are not supported: write the values out"),
    ("a: !!int 1", "a.yaml:1:4: a: tags (!type) are not supported: the key gives the type"),
    ("a: 1\nb: 2\na: 3", "a.yaml:3:1: 'a' is there twice, first at a.yaml:1:1"),
    ("a: 1\n---\nb: 2", "a.yaml:2:1: a second document (---) starts here; only one is allowed"),
    ("? [a, b]\n: 1", "a.yaml:1:3: a key must be text, not a list or a mapping"),
    ("\"\": 1", "a.yaml:1:1: a key is empty"),
  ])
  func whatIsLeftOutOfYAMLIsRefusedByName(text: String, expected: String) {
    #expect(message(text) == expected)
  }

  @Test(arguments: [("a: [1, 2", 1), ("a: 1\n b: 2", 2), ("a: 1\n\tb: 2", 2), ("a: \"x", 1), ("a: \u{1}", 1)])
  func brokenSyntaxNamesItsLine(text: String, line: Int) {
    let message = message(text)
    #expect(message.contains("no valid YAML"))
    #expect(message.hasPrefix("a.yaml:"))
    let found = message.split(separator: ":").dropFirst().first.flatMap { Int($0) }
    #expect((found ?? 0) >= line && (found ?? 9) <= line + 1)
  }

  @Test func everyLimitIsNamedAndHolds() throws {
    #expect(message("a: 12345", limits: YAMLLimits(size_bytes: 7)).contains("size_bytes = 7"))
    #expect(message("[[[[1]]]]", limits: YAMLLimits(depth: 3)).contains("depth = 3"))
    #expect(message("[1, 2, 3, 4]", limits: YAMLLimits(nodes: 4)).contains("nodes = 4"))
    _ = try root("a: 12345", limits: YAMLLimits(size_bytes: 8))
    _ = try root("[[[[1]]]]", limits: YAMLLimits(depth: 4))
    _ = try root("[1, 2, 3, 4]", limits: YAMLLimits(nodes: 5))
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "a:\n ", "&a ", "!x ", "\"", "a: |\n "])
  func hostileTextsEndSoonAndWithoutACrash(piece: String) {
    let text = String(repeating: piece, count: (1 << 18) / piece.utf8.count)
    #expect(message(text) != "no error" || piece == "a: |\n ")
  }

  @Test func aLongMappingIsReadInOneGo() throws {
    let text = (0..<9000).map { "key\($0): \($0)" }.joined(separator: "\n")
    let mapping = try #require(try root(text).mapping)
    #expect(mapping.entries.count == 9000)
    #expect(mapping["key8999"]?.content == .scalar("8999", isPlain: true))
  }

  @Test func aMissingFileIsNamed() {
    #expect(throws: SettingsError.self) { try YAMLDocument(file: "no/such/file.yaml") }
    do throws(SettingsError) {
      _ = try YAMLDocument(file: "no/such/file.yaml")
    } catch {
      #expect(error.description.hasPrefix("no/such/file.yaml:1:1: there is no such file"))
    }
  }

  @Test func overlayingMergesMappingsAndReplacesTheRest() throws {
    let lower = try root("a: {b: 1, c: [1, 2]}\nd: 4")
    let upper = try root("a: {c: [3]}\ne: 5")
    let merged = lower.overlaid(by: upper)
    #expect(merged.leafPaths == [["a", "b"], ["a", "c"], ["d"], ["e"]])
    #expect(merged.node(at: ["a", "c"])?.flowText == "[3]")
    #expect(merged.node(at: ["a", "b"])?.flowText == "1")
    // A section with all its lines commented out changes nothing.
    #expect(lower.overlaid(by: try root("a:\n  # b: 2\n")).node(at: ["a", "b"])?.flowText == "1")
  }
}
