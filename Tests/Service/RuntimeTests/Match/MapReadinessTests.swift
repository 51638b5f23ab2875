import Contracts
import Evidence
import Foundation
import Kafka
import Localization
import MapModel
import Reconstruction
import Runtime
import Simulation
import Testing

/// MATCH begins with the whole map, not with what TILE has published of it so far.
@Suite struct MapReadinessTests {
  private let broker: EmbeddedBroker
  private let cluster: Cluster
  private let tiles: [MapTile]
  private let stop = StopSignal()

  private static let partitions: Int32 = 3

  init() throws {
    broker = try EmbeddedBroker(log: { _ in })
    cluster = Cluster.quiet(on: broker)
    for topic in [Topic.evidence, .tiles] {
      try broker.createTopic(cluster.names[topic], partitions: Self.partitions)
    }
    var city = CityParameters()
    city.blocks = 2
    tiles = try City(city).tiles()
    try #require(tiles.count > 1)
  }

  private func publish(_ tiles: some Collection<MapTile>) throws {
    let producer = try KafkaProducer(cluster.kafka)
    for tile in tiles {
      let version = TileVersion(tile: tile, contentHash: tile.contentHash, patch: nil, time_ns: 0)
      let record = Contracts.OutgoingRecord(
        topic: .tiles, partition: Int32(tile.id.quadkey % UInt32(Self.partitions)),
        key: Array("\(tile.id)/\(tile.version)".utf8), value: TileVersionCodec.encode(version))
      try producer.send(cluster.names.outgoing(record), token: 1)
    }
    try #require(producer.close(timeout_ms: 30_000).count == tiles.count)
  }

  @Test func aTileThatIsNotPublishedYetIsWaitedFor() throws {
    #expect(
      try LogOpening.write(cluster, policy: Policy(), maps: tiles, partitions: Self.partitions).count
        == Int(Self.partitions))
    try publish(tiles.dropLast())
    let opened = try OpenedMap.tiles(cluster, until: stop)
    #expect(opened == Set(tiles.map(\.id)))

    let follower = try TileFollower(cluster)
    defer { follower.close() }
    try follower.catchUp(with: [], until: stop)
    #expect(follower.map.count == tiles.count - 1, "all that stands in the topic is read")
    #expect(!follower.holds(opened), "and is not the map the log was opened with")

    try publish(tiles.suffix(1))
    try follower.catchUp(with: opened, until: stop)
    #expect(follower.map.ids == opened.sorted())
    #expect(follower.holds(opened))
  }

  @Test func whatStandsInTheTopicIsReadToItsEnd() throws {
    // Far more versions than one fetch brings.
    let versions = (1...400).map { MapTile(id: tiles[0].id, version: UInt64($0), elements: tiles[0].elements) }
    try publish(versions)
    let follower = try TileFollower(cluster)
    defer { follower.close() }
    #expect(!follower.holds([]))
    try follower.catchUp(with: [], until: stop)
    #expect(follower.map[tiles[0].id]?.version == 400)
  }

  @Test func aMapWithoutTilesIsNotWaitedFor() throws {
    _ = try LogOpening.write(cluster, policy: Policy(), maps: [], partitions: Self.partitions)
    #expect(try OpenedMap.tiles(cluster, until: stop).isEmpty)
  }

  @Test func evidenceBehindTheOpeningNamesNoTile() throws {
    _ = try LogOpening.write(cluster, policy: Policy(), maps: [tiles[0]], partitions: Self.partitions)
    let producer = try KafkaProducer(cluster.kafka)
    let late = TileLogCodec.encode(
      .baseMap(BaseMap(tile: tiles[1].id, version: 1, contentHash: tiles[1].contentHash)))
    for partition in 0..<Self.partitions {
      for value in [Array("none of ours".utf8), late] {
        try producer.send(
          Kafka.OutgoingRecord(
            topic: cluster.names[.evidence], partition: partition, key: [1], value: value, headers: []), token: 1)
      }
    }
    try #require(producer.close(timeout_ms: 30_000).count == 2 * Int(Self.partitions))
    #expect(try OpenedMap.tiles(cluster, until: stop) == [tiles[0].id])
  }

  @Test func aTopicThatIsMissingIsNamed() throws {
    let error = try #require(throws: KafkaError.self) { try TopicReader(cluster, .changes) }
    #expect(error.fault.code == TopicReader.unknownTopic && error.fault.operation.hasSuffix(cluster.names[.changes]))
  }
}
