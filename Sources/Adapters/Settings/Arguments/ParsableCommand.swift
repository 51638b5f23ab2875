/// Properties the parser can fill: those wrapped in ``Option``, ``Flag``, ``Argument`` or ``OptionGroup``.
public protocol ParsableArguments: Sendable {
  /// Creates the defaults.
  init()

  /// Checks what no single value can show, such as two options that exclude each other.
  /// - Throws: ``ValidationError`` with a sentence for the user.
  func validate() throws(ValidationError)
}

extension ParsableArguments {
  /// Nothing to check.
  public func validate() throws(ValidationError) {}
}

/// A command of the command line.
public protocol ParsableCommand: ParsableArguments {
  /// Its name, help and subcommands.
  static var configuration: CommandConfiguration { get }

  /// Does what the command is for.
  func run() async throws
}

/// The wrong use of a command, found after all its values were read.
public struct ValidationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A sentence for the user.
  public var description: String

  /// Creates an error.
  public init(_ description: String) { self.description = description }
}

/// Name, help and subcommands of a command.
public struct CommandConfiguration: Sendable {
  /// A line to try, with what it does.
  public struct Example: Sendable, Hashable {
    /// The line, as typed.
    public var line: String
    /// What it does.
    public var effect: String

    /// Creates an example.
    public init(_ line: String, _ effect: String) {
      self.line = line
      self.effect = effect
    }
  }

  /// The name as typed.
  public var commandName: String
  /// One line.
  public var abstract: String
  /// More. Lines stay lines and keep their indentation; a long one is wrapped.
  public var discussion: String
  /// Lines to try.
  public var examples: [Example]
  /// The version `--version` shows; only the root's counts.
  public var version: String
  /// Commands below this one; a command with any takes no arguments itself.
  public var subcommands: [any ParsableCommand.Type]

  /// Creates a configuration.
  public init(
    commandName: String, abstract: String = "", discussion: String = "", examples: [Example] = [],
    version: String = "", subcommands: [any ParsableCommand.Type] = []
  ) {
    self.commandName = commandName
    self.abstract = abstract
    self.discussion = discussion
    self.examples = examples
    self.version = version
    self.subcommands = subcommands
  }
}
