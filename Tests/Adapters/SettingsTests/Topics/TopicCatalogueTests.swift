import Foundation
import Testing

@testable import Settings

@Suite struct TopicCatalogueTests {
  private let streams: URL = {
    var root = URL(filePath: #filePath)
    for _ in 0..<5 { root.deleteLastPathComponent() }
    return root.appending(path: "Streams")
  }()

  private var document: YAMLDocument {
    get throws { try YAMLDocument(file: streams.appending(path: "topics.yaml").path) }
  }

  @Test func theFileAndTheProgramSayTheSame() throws {
    #expect(try YAMLDecoder().decode(TopicCatalogue.self, from: try document) == TopicCatalogue())
    let listed = Set(try document.root.leafPaths)
    #expect(listed == Set(try YAMLNode(encoding: TopicCatalogue()).leafPaths))
  }

  @Test func everyValueIsAMessageOfTheContracts() throws {
    let folder = streams.appending(path: "resurvey/v1")
    let texts = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "proto" }.map { try String(contentsOf: $0, encoding: .utf8) }
    for (role, topic) in TopicCatalogue().named {
      guard topic.value != TopicDeclaration.refusedBytes else {
        #expect(topic.name.hasSuffix(".dead-letter"), "only what was refused has no message of its own: \(role)")
        continue
      }
      #expect(!topic.name.hasSuffix(".dead-letter"), "a refused record keeps its own bytes: \(role)")
      let message = topic.value.replacing("resurvey.v1.", with: "")
      #expect(texts.contains { $0.contains("\nmessage \(message) {") }, "\(role) carries no known \(topic.value)")
    }
  }

  @Test func namesAreThoseOfTheConfiguration() {
    let names = Dictionary(uniqueKeysWithValues: TopicSettings().named.map { ($0.key, $0.name) })
    for (role, topic) in TopicCatalogue().named { #expect(topic.name == names[role]) }
    var settings = TopicSettings()
    settings.tiles = "north.tiles"
    #expect(TopicCatalogue().renamed(by: settings).tiles.name == "north.tiles")
    #expect(TopicCatalogue().renamed(by: settings).alerts == TopicCatalogue().alerts)
  }

  @Test func propertiesBearKafkasNames() {
    let expected = [
      "cleanup.policy": "compact", "retention.ms": "-1", "message.timestamp.type": "LogAppendTime",
      "max.message.bytes": "4194304",
    ]
    #expect(TopicCatalogue().tiles.properties == expected)
    #expect(TopicCatalogue().observations.properties["retention.ms"] == "604800000")
  }

  @Test(arguments: [
    ("tiles", "partitions", "6", "tiles: is a mapping of 11 keys, must be of as many partitions as evidence (12)"),
    ("evidence", "cleanup", "compact", "evidence: is a mapping of 11 keys, must be of cleanup delete"),
    ("alerts", "name", "map.tiles", "alerts: is a mapping of 11 keys, must be named otherwise than the others"),
    ("alerts", "retention_h", "0", "alerts.retention_h: is '0', must be -1 or in 1…1000000"),
    ("alerts", "cleanup", "keep", "alerts.cleanup: is 'keep', must be one of delete, compact"),
    ("changes", "partition", "6", "changes.partition: unknown key; did you mean 'partitions'?"),
    ("change", "name", "x", "change: unknown key; did you mean 'changes'?"),
  ])
  func aCatalogueThatBreaksAGuaranteeIsRefused(role: String, key: String, value: String, message: String) throws {
    let change = SettingsOverride(path: [role, key], value: value, origin: .argument("x"))
    let tree = try document.root.overlaid(by: try change.tree())
    do throws(SettingsError) {
      _ = try YAMLDecoder().decode(TopicCatalogue.self, from: tree)
      Issue.record("\(role).\(key) = \(value) was accepted")
    } catch {
      #expect(error.description.contains(message), "\(error)")
    }
  }
}
