import Foundation
import Settings
import Simulation

/// Scenario files: by name in a folder, or by path.
struct ScenarioFile {
  /// Where it is.
  let path: String

  /// The name of the file without its ending.
  var name: String { URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent }

  /// Folders that are looked in: beside the configuration file, then `Config/scenarios`.
  static func folders(config: String?) -> [String] {
    let beside = config.map { URL(fileURLWithPath: $0).deletingLastPathComponent().appending(path: "scenarios").path }
    let standard = "Config/scenarios"
    return [beside].compactMap { $0 } + [standard]
  }

  /// The file of a name or path.
  /// - Throws: `CommandError` naming the folders and what they hold.
  init(_ text: String, folders: [String]) throws {
    if text.contains("/") || text.hasSuffix(".yaml") {
      path = text
      return
    }
    let found = folders.map { "\($0)/\(text).yaml" }.first { FileManager.default.fileExists(atPath: $0) }
    guard let found else {
      let known = Self.all(in: folders).map(\.name)
      throw CommandError(
        .noInput,
        "--scenario names '\(text)', but \(folders.joined(separator: " and ")) hold "
          + (known.isEmpty ? "no scenario; give the path of a file" : known.joined(separator: ", ")))
    }
    path = found
  }

  private init(path: String) { self.path = path }

  /// All scenarios of some folders, by name; of a name the one of the first folder.
  static func all(in folders: [String]) -> [ScenarioFile] {
    var files: [String: ScenarioFile] = [:]
    for folder in folders {
      // A folder that is not there holds nothing.
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for name in names where name.hasSuffix(".yaml") {
        let file = ScenarioFile(path: "\(folder)/\(name)")
        if files[file.name] == nil { files[file.name] = file }
      }
    }
    return files.values.sorted { $0.name < $1.name }
  }

  /// What it says, with overrides.
  /// - Throws: `SettingsError` naming file, line, key and what is allowed.
  func scenario(overrides: [String] = []) throws -> VoteScenario {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandError(.noInput, "--scenario: there is no file \(path)")
    }
    let sources = SettingsSources(file: path, arguments: try overrides.map { try SettingsOverride(argument: $0) })
    let loaded = try sources.load(VoteScenario.self)
    var values = loaded.settings
    let room = VoteWorld.capacity(values)
    let sites = values.tileElements + values.tileSpots
    // Which sites are lines is drawn: all may be.
    guard values.lineShare == 0 || sites <= room.lines else {
      throw loaded.error(
        at: ["tile_elements"],
        "with tile_spots \(sites), must be at most \(room.lines): a tile has no room for more lines of this length")
    }
    guard values.lineShare == 1 || sites <= room.points else {
      throw loaded.error(at: ["tile_elements"], "with tile_spots \(sites), must be at most \(room.points)")
    }
    values.name = name
    return values
  }
}
