import Foundation
import Settings

/// Where the configuration comes from: file, then environment, then arguments.
struct ConfigurationOptions: ParsableArguments {
  @Option(help: "Configuration file; without it the environment variable RESURVEY_CONFIG, else the defaults.")
  var config: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("A setting that overrides file and environment; repeat it.", valueName: "key.key=value"))
  var overrides: [String] = []

  @Option(help: ArgumentHelp("Bootstrap brokers; short for --set kafka.brokers=[…].", valueName: "host:port,…"))
  var brokers: String?

  /// The configuration with further overrides that a command's own options stand for.
  func load(_ further: [String] = []) throws -> ResurveyConfiguration {
    let environment = ProcessInfo.processInfo.environment
    let sources = SettingsSources(
      file: config ?? environment["RESURVEY_CONFIG"], environment: environment,
      arguments: try (overrides + (brokers.map { ["kafka.brokers=[\($0)]"] } ?? []) + further).map {
        try SettingsOverride(argument: $0)
      })
    return try sources.load(ResurveyConfiguration.self).settings
  }
}
