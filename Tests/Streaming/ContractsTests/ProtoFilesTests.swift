import CContracts
import Evidence
import Foundation
import MapModel
import Observations
import TestSupport
import Testing

@testable import Contracts

/// The contract files keep to what every reader can tell, and mean what the domain means.
@Suite struct ProtoFilesTests {
  private static func protos() throws -> [(name: String, text: String)] {
    let folder = Checkout.root.appending(path: "Streams/resurvey/v1")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".proto") }.sorted()
      .map {
        ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
      }
  }

  @Test func theFilesStayInTheSubsetEveryReaderTells() throws {
    let files = try Self.protos()
    #expect(files.count == 10)
    for (name, text) in files {
      let code = text.split(separator: "\n").filter { !$0.trimmingPrefix(while: \.isWhitespace).hasPrefix("//") }
      for word in ["map<", "optional ", "json_name", "group ", "extensions", "Any ", "required "] {
        #expect(!code.contains { $0.contains(word) }, "\(name) uses \(word)")
      }
    }
  }

  @Test func everyFieldValueAndMessageHasAComment() throws {
    for (name, text) in try Self.protos() {
      var isCommented = false
      for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        let code = line.trimmingPrefix(while: \.isWhitespace)
        if code.hasPrefix("//") {
          isCommented = true
          continue
        }
        let isDeclaration =
          ["message ", "enum ", "oneof "].contains { code.hasPrefix($0) }
          || code.contains(" = ") && !code.hasPrefix("syntax")
        #expect(!isDeclaration || isCommented, "\(name):\(number + 1) has no comment")
        isCommented = false
      }
    }
  }

  @Test func noMessageHoldsItself() {
    func visit(_ shape: MessageShape, _ above: [String]) {
      #expect(!above.contains(shape.name), "\(above) holds \(shape.name)")
      guard !above.contains(shape.name) else { return }
      #expect(shape.fieldCount <= 64, "\(shape.name): singular fields are tracked in 64 bits")
      for i in 0..<shape.fieldCount {
        guard let message = shape.field(i).message else { continue }
        visit(message, above + [shape.name])
      }
    }
    for type in MessageType.allCases {
      unsafe visit(MessageShape(type.descriptor), [])
      #expect(unsafe MessageShape(type.descriptor).name == type.name)
    }
  }

  @Test func numbersOfTheContractsAreThoseOfTheDomain() {
    func name(_ field: FieldShape?, _ raw: UInt8) -> String? { field?.enumName(of: Int32(raw)) }
    func field(_ type: MessageType, _ path: String...) -> FieldShape? {
      var shape = unsafe MessageShape(type.descriptor)
      for (i, step) in path.enumerated() {
        guard let index = shape.index(named: step) else { return nil }
        if i == path.count - 1 { return shape.field(index) }
        guard let next = shape.field(index).message else { return nil }
        shape = next
      }
      return nil
    }
    for value in ElementClass.allCases {
      #expect(name(field(.changeEvent, "element_class"), value.rawValue) == "ELEMENT_CLASS_\(value.name.uppercased())")
    }
    for value in AttributeKey.allCases {
      #expect(
        name(field(.tileVersion, "tile", "elements", "attribute_key"), value.rawValue)
          == "ATTRIBUTE_KEY_\(value.name.uppercased())")
    }
    for value in SensorStatus.Modality.allCases {
      #expect(
        name(field(.observationFrame, "sensors", "modality"), value.rawValue) == "MODALITY_\("\(value)".uppercased())")
    }
    for value in SensorStatus.Health.allCases {
      #expect(
        name(field(.observationFrame, "sensors", "health"), value.rawValue) == "HEALTH_\("\(value)".uppercased())")
    }
    for value in ChangeEvent.Kind.allCases {
      #expect(name(field(.changeEvent, "kind"), value.rawValue) == "KIND_\(value.name.uppercased())")
    }
    for value in ChangeEvent.Status.allCases {
      #expect(name(field(.changeEvent, "status"), value.rawValue) == "STATUS_\(value.name.uppercased())")
    }
    for value in Alert.Severity.allCases {
      #expect(name(field(.alert, "severity"), value.rawValue) == "SEVERITY_\("\(value)".uppercased())")
    }
    for value in Review.Decision.allCases {
      #expect(
        name(field(.tileLogRecord, "review", "decision"), value.rawValue) == "DECISION_\("\(value)".uppercased())")
    }
    for value in Verdict.Kind.allCases {
      #expect(name(field(.tileLogRecord, "verdict", "kind"), value.rawValue) == "KIND_\("\(value)".uppercased())")
    }
    for (value, word) in zip(Reference.Role.allCases, ["LEFT_BOUND", "RIGHT_BOUND", "REGULATION"]) {
      #expect(
        name(field(.tileVersion, "tile", "elements", "reference_role"), value.rawValue) == "REFERENCE_ROLE_\(word)")
    }
    for (value, word) in zip([ShapeKind.point, .line, .polygon], ["POINT", "LINE", "POLYGON"]) {
      #expect(name(field(.changeEvent, "shape_kind"), value.rawValue) == "SHAPE_KIND_\(word)")
    }
  }

  @Test func theAsyncAPIDocumentNamesEveryTopicAndMessage() throws {
    let text = try String(contentsOf: Checkout.root.appending(path: "Streams/asyncapi.yaml"), encoding: .utf8)
    for topic in Topic.allCases where topic != .health {
      #expect(text.contains("address: \(topic.rawValue)\n"), "\(topic.rawValue)")
      guard let type = MessageType(topic: topic) else { continue }
      #expect(text.contains("name: \(type.rawValue)\n"), "\(type.rawValue)")
    }
    for file in text.split(separator: "'").filter({ $0.hasPrefix("./resurvey") }) {
      let path = Checkout.root.appending(path: "Streams").appending(path: file.dropFirst(2)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(file)")
    }
  }

  private static let generator = Tool.find("protoc-c")

  @Test(.enabled(if: generator != nil, "protoc-c is not installed (sh Config/setup.sh --dev)"), .onOwnThread)
  func theGeneratedCodeIsWhatTheFilesGive() throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "resurvey-generated-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let script = Checkout.root.appending(path: "Config/generate-contracts.sh").path
    _ = try Tool.run("/bin/sh", [script, scratch.path])
    let committed = Checkout.root.appending(path: "Sources/Streaming/CContracts")
    for folder in ["resurvey/v1", "include/resurvey/v1"] {
      let names = try FileManager.default.contentsOfDirectory(atPath: scratch.appending(path: folder).path).sorted()
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: committed.appending(path: folder).path).sorted() == names)
      #expect(names.count == 10)
      for name in names {
        let fresh = try Data(contentsOf: scratch.appending(path: folder).appending(path: name))
        let kept = try Data(contentsOf: committed.appending(path: folder).appending(path: name))
        #expect(fresh == kept, "\(folder)/\(name): run sh Config/generate-contracts.sh")
      }
    }
  }
}
