import Settings

/// Why a command could not do its work, with the exit code that says so to a script.
struct CommandError: Error, CustomStringConvertible {
  /// How the process ends.
  let code: ExitCode
  /// What is wrong and how to mend it.
  let description: String

  /// An error with a sentence for the user.
  init(_ code: ExitCode, _ description: String) {
    self.code = code
    self.description = description
  }
}
