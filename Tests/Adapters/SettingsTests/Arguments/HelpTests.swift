import Testing

@testable import Settings

@Suite struct HelpTests {
  private func shown(_ line: String, width: Int = 80) -> String? {
    do throws(UsageError) {
      let arguments = line.split(separator: " ").map(String.init)
      guard case .show(let text) = try Root.parseAsRoot(arguments, width: width) else { return nil }
      return text
    } catch {
      return nil
    }
  }

  @Test func theRootShowsItsCommands() {
    let expected = """
      Does things to maps.

      USAGE
        tool <command>

      COMMANDS
        map      Work on the stored map.
        send
        nothing

      OPTIONS
        -h, --help  Show this help.
        --version   Show the version.

      More: tool <command> --help
      """
    #expect(shown("--help") == expected)
    #expect(shown("-h") == expected)
    #expect(shown("help") == expected)
  }

  @Test func aCommandShowsEverythingItTakes() {
    let expected = """
      Import map files into a store.

      USAGE
        tool map import [--config <config-file>] [--set <key=value> ...] [--json]
            --store <store> [--format <format>] [--offset-m <offset-m>]
            [--limit <limit>] [--check] [--verbose ...] [-q] <files> ...

      Files are read in order.
        The format is told by the extension of each file, or by --format if there is
        none.

      ARGUMENTS
        <files>  Files to import.

      OPTIONS
        -c, --config <config-file>
                                  Configuration file.
        --set <key=value>         Override one setting. (may be repeated)
        --json                    Report as JSON.
        --store <store>           Where to store. (required)
        --format <format>         How to read. (lanelet2 | geojson; default: lanelet2)
        -o, --offset-m <offset-m>
                                  Offset in metres. (default: 0.0)
        -l, --limit <limit>
        --check, --no-check       Check the result. (default: on)
        -v, --verbose             Say more.
        -q
        -h, --help                Show this help.

      EXAMPLES
        tool map import --store map.sqlite karlsruhe.osm
            Imports one file.
      """
    #expect(shown("map import --help") == expected)
    #expect(shown("help map import") == expected)
    // Help is shown whatever else stands there, even if it is wrong.
    #expect(shown("map import --stroe 5 -h") == expected)
  }

  @Test func hiddenOptionsAreNotShownButWork() throws {
    let help = try #require(shown("send --help"))
    #expect(!help.contains("secret"))
    #expect(help.contains("(default: latest)"))
    guard case .run(let command) = try Root.parseAsRoot(["send", "--secret", "7"]) else {
      Issue.record("not run")
      return
    }
    #expect((command as? Send)?.secret == 7)
  }

  @Test func theVersionBelongsToTheRoot() {
    #expect(shown("--version") == "tool 1.2.3")
    #expect(shown("map import --version") == nil)
  }

  @Test(arguments: [20, 40, 80, 200])
  func noLineIsLongerThanTheTerminalUnlessItIsOneWord(width: Int) {
    let text = "The quick brown fox jumps over the lazy dog and goes on to find an extraordinarily long word"
    let lines = TextWrapping.wrap(text, width: width, first: "  ", indent: "    ").split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= width })
    #expect(lines.flatMap { $0.split(separator: " ") } == text.split(separator: " "))
  }
}
