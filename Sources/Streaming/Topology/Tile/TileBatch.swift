import Contracts
import Evidence
import MapModel
import Observations

/// Records of one partition of the tile log, with what has to be loaded before they are folded. Traversals, which nearly all are, are opened one by
/// one when it is their turn: none waits in memory, and each is folded while it is at hand.
public struct TileBatch: Sendable {
  /// One record.
  struct Opened: Sendable {
    let record: IncomingRecord
    /// Nil of what is opened when it is folded.
    let content: Result<TileLogRecord, Rejection>?
  }
  let records: [Opened]
  private let hasTick: Bool
  private let hasQuarantine: Bool
  private let touched: Set<TileID>

  /// Maps that records of the batch start a tile from, in order of the log: what a tile without stored state has to be loaded from.
  public let baseMaps: [BaseMap]

  /// Takes records that follow one another.
  public init(_ records: [IncomingRecord]) {
    var touched: Set<TileID> = []
    var baseMaps: [BaseMap] = []
    var hasTick = false
    var hasQuarantine = false
    let decoder = TileLogDecoder()
    self.records = records.map { record in
      if let tile = record.value.flatMap({ TileLogCodec.tile(ofTraversal: $0) }) {
        touched.insert(tile)
        return Opened(record: record, content: nil)
      }
      let content = Self.open(record, decoder)
      if case .success(let opened) = content {
        if let tile = opened.tile { touched.insert(tile) }
        if case .baseMap(let map) = opened { baseMaps.append(map) }
        if case .tick = opened { hasTick = true }
        if case .verdict(let verdict) = opened, verdict.kind == .quarantine { hasQuarantine = true }
      }
      return Opened(record: record, content: content)
    }
    self.touched = touched
    self.baseMaps = baseMaps
    self.hasTick = hasTick
    self.hasQuarantine = hasQuarantine
  }

  /// What a record says, or why it is refused.
  static func open(_ record: IncomingRecord, _ decoder: TileLogDecoder) -> Result<TileLogRecord, Rejection> {
    do throws(Rejection) {
      guard let value = record.value else { throw Rejection(.empty, limit: "a tile log record") }
      let opened = try decoder.decode(value)
      if let tile = opened.tile, let key = record.key, !tile.isNamed(by: key) {
        throw Rejection(
          .outOfRange, field: "key", value: String(decoding: key, as: UTF8.self), limit: "the tile's id, \(tile)")
      }
      return .success(opened)
    } catch {
      return .failure(error)
    }
  }

  /// Whether what is kept of a tile's log has to be loaded: where the batch may have it folded again.
  public func mayReplay(_ tile: TileState, _ partition: TilePartition) -> Bool {
    tile.archive.bodies == nil && (hasQuarantine || tile.archive.isBehind(partition.quarantineOffset))
  }

  /// The tiles whose state has to be loaded, ascending: those the records name, and where time ticks those that wait for it.
  public func tiles(_ partition: TilePartition) -> [TileID] {
    (hasTick ? touched.union(partition.watched) : touched).sorted()
  }
}

extension TileID {
  /// Whether a key is its description.
  fileprivate func isNamed(by key: [UInt8]) -> Bool { description.utf8.elementsEqual(key) }
}

extension TileLogRecord {
  /// The tile it is about; nil for what is about the whole partition.
  public var tile: TileID? {
    switch self {
    case .traversal(let evidence): evidence.id.tile
    case .review(let review): review.tile
    case .borderEdit(let edit): edit.tile
    case .verdict(let verdict): verdict.tile
    case .baseMap(let map): map.tile
    case .tick, .policy, .modelActivation, .foldVersion: nil
    }
  }
}
