/// Which room may import which: the layer table of the house, floor by floor from the top.
struct LayerTable {
  /// Modules each room of `Sources` may import, besides those of the system.
  let rooms: [String: Set<String>]
  /// The room that owns a module of C (or of the system, if it is no common one).
  let owners: [String: Set<String>]

  static let domain = [
    "Geometry", "MapModel", "Observations", "Localization", "Matching", "Evidence", "Reconstruction",
  ]
  static let streaming = ["Contracts", "Topology"]
  static let adapters = ["Kafka", "Storage", "MapFormats", "Settings"]

  static let house: LayerTable = {
    var rooms: [String: Set<String>] = [:]
    for (index, name) in domain.enumerated() { rooms[name] = Set(domain[..<index]) }
    rooms["Contracts"] = Set(domain)
    rooms["Topology"] = Set(domain + ["Contracts"])
    rooms["Kafka"] = []
    rooms["Storage"] = Set(domain)
    rooms["MapFormats"] = Set(domain)
    rooms["Settings"] = []
    rooms["Runtime"] = Set(domain + streaming + adapters)
    rooms["Operations"] = ["Runtime"]
    rooms["Simulation"] = Set(domain + streaming)
    rooms["Learning"] = Set(domain + streaming + ["Storage", "Simulation"])
    rooms["resurvey"] = Set(domain + streaming + adapters + ["Runtime", "Operations", "Simulation", "Learning"])
    let owners: [String: Set<String>] = [
      "CGeometry": ["Geometry"],
      "CLZ4": ["MapModel"], "CCrypto": ["MapModel"],
      "CContracts": ["Contracts"], "CProtobufC": ["Contracts"],
      "CRdKafka": ["Kafka"], "CSQLite": ["Storage"], "CYAML": ["Settings"],
      "CMicroHTTPD": ["Operations"],
      "CAllocationCount": ["resurvey"],
      "FoundationXML": ["MapFormats"],
    ]
    return LayerTable(rooms: rooms, owners: owners)
  }()

  private static let system: Set<String> = ["Foundation", "Synchronization", "Dispatch", "Glibc"]
  private static let systemOfDomain: Set<String> = ["Foundation"]
  private static let systemOfTests: Set<String> = system.union([
    "Testing", "XCTest", "FoundationNetworking", "TestSupport", "CAllocationCount",
  ])

  /// Checks one file of `Sources/<floor>/<room>/` or `Tests/<floor>/<room>Tests/`.
  func violations(in file: SourceText) -> [Violation] {
    let parts = file.path.split(separator: "/").map(String.init)
    guard parts.count >= 4 else { return [] }
    let allowed: (String) -> Bool
    switch parts[0] {
    case "Sources":
      let room = parts[2]
      guard let neighbours = rooms[room] else {
        return [Violation(path: file.path, line: 1, message: "the layer table knows no room '\(room)'")]
      }
      let systemModules = Self.domain.contains(room) ? Self.systemOfDomain : Self.system
      allowed = { module in
        neighbours.contains(module) || systemModules.contains(module) || owners[module, default: []].contains(room)
      }
    case "Tests":
      let room = String(parts[2].dropLast("Tests".count))
      allowed = { module in
        rooms[module] != nil || Self.systemOfTests.contains(module) || owners[module, default: []].contains(room)
      }
    default: return []
    }
    return file.imports().filter { !allowed($0.module) }.map { found in
      Violation(path: file.path, line: found.line, message: "\(parts[2]) may not import \(found.module)")
    }
  }
}

extension SourceText {
  private static let kinds: Set<String> = [
    "struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor",
  ]

  /// Every imported module with its line, however the import is dressed (`@testable`, `public`, `import struct X.Y`).
  func imports() -> [(module: String, line: Int)] {
    let words = words()
    var imports: [(module: String, line: Int)] = []
    for (index, word) in words.enumerated() where word.text == "import" {
      // `.import`, `` `import` `` and `import:` are names, not imports.
      if word.before == UInt8(ascii: ".") || word.before == UInt8(ascii: "`") { continue }
      if word.after == UInt8(ascii: ":") || word.after == UInt8(ascii: "(") || word.after == UInt8(ascii: "`") {
        continue
      }
      var next = index + 1
      if next < words.count, Self.kinds.contains(words[next].text) { next += 1 }
      guard next < words.count else { continue }
      imports.append((module: words[next].text, line: word.line))
    }
    return imports
  }
}
