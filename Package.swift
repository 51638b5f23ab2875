// swift-tools-version: 6.2
import PackageDescription

/// The floors of the house, top down. A target may import what its own floor lists here and nothing below it;
/// `Tests/House` reads the imports of every file and fails on an arrow that is not in this list.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // Generics of one floor are specialized in the next; without it the hot path runs unspecialized.
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

let strictC: [CSetting] = [
  .treatAllWarnings(as: .error),
  .enableWarning("all"),
]

func target(_ floor: String, _ name: String, _ dependencies: [String] = []) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .byName(name: $0) }, path: "Sources/\(floor)/\(name)",
    swiftSettings: strict)
}

func library(_ floor: String, _ name: String, pkgConfig: String, apt: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/\(floor)/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func tests(_ floor: String, _ name: String, _ dependencies: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: ([name] + dependencies.filter { $0 != name }).map { .byName(name: $0) },
    path: "Tests/\(floor)/\(name)Tests", swiftSettings: strict)
}

let domain = [
  "Geometry", "MapModel", "Observations", "Localization", "Matching", "Evidence", "Reconstruction",
]
let streaming = ["Contracts", "Topology"]
let adapters = ["Kafka", "Storage", "MapFormats", "Settings"]
let service = ["Runtime", "Operations"]
let lab = ["Simulation", "Learning"]

let package = Package(
  name: "resurvey",
  products: [.executable(name: "resurvey", targets: ["resurvey"])],
  targets: [
    // Domain: values and functions; no clock, no I/O, no handle.
    library("Domain", "CLZ4", pkgConfig: "liblz4", apt: "liblz4-dev"),
    library("Domain", "CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
    .target(name: "CGeometry", path: "Sources/Domain/CGeometry", exclude: ["kernels.inc"], cSettings: strictC),
    .target(
      name: "Geometry", dependencies: ["CGeometry"], path: "Sources/Domain/Geometry",
      // The index hands out its answers as spans that live no longer than it does.
      swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
    target("Domain", "MapModel", ["Geometry", "CLZ4", "CCrypto"]),
    target("Domain", "Observations", ["Geometry", "MapModel"]),
    target("Domain", "Localization", ["Geometry", "MapModel", "Observations"]),
    .target(
      name: "Matching", dependencies: ["Geometry", "MapModel", "Observations", "Localization"],
      path: "Sources/Domain/Matching", swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
    target("Domain", "Evidence", ["Geometry", "MapModel", "Observations", "Localization", "Matching"]),
    target(
      "Domain", "Reconstruction",
      ["Geometry", "MapModel", "Observations", "Localization", "Matching", "Evidence"]),

    // Streaming: what crosses the wire, and the tasks as pure steps.
    library("Streaming", "CProtobufC", pkgConfig: "libprotobuf-c", apt: "libprotobuf-c-dev"),
    .target(
      name: "CContracts", dependencies: ["CProtobufC"], path: "Sources/Streaming/CContracts",
      cSettings: strictC),
    target("Streaming", "Contracts", domain + ["CContracts", "CProtobufC"]),
    target("Streaming", "Topology", domain + ["Contracts"]),

    // Adapters: one room for each outside system.
    library("Adapters", "CRdKafka", pkgConfig: "rdkafka", apt: "librdkafka-dev"),
    library("Adapters", "CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    library("Adapters", "CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
    target("Adapters", "Kafka", ["CRdKafka"]),
    target("Adapters", "Storage", domain + ["CSQLite"]),
    target("Adapters", "MapFormats", domain),
    target("Adapters", "Settings", ["CYAML"]),

    // Service: the loops that join tasks and adapters, and what an operator looks at.
    library("Service", "CMicroHTTPD", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev"),
    target("Service", "Runtime", domain + streaming + adapters),
    target("Service", "Operations", ["Runtime", "CMicroHTTPD"]),

    // Lab: worlds with known truth, and what is learned and measured.
    target("Lab", "Simulation", domain + streaming),
    target("Lab", "Learning", domain + streaming + ["Storage", "Simulation"]),

    // Counts what a thread asks of the heap; `bench frame` and tests read it.
    .target(name: "CAllocationCount", path: "Sources/App/CAllocationCount", cSettings: strictC),
    .executableTarget(
      name: "resurvey",
      dependencies: (domain + streaming + adapters + service + lab + ["CAllocationCount"]).map { .byName(name: $0) },
      path: "Sources/App/resurvey", swiftSettings: strict),

    tests("Domain", "Geometry", ["TestSupport"]),
    tests("Domain", "MapModel", ["Geometry", "TestSupport"]),
    tests("Domain", "Observations", ["Geometry", "MapModel"]),
    tests("Domain", "Localization", domain + ["TestSupport"]),
    tests("Domain", "Matching", domain + ["TestSupport"]),
    tests("Domain", "Evidence", domain + ["TestSupport"]),
    tests("Domain", "Reconstruction", domain),
    tests("Streaming", "Contracts", domain + ["CContracts", "TestSupport"]),
    tests("Streaming", "Topology", domain + ["Contracts", "Storage", "Simulation", "TestSupport"]),
    // What tests of several rooms lean on.
    .target(
      name: "TestSupport", dependencies: ["Geometry", "MapModel", "Observations", "CAllocationCount"],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests("Adapters", "Kafka", ["TestSupport"]),
    tests("Adapters", "Storage", domain + ["TestSupport"]),
    tests("Adapters", "MapFormats", domain + ["TestSupport"]),
    tests("Adapters", "Settings"),
    tests("Service", "Runtime", domain + streaming + adapters + lab + ["TestSupport"]),
    tests("Service", "Operations", ["Runtime", "TestSupport"]),
    tests("Lab", "Simulation", domain + streaming),
    tests("Lab", "Learning", domain + streaming + ["Simulation"]),
    tests("App", "resurvey", domain + streaming + adapters + service + lab + ["TestSupport"]),
    .testTarget(name: "HouseTests", path: "Tests/HouseTests", swiftSettings: strict),
  ]
)
