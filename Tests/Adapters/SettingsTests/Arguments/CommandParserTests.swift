import Testing

@testable import Settings

@Suite struct CommandParserTests {
  private func parse<Command: ParsableCommand>(_ line: String, as type: Command.Type) throws -> Command {
    switch try Root.parseAsRoot(line.split(separator: " ").map(String.init)) {
    case .run(let command): return try #require(command as? Command)
    case .show(let text): throw ValidationError("showed \(text)")
    }
  }

  private func error(_ line: String) -> ParseError? {
    do throws(UsageError) {
      _ = try Root.parseAsRoot(line.split(separator: " ").map(String.init))
      return nil
    } catch {
      return error.error
    }
  }

  @Test func defaultsStandWhereNothingIsGiven() throws {
    let command = try parse("map import --store s a.osm", as: Import.self)
    #expect(command.store == "s")
    #expect(command.files == ["a.osm"])
    #expect(command.format == .lanelet2)
    #expect(command.offset_m == 0)
    #expect(command.limit == nil)
    #expect(command.check)
    #expect(command.verbose == 0)
    #expect(command.common.set == [])
    #expect(command.common.configFile == nil)
    #expect(!command.common.json)
  }

  @Test func everySpellingOfAnOptionSetsIt() throws {
    for line in ["--offset-m 2.5", "--offset-m=2.5", "-o 2.5", "-o2.5", "-o=2.5"] {
      #expect(try parse("map import --store s \(line) a", as: Import.self).offset_m == 2.5, "\(line)")
    }
    #expect(try parse("map import --store s a -c x.yaml", as: Import.self).common.configFile == "x.yaml")
    #expect(try parse("map import --store=--s=1 a", as: Import.self).store == "--s=1")
    #expect(try parse("map import --store= a", as: Import.self).store == "")
    #expect(try parse("map import --store - -", as: Import.self).files == ["-"])
  }

  @Test func optionsAndFilesMayStandInAnyOrder() throws {
    let command = try parse("map import a --json b --store s c --no-check", as: Import.self)
    #expect(command.files == ["a", "b", "c"])
    #expect(command.common.json)
    #expect(!command.check)
  }

  @Test func repeatedOptionsCollectAndOthersTakeTheLast() throws {
    let command = try parse("map import --set a=1 --set=b=2 --store s --store t --limit 1 -l 2 x", as: Import.self)
    #expect(command.common.set == ["a=1", "b=2"])
    #expect(command.store == "t")
    #expect(command.limit == 2)
  }

  @Test func shortFlagsCombineAndCount() throws {
    #expect(try parse("map import --store s -vvv x", as: Import.self).verbose == 3)
    #expect(try parse("map import --store s -vvl7 x", as: Import.self).limit == 7)
    #expect(try parse("map import --store s -q x", as: Import.self).quick)
  }

  @Test func negativeNumbersAreValues() throws {
    #expect(try parse("map import --store s --offset-m -2.5 x", as: Import.self).offset_m == -2.5)
    #expect(try parse("send -5 6 -7", as: Send.self).numbers == [-5, 6, -7])
  }

  @Test func afterTheTerminatorEverythingIsAnArgument() throws {
    #expect(try parse("map import --store s -- --json -q --help", as: Import.self).files == ["--json", "-q", "--help"])
  }

  @Test func positionalsFillInOrder() throws {
    #expect(try parse("map export s", as: Export.self).target == "out.osm")
    let command = try parse("map export s t 12", as: Export.self)
    #expect([command.store, command.target, "\(command.tile ?? 0)"] == ["s", "t", "12"])
    #expect(try parse("send", as: Send.self).numbers == [])
    #expect(try parse("send --from 2026-03-01T06:00:00Z", as: Send.self).from == .time(unix_ms: 1_772_344_800_000))
  }

  @Test func parsingOneCommandLeavesTheNextAlone() throws {
    _ = try parse("map import --store s --set a=1 --no-check -v x y", as: Import.self)
    let second = try parse("map import --store s z", as: Import.self)
    #expect(second.common.set == [])
    #expect(second.files == ["z"])
    #expect(second.check)
    #expect(second.verbose == 0)
  }

  @Test(arguments: [
    ("map import --stroe s x", ParseError.unknownOption("--stroe", nearest: "--store")),
    ("map import --jsom --store s x", .unknownOption("--jsom", nearest: "--json")),
    ("map import --elephant", .unknownOption("--elephant", nearest: nil)),
    ("map import -z", .unknownOption("-z", nearest: nil)),
    ("map import -vz x", .unknownOption("-z", nearest: nil)),
    ("mpa import", .unknownCommand("mpa", nearest: "map", known: ["map", "send", "nothing"])),
    ("elephant", .unknownCommand("elephant", nearest: nil, known: ["map", "send", "nothing"])),
    ("map imporr", .unknownCommand("imporr", nearest: "import", known: ["import", "export"])),
    ("map", .missingCommand(known: ["import", "export"])),
    ("", .missingCommand(known: ["map", "send", "nothing"])),
    ("map --json import", .unknownOption("--json", nearest: nil)),
    ("map import x --store", .missingValue(option: "--store", valueName: "store")),
    ("map import --store --json x", .missingValue(option: "--store", valueName: "store")),
    ("map import -o", .missingValue(option: "-o", valueName: "offset-m")),
    ("map import --json=yes", .unexpectedValue(flag: "--json", value: "yes")),
    ("map import -q=yes", .unexpectedValue(flag: "-q", value: "yes")),
    (
      "map import --store s --format osm x",
      .invalidValue(name: "--format", value: "osm", allowed: "one of lanelet2, geojson")
    ),
    (
      "map import --store s -o nan x",
      .invalidValue(name: "--offset-m", value: "nan", allowed: "a finite number")
    ),
    (
      "map export s t -5",
      .invalidValue(name: "<tile>", value: "-5", allowed: "a whole number in 0…18446744073709551615")
    ),
    ("map import x", .missingOption("--store")),
    ("map import --store s", .missingArgument("files")),
    ("map export", .missingArgument("store")),
    ("map export a b 1 d", .unexpectedArgument("d")),
    ("nothing x", .unexpectedArgument("x")),
    ("map import --store s -q -v x", .invalid("-q and -v exclude each other")),
    ("map import --store s --set bad x", .invalid("--set bad is bad")),
  ])
  func wrongArgumentsAreNamed(line: String, expected: ParseError) {
    #expect(error(line) == expected)
  }

  @Test func aUsageErrorShowsTheCommandAndTheWayToHelp() throws {
    let error = try #require(throws: UsageError.self) { try Root.parseAsRoot(["map", "export", "--tiel"]) }
    let expected = """
      error: unknown option '--tiel'
      usage: tool map export <store> [<target>] [<tile>]
      More: tool map export --help
      """
    #expect(error.description == expected)
  }

  @Test(arguments: [
    ParseError.unknownOption("--a", nearest: "--b"), .unknownCommand("a", nearest: nil, known: ["b"]),
    .missingCommand(known: ["b"]), .missingValue(option: "--a", valueName: "b"),
    .unexpectedValue(flag: "--a", value: "b"), .invalidValue(name: "--a", value: "b", allowed: "c"),
    .missingOption("--a"), .missingArgument("a"), .unexpectedArgument("a"), .invalid("a"),
  ])
  func everyErrorNamesWhatItIsAbout(error: ParseError) {
    #expect(error.description.contains("a") && !error.description.contains("ParseError"))
  }
}
