import Foundation

/// Maps of public sources beside the checkout; tests that need them are skipped where they are absent.
enum RealData {
  static let folder: String = {
    if let stated = ProcessInfo.processInfo.environment["RESURVEY_DATA"] { return stated }
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root.deletingLastPathComponent().appendingPathComponent("shared/data").path
  }()

  static let isPresent = FileManager.default.fileExists(atPath: folder + "/README.md")
  static let absence = "no maps in ../shared/data (or RESURVEY_DATA)"

  static func path(_ name: String) -> String { folder + "/" + name }

  static let karlsruhe = [
    "lanelet2/mapping_example@05_2018-11-12_73de41b.osm", "lanelet2/mapping_example@06_2018-11-13_ddb6b0f.osm",
    "lanelet2/mapping_example@07_2019-01-31_c68412d.osm", "lanelet2/mapping_example@08_2019-05-09_e835f61.osm",
  ]
  static let kashiwanoha = [
    "kashiwanoha/kashiwanoha@06_2024-04-24_5379b5a87.osm", "kashiwanoha/kashiwanoha_road_shoulder@HEAD.osm",
    "kashiwanoha/kashiwanoha_walkway@HEAD.osm", "kashiwanoha/validator_sample_map.osm", "kashiwanoha/test_map.osm",
  ]
  static let munich = "munich/lanelet2_route_1.osm"
  static let shenzhen = "shenzhen/map.geojson"
  static let allOSM = karlsruhe + kashiwanoha + [munich]
}
