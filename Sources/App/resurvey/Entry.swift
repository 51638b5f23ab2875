import Foundation
import Kafka
import Settings

/// The command line: parses, runs one command and ends with a code of `sysexits.h`.
@main
struct Entry {
  static func main() async {
    exit(await run(Array(CommandLine.arguments.dropFirst())))
  }

  private static func run(_ arguments: [String]) async -> Int32 {
    do {
      switch try Resurvey.parseAsRoot(arguments) {
      case .show(let text):
        print(text)
      case .run(let command):
        try await command.run()
      }
      return ExitCode.success.rawValue
    } catch let error as UsageError {
      Console.complain(error.description)
      return ExitCode.usage.rawValue
    } catch let error as ExitCode {
      return error.rawValue
    } catch {
      Console.complain("error: \(error)")
      return exitCode(of: error).rawValue
    }
  }

  private static func exitCode(of error: any Error) -> ExitCode {
    switch error {
    case is SettingsError: .configuration
    case let error as CommandError: error.code
    case KafkaError.retryable: .unavailable
    case KafkaError.rejected: .configuration
    default: .failure
    }
  }
}
