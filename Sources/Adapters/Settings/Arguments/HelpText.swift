/// The help of one command.
struct HelpText {
  let path: CommandPath
  private let definitions: [ArgumentDefinition]
  private var configuration: CommandConfiguration { path.last.configuration }

  init(path: CommandPath) {
    self.path = path
    definitions = path.last.init().definitions().filter(\.help.isVisible)
  }

  /// One line: `resurvey map import [--json] --store <store> <files> ...`.
  var usage: String {
    if !configuration.subcommands.isEmpty { return "\(path.name) <command>" }
    let options = definitions.filter { $0.kind != .positional }.map { definition in
      let written = definition.kind == .flag ? definition.displayName : "\(definition.displayName) \(value(definition))"
      let repeated = definition.isRepeating ? "\(written) ..." : written
      return definition.isRequired ? repeated : "[\(repeated)]"
    }
    let positionals = definitions.filter { $0.kind == .positional }.map { definition in
      let written = definition.isRepeating ? "\(value(definition)) ..." : value(definition)
      return definition.isRequired ? written : "[\(written)]"
    }
    return ([path.name] + options + positionals).joined(separator: " ")
  }

  func text(width: Int) -> String {
    var sections: [String] = []
    if !configuration.abstract.isEmpty { sections.append(TextWrapping.wrap(configuration.abstract, width: width)) }
    sections.append(
      "USAGE\n" + TextWrapping.wrap(usage, width: width, first: "  ", indent: "      ", keepsBrackets: true))
    if !configuration.discussion.isEmpty {
      let lines = configuration.discussion.split(separator: "\n", omittingEmptySubsequences: false)
      sections.append(
        lines.map { line in
          // An indented line and what wraps from it keep their indentation.
          let indent = String(line.prefix { $0 == " " })
          return TextWrapping.wrap(String(line), width: width, first: indent, indent: indent)
        }.joined(separator: "\n"))
    }
    let positionals = definitions.filter { $0.kind == .positional }
    if !positionals.isEmpty {
      sections.append("ARGUMENTS\n" + rows(positionals.map { (value($0), describe($0)) }, width: width))
    }
    if !configuration.subcommands.isEmpty {
      let commands = configuration.subcommands.map { ($0.configuration.commandName, $0.configuration.abstract) }
      sections.append("COMMANDS\n" + rows(commands, width: width))
    }
    sections.append("OPTIONS\n" + rows(optionRows, width: width))
    if !configuration.examples.isEmpty {
      let examples = configuration.examples.map {
        "  \($0.line)\n"
          + TextWrapping.wrap(
            $0.effect, width: width, first: "      ", indent: "      ")
      }
      sections.append("EXAMPLES\n" + examples.joined(separator: "\n"))
    }
    if !configuration.subcommands.isEmpty { sections.append("More: \(path.name) <command> --help") }
    return sections.joined(separator: "\n\n")
  }

  private var optionRows: [(String, String)] {
    var rows = definitions.filter { $0.kind != .positional }.map { definition in
      let names = (definition.spellings.sorted { $0.count < $1.count } + definition.negatedSpellings)
        .joined(separator: ", ")
      return (definition.kind == .flag ? names : "\(names) \(value(definition))", describe(definition))
    }
    rows.append(("-h, --help", "Show this help."))
    if path.commands.count == 1, !configuration.version.isEmpty { rows.append(("--version", "Show the version.")) }
    return rows
  }

  private func value(_ definition: ArgumentDefinition) -> String { "<\(definition.valueName)>" }

  private func describe(_ definition: ArgumentDefinition) -> String {
    var notes: [String] = []
    if !definition.allValueStrings.isEmpty { notes.append(definition.allValueStrings.joined(separator: " | ")) }
    if definition.isRequired, definition.kind == .option { notes.append("required") }
    if let text = definition.defaultText { notes.append("default: \(text.isEmpty ? "empty" : text)") }
    if definition.isRepeating, definition.kind == .option { notes.append("may be repeated") }
    let note = notes.isEmpty ? "" : "(\(notes.joined(separator: "; ")))"
    return [definition.help.abstract, note].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func rows(_ rows: [(String, String)], width: Int) -> String {
    let column = min(28, (rows.map(\.0.count).max() ?? 0) + 4)
    let indent = String(repeating: " ", count: column)
    return rows.map { name, description in
      let head = "  " + name
      if description.isEmpty { return head }
      guard head.count + 2 <= column else {
        return head + "\n" + TextWrapping.wrap(description, width: width, first: indent, indent: indent)
      }
      let first = head + String(repeating: " ", count: column - head.count)
      return TextWrapping.wrap(description, width: width, first: first, indent: indent)
    }.joined(separator: "\n")
  }
}
