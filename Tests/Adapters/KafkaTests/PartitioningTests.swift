import Kafka
import TestSupport
import Testing

@Suite(.onOwnThread) struct PartitioningTests {
  /// Keys of every length modulo 4, bytes above 127, and the form of a tile's key.
  let keys: [[UInt8]] =
    (0..<64).map { bytes(String("tile/1234567890/é".utf8.prefix($0 % 18)) ?? "") + [UInt8($0)] } + [[]]

  @Test func murmur2MatchesPublishedVectors() {
    // From the tests of Kafka's Java client (org.apache.kafka.common.utils.UtilsTest).
    #expect(Int32(bitPattern: murmur2(bytes("21"))) == -973_932_308)
    #expect(Int32(bitPattern: murmur2(bytes("foobar"))) == -790_332_482)
    #expect(Int32(bitPattern: murmur2(bytes("a-little-bit-long-string"))) == -985_981_536)
    #expect(Int32(bitPattern: murmur2(bytes("a-little-bit-longer-string"))) == -1_486_304_829)
    #expect(Int32(bitPattern: murmur2(bytes("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8"))) == -58_897_971)
  }

  @Test(arguments: [1, 3, 16, 61] as [Int32])
  func keysGoWhereTheJavaClientPutsThem(partitions: Int32) {
    for key in keys {
      #expect(KafkaPartitioner.partition(key: key, partitionCount: partitions) == javaPartition(key, of: partitions))
    }
  }

  @Test func theProducerPutsKeysThereToo() throws {
    let broker = try EmbeddedBroker(log: silent)
    try broker.createTopic("t", partitions: 7)
    let producer = try KafkaProducer(broker.configuration(log: silent))
    let positions = try producer.deliver(keys.map { OutgoingRecord(topic: "t", key: $0, value: [1]) })
    #expect(positions.map(\.partition.partition) == keys.map { javaPartition($0, of: 7) })
    #expect(Set(positions.map(\.partition)).count == 7)
  }
}
