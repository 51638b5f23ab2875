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
  func settings(overrides: [String] = []) throws -> VoteScenarioSettings {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandError(.noInput, "--scenario: there is no file \(path)")
    }
    let sources = SettingsSources(file: path, arguments: try overrides.map { try SettingsOverride(argument: $0) })
    let settings = try sources.load(VoteScenarioSettings.self)
    let values = settings.settings
    let room = VoteWorld.capacity(lineLength_m: values.lineLength_m)
    let sites = values.tileElements + values.tileSpots
    // Which sites are lines is drawn: all may be.
    guard values.lineShare == 0 || sites <= room.lines else {
      throw settings.error(
        at: ["tile_elements"],
        "with tile_spots \(sites), must be at most \(room.lines): a tile has no room for more lines of this length")
    }
    guard values.lineShare == 1 || sites <= room.points else {
      throw settings.error(at: ["tile_elements"], "with tile_spots \(sites), must be at most \(room.points)")
    }
    return values
  }
}

extension VoteScenario {
  /// The scenario of a file.
  init(_ settings: VoteScenarioSettings, name: String) {
    self.init()
    self.name = name
    elements = settings.elements
    tileElements = settings.tileElements
    tileSpots = settings.tileSpots
    tileRoad_km = settings.tileRoad_km
    lineShare = settings.lineShare
    lineLength_m = settings.lineLength_m
    passesPerDay = settings.passesPerDay
    historyDays = settings.historyDays
    runDays = settings.runDays
    vehicles = settings.vehicles
    detection.mean = settings.detection.mean
    detection.sd = settings.detection.sd
    detection.expected = settings.detection.expected
    falseAlarm = settings.falseAlarm
    sameDayCorrelation = settings.sameDayCorrelation
    misreading = settings.misreading
    occlusion.share = settings.occlusion.share
    occlusion.knownShare = settings.occlusion.knownShare
    position.sigma_cm = settings.position.sigma_cm
    position.commonSigma_cm = settings.position.commonSigma_cm
    position.matched_m = settings.position.matched_m
    changes.removed = settings.changes.removed
    changes.added = settings.changes.added
    changes.moved = settings.changes.moved
    changes.attribute = settings.changes.attribute
    changes.moved_m = settings.changes.moved_m
    changes.firstDay = settings.changes.firstDay
    changes.endDay = settings.changes.endDay
  }
}
