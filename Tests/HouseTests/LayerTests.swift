import Testing

@Suite struct LayerTests {
  @Test func everyImportFollowsTheLayerTable() throws {
    let files = try Repository.here.swiftFiles(under: "Sources") + Repository.here.swiftFiles(under: "Tests")
    #expect(files.count > 20)
    let violations = files.flatMap(LayerTable.house.violations)
    #expect(violations.isEmpty, "\(violations.report)")
  }

  @Test(arguments: [
    ("Sources/Domain/Geometry/Bad.swift", "import MapModel", "Geometry may not import MapModel"),
    ("Sources/Domain/Matching/Bad.swift", "@testable import Evidence", "Matching may not import Evidence"),
    ("Sources/Domain/Evidence/Bad.swift", "public import struct Contracts.Frame", "Evidence may not import Contracts"),
    ("Sources/Domain/Evidence/Bad.swift", "import Glibc", "Evidence may not import Glibc"),
    ("Sources/Domain/Evidence/Bad.swift", "import Dispatch", "Evidence may not import Dispatch"),
    ("Sources/Domain/Matching/Bad.swift", "import CLZ4", "Matching may not import CLZ4"),
    ("Sources/Streaming/Topology/Bad.swift", "import CContracts", "Topology may not import CContracts"),
    ("Sources/Streaming/Topology/Bad.swift", "@_exported import Kafka", "Topology may not import Kafka"),
    ("Sources/Adapters/Kafka/Bad.swift", "import Geometry", "Kafka may not import Geometry"),
    ("Sources/Adapters/Storage/Bad.swift", "import Settings", "Storage may not import Settings"),
    ("Sources/Adapters/Storage/Bad.swift", "import FoundationXML", "Storage may not import FoundationXML"),
    ("Sources/Adapters/Settings/Bad.swift", "import func Geometry.wrap", "Settings may not import Geometry"),
    ("Sources/Service/Runtime/Bad.swift", "import Operations", "Runtime may not import Operations"),
    ("Sources/Service/Operations/Bad.swift", "import Kafka", "Operations may not import Kafka"),
    ("Sources/Lab/Simulation/Bad.swift", "import Storage", "Simulation may not import Storage"),
    ("Sources/Lab/Learning/Bad.swift", "import Runtime", "Learning may not import Runtime"),
    ("Sources/App/resurvey/Bad.swift", "import CSQLite", "resurvey may not import CSQLite"),
    ("Tests/Adapters/KafkaTests/Bad.swift", "import CSQLite", "KafkaTests may not import CSQLite"),
    ("Sources/Lab/Attic/Bad.swift", "import Foundation", "the layer table knows no room 'Attic'"),
  ])
  func aWrongArrowIsNamedByFileAndLine(path: String, line: String, message: String) {
    let text = "// a file\nlet one = 1; \(line)\n"
    let expected = Violation(path: path, line: path.contains("Attic") ? 1 : 2, message: message)
    #expect(LayerTable.house.violations(in: SourceText(path: path, text: text)) == [expected])
  }

  @Test(arguments: [
    ("Sources/Domain/MapModel/Good.swift", "import CLZ4"),
    ("Sources/Domain/Matching/Good.swift", "public import Localization"),
    ("Sources/Streaming/Contracts/Good.swift", "internal import CProtobufC"),
    ("Sources/Service/Runtime/Good.swift", "import Kafka\nimport Topology\nimport Synchronization"),
    ("Sources/Service/Operations/Good.swift", "import CMicroHTTPD\nimport Runtime"),
    ("Sources/App/resurvey/Good.swift", "import Learning\nimport Operations\nimport Geometry"),
    ("Tests/Streaming/ContractsTests/Good.swift", "import CContracts\nimport Testing"),
  ])
  func aRightArrowPasses(path: String, text: String) {
    #expect(LayerTable.house.violations(in: SourceText(path: path, text: text)).isEmpty)
  }

  @Test func importsAreFoundHoweverTheyAreDressed() {
    let text = #"""
      @preconcurrency
      import Alpha
      @_spi(Private) public import class Beta.Gamma; import Delta
      /* import Hidden /* import Nested */ import StillHidden */
      let a = "import Quoted \(f(")") + "import Inner") import Tail"
      let b = """
        import InText
        """
      let c = #"\(import "quote"#
      run(.import, import: 3)
      // import Commented
      import
        Epsilon
      """#
    let imports = SourceText(path: "x.swift", text: text).imports()
    #expect(imports.map(\.module) == ["Alpha", "Beta", "Delta", "Epsilon"])
    #expect(imports.map(\.line) == [2, 3, 3, 12])
  }
}
