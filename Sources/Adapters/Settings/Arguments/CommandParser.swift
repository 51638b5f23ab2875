/// What the arguments ask for.
public enum ParsedCommand: Sendable {
  /// Run this command.
  case run(any ParsableCommand)
  /// Show this text on standard output and end with success: help or the version.
  case show(String)
}

extension ParsableCommand {
  /// Reads arguments as this command or one below it.
  /// - Parameters:
  ///   - arguments: without the program's name.
  ///   - width: columns of the terminal, for help.
  /// - Throws: ``UsageError``; end the process with ``ExitCode/usage``.
  public static func parseAsRoot(_ arguments: [String], width: Int = 100) throws(UsageError) -> ParsedCommand {
    var path = CommandPath(root: self)
    var rest = arguments[...]
    if rest.first == "help" {
      rest = rest.dropFirst()
      try path.descend(&rest)
      return .show(path.help(width: width))
    }
    try path.descend(&rest)
    let beforeTerminator = rest.prefix { $0 != "--" }
    if beforeTerminator.contains("--help") || beforeTerminator.contains("-h") {
      return .show(path.help(width: width))
    }
    if path.commands.count == 1, rest.first == "--version", !Self.configuration.version.isEmpty {
      return .show(Self.configuration.version)
    }
    let subcommands = path.last.configuration.subcommands
    guard subcommands.isEmpty else {
      let known = subcommands.map { $0.configuration.commandName }
      if let option = rest.first { throw path.error(.unknownOption(option, nearest: nil)) }
      throw path.error(.missingCommand(known: known))
    }
    let command = path.last.init()
    do throws(ParseError) {
      var parser = ArgumentParser(definitions: command.definitions())
      try parser.parse(rest)
      do throws(ValidationError) {
        for group in command.groups() { try group.validate() }
        try command.validate()
      } catch {
        throw ParseError.invalid(error.description)
      }
    } catch {
      throw path.error(error)
    }
    return .run(command)
  }
}

/// The commands from the root down to the one that was typed.
struct CommandPath {
  private(set) var commands: [any ParsableCommand.Type]

  init(root: any ParsableCommand.Type) { commands = [root] }

  var last: any ParsableCommand.Type { commands[commands.count - 1] }
  var name: String { commands.map { $0.configuration.commandName }.joined(separator: " ") }

  /// Takes the names of subcommands from the front of `arguments`.
  mutating func descend(_ arguments: inout ArraySlice<String>) throws(UsageError) {
    while let first = arguments.first, !first.hasPrefix("-") {
      let subcommands = last.configuration.subcommands
      if subcommands.isEmpty { return }
      let known = subcommands.map { $0.configuration.commandName }
      guard let index = known.firstIndex(of: first) else {
        throw error(
          .unknownCommand(first, nearest: NearestName.find(first, among: known), known: known))
      }
      commands.append(subcommands[index])
      arguments = arguments.dropFirst()
    }
  }

  func error(_ error: ParseError) -> UsageError {
    UsageError(error: error, command: name, usage: HelpText(path: self).usage)
  }

  func help(width: Int) -> String {
    HelpText(path: self).text(width: width)
  }
}
