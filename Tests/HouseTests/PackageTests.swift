import Foundation
import Testing

/// What Package.swift declares, read from its text (`target("Floor", "Name"`, `library(…`, `tests(…`).
struct PackageManifest {
  var rooms: [(floor: String, name: String)] = []
  var libraries: [(floor: String, name: String, aptPackage: String)] = []
  var tests: [(floor: String, name: String)] = []

  init(text: String) {
    let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for match in flat.matches(of: /\b(target|tests)\( ?"(\w+)", "(\w+)"/) {
      let entry = (floor: String(match.2), name: String(match.3))
      if match.1 == "target" { rooms.append(entry) } else { tests.append(entry) }
    }
    for match in flat.matches(of: /\blibrary\( ?"(\w+)", "(\w+)", pkgConfig: "[^"]+", apt: "([^"]+)"/) {
      libraries.append((floor: String(match.1), name: String(match.2), aptPackage: String(match.3)))
    }
    for match in flat.matches(of: /\.(executableTarget|target)\( ?name: "(\w+)", .*?path: "Sources\/(\w+)\//) {
      rooms.append((floor: String(match.3), name: String(match.2)))
    }
  }
}

@Suite struct PackageTests {
  let repository = Repository.here
  let manifest: PackageManifest

  init() throws {
    manifest = PackageManifest(text: try #require(try Repository.here.text("Package.swift")))
  }

  @Test func everyRoomStandsInTheLayerTableAndTheOtherWayRound() {
    let swiftRooms = Set(manifest.rooms.map(\.name)).subtracting(["CContracts", "CGeometry", "CAllocationCount"])
    #expect(swiftRooms == Set(LayerTable.house.rooms.keys))
    let modulesOfC = Set(manifest.libraries.map(\.name)).union(["CContracts", "CGeometry", "CAllocationCount"])
    #expect(modulesOfC == Set(LayerTable.house.owners.keys).subtracting(["FoundationXML"]))
  }

  @Test func everyRoomHasSourcesAndTests() throws {
    let tested = Set(manifest.tests.map(\.name))
    for (floor, name) in manifest.rooms {
      let sources = try repository.paths(under: "Sources/\(floor)/\(name)")
      #expect(sources.contains { $0.hasSuffix(".swift") || $0.hasSuffix(".c") }, "\(name) has no sources")
      if ["CContracts", "CGeometry", "CAllocationCount"].contains(name) { continue }
      #expect(tested.contains(name), "\(name) has no test target")
      let texts = try repository.swiftFiles(under: "Tests/\(floor)/\(name)Tests")
      #expect(texts.contains { $0.text.contains("@Test") }, "\(name)Tests holds no test")
    }
    for library in manifest.libraries {
      let files = try repository.paths(under: "Sources/\(library.floor)/\(library.name)")
      #expect(files.contains { $0.hasSuffix("/module.modulemap") }, "\(library.name) has no module map")
    }
  }

  @Test func everyFolderOfSourcesIsATarget() throws {
    let known = Set(
      manifest.rooms.map { "\($0.floor)/\($0.name)" } + manifest.libraries.map { "\($0.floor)/\($0.name)" })
    let found = Set(
      try repository.paths(under: "Sources").map { path in
        path.split(separator: "/").dropFirst().prefix(2).joined(separator: "/")
      })
    #expect(found == known)
  }

  @Test func setupInstallsEveryLibraryThePackageLinks() throws {
    let setup = try #require(try repository.text("Config/setup.sh"))
    let words = Set(setup.split(whereSeparator: { $0.isWhitespace || $0 == "\"" || $0 == "'" }).map(String.init))
    for library in manifest.libraries {
      #expect(words.contains(library.aptPackage), "Config/setup.sh does not install \(library.aptPackage)")
    }
  }

  @Test func noPlaceholderStandsBesideRealFiles() throws {
    let paths = try (repository.paths(under: "Sources") + repository.paths(under: "Tests")).filter {
      $0.hasSuffix(".swift")
    }
    for path in paths where path.hasSuffix("/Placeholder.swift") {
      let room = path.dropLast("Placeholder.swift".count)
      #expect(!paths.contains { $0.hasPrefix(room) && $0 != path }, "\(path) is no longer needed")
    }
  }

  private static let hasReadme = FileManager.default.fileExists(
    atPath: Repository.here.root.appending(path: "README.md").path)

  @Test(.enabled(if: hasReadme, "README.md is not written yet"))
  func theCheckRunsTheCommandThatTheReadmeGives() throws {
    let check = try #require(try repository.text(".ci/run"))
    let readme = try #require(try repository.text("README.md"))
    let command = try #require(check.split(separator: "\n").last { $0.contains("swift test") })
    #expect(readme.contains(command), "README.md does not give '\(command)'")
  }

  @Test func theReaderOfTheManifestSeesWhatIsThere() {
    let text = """
      library("Adapters", "CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
      target("Domain", "Geometry"),
      target(
        "Domain", "MapModel", ["Geometry"]),
      .executableTarget(
        name: "resurvey", dependencies: domain, path: "Sources/App/resurvey"),
      tests("Domain", "Geometry"),
      """
    let manifest = PackageManifest(text: text)
    #expect(manifest.rooms.map(\.name) == ["Geometry", "MapModel", "resurvey"])
    #expect(manifest.rooms.map(\.floor) == ["Domain", "Domain", "App"])
    #expect(manifest.tests.map(\.name) == ["Geometry"])
    #expect(manifest.libraries.map(\.aptPackage) == ["libyaml-dev"])
  }
}
