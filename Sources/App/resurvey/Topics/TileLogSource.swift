import Contracts
import Evidence
import Foundation
import MapModel
import Observations
import Runtime
import Settings
import Storage
import Topology

/// The partition of the tile log that a tile is in, from the broker or from a replay's file.
struct TileLogSource {
  /// A partition's records from its beginning.
  struct Log {
    let partition: Int32
    /// Partitions of the topic.
    let partitions: Int32
    let records: [IncomingRecord]
  }

  let tile: TileID
  let configuration: ResurveyConfiguration

  private var key: [UInt8] { Array(tile.description.utf8) }

  /// Reads the topic to its end.
  func read() throws -> Log {
    let reader = try TopicReading(configuration, .evidence, from: .earliest)
    var progress = ProgressLine()
    var count = 0
    var partition: Int32?
    var records: [Int32: [IncomingRecord]] = [:]
    try reader.forEach(until: .init(isAtEnd: true)) { record in
      count += 1
      progress.show("\(count) records of \(reader.name) read")
      if record.key == key { partition = record.partition }
      // The record that names the tile first is its base map, among the first ones: what lies elsewhere is not kept.
      if let partition, record.partition != partition {
        records[record.partition] = nil
      } else {
        records[record.partition, default: []].append(record)
      }
      return true
    }
    progress.clear()
    guard let partition, let own = records[partition] else {
      throw CommandError(.dataError, "\(reader.name): no record is about tile \(tile)")
    }
    // Other partitions do not matter to what is decided in this one, but for where border edits go.
    return Log(partition: partition, partitions: max(Int32(records.count), partition + 1), records: own)
  }

  /// Reads a replay's file: its opening records are those that `replay` begins with.
  func replayed(_ file: String, maps: [MapTile], partitions: Int32) throws -> Log {
    let partition = Murmur2.partition(of: key, count: partitions)
    let opening = LogOpening.records(
      partition: partition, of: partitions, policy: try configuration.decisionPolicy(), maps: maps)
    var records: [IncomingRecord] = []
    func append(_ key: [UInt8], _ value: [UInt8]?) {
      records.append(
        IncomingRecord(
          topic: .evidence, partition: partition, offset: Int64(records.count), timestamp_ms: 0, key: key, value: value)
      )
    }
    for record in opening { append(record.key, record.value) }
    var progress = ProgressLine()
    var shared: Int32 = 0
    try MessageFile.forEach(file, as: .tileLogRecord) { entry in
      switch entry.bytes {
      case .success(let bytes):
        let tile = try TileLogCodec.decode(bytes).tile
        let key = Array((tile?.description ?? "partition").utf8)
        // What is about no tile is written once a partition, in their order.
        let target = tile == nil ? shared % partitions : Murmur2.partition(of: key, count: partitions)
        if tile == nil { shared += 1 }
        if target == partition { append(key, bytes) }
        progress.show("\(records.count) records read")
      case .failure(let rejection):
        throw CommandError(.dataError, "\(file): line \(entry.line ?? 1): \(rejection)")
      }
    }
    progress.clear()
    return Log(partition: partition, partitions: partitions, records: records)
  }
}

/// The maps that a log begins with.
struct BaseMaps: Sendable {
  private var tiles: [TileID: MapTile] = [:]

  /// Looks every base map of some records up in a store.
  init(_ records: [IncomingRecord], in store: TileStore) throws {
    for record in records {
      guard let value = record.value else { continue }
      do throws(Rejection) {
        guard case .baseMap(let map) = try TileLogCodec.decode(value) else { continue }
        guard tiles[map.tile] == nil else { continue }
        tiles[map.tile] = try Self.tile(map, store)
      } catch { continue }
    }
  }

  private static func tile(_ map: BaseMap, _ store: TileStore) throws(Rejection) -> MapTile? {
    do { return try store.tile(map.tile, version: map.version) } catch {
      throw Rejection(.missing, field: "base_map", limit: "\(error)")
    }
  }

  subscript(map: BaseMap) -> MapTile? { tiles[map.tile].flatMap { $0.version == map.version ? $0 : nil } }
}
