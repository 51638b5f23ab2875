/// Files on this machine.
public struct StorageSettings: SettingsSection {
  /// SQLite file of the current map, read by MATCH and written by `map import`.
  public var map: String = "map.sqlite"
  /// Folder of the partition files of TILE, one SQLite file each.
  public var state: String = "state"

  /// The defaults.
  public init() {}

  /// Checks that both are there.
  public func check(_ check: inout SettingsCheck) {
    check.require(!map.isEmpty, "map", "the path of a file")
    check.require(!state.isEmpty, "state", "the path of a folder")
  }
}
