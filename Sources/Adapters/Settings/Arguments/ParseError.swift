/// Why arguments make no command, by kind.
public enum ParseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No such option; `nearest` is the one that was probably meant.
  case unknownOption(String, nearest: String?)
  /// No such subcommand.
  case unknownCommand(String, nearest: String?, known: [String])
  /// A group of commands without one of them.
  case missingCommand(known: [String])
  /// An option at the end, or before another option, that needs a value.
  case missingValue(option: String, valueName: String)
  /// `--flag=value`.
  case unexpectedValue(flag: String, value: String)
  /// A value that is none of the type's.
  case invalidValue(name: String, value: String, allowed: String)
  /// An option that must be given.
  case missingOption(String)
  /// A positional argument that must be given.
  case missingArgument(String)
  /// More positional arguments than the command takes.
  case unexpectedArgument(String)
  /// What `validate()` threw.
  case invalid(String)

  /// A sentence for the user.
  public var description: String {
    switch self {
    case .unknownOption(let name, let nearest):
      "unknown option '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .unknownCommand(let name, let nearest, let known):
      "unknown command '\(name)'; "
        + (nearest.map { "did you mean '\($0)'?" } ?? "known: \(known.joined(separator: ", "))")
    case .missingCommand(let known): "a command is missing; known: \(known.joined(separator: ", "))"
    case .missingValue(let option, let valueName): "option '\(option)' needs a value: \(option) <\(valueName)>"
    case .unexpectedValue(let flag, let value): "flag '\(flag)' takes no value, but has '\(value)'"
    case .invalidValue(let name, let value, let allowed): "'\(value)' for \(name) must be \(allowed)"
    case .missingOption(let name): "option '\(name)' is missing"
    case .missingArgument(let name): "argument <\(name)> is missing"
    case .unexpectedArgument(let value): "unexpected argument '\(value)'"
    case .invalid(let message): message
    }
  }
}

/// Wrong arguments, with the command that refused them.
public struct UsageError: Error, Sendable, CustomStringConvertible {
  /// What is wrong.
  public var error: ParseError
  /// The command as typed, such as `resurvey map import`.
  public var command: String
  /// The command's usage line.
  public var usage: String

  /// The message with usage and the way to help, for standard error.
  public var description: String {
    "error: \(error)\nusage: \(usage)\nMore: \(command) --help"
  }
}
