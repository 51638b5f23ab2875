import Contracts
import Evidence
import MapModel
import Observations

/// Explains a change by folding its partition's log again, record by record, with the task that decided it, and looking at the state
/// before and after each.
public struct ChangeExplainer: Sendable {
  private let change: String
  private let tile: TileID
  private let task: TileTask
  private let base: @Sendable (BaseMap) -> MapTile?

  /// Why a change cannot be explained.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The log has no such change.
    case unknown(change: String, changes: Int)
    /// The log does not begin with its thresholds.
    case noPolicy

    /// What is wrong and what to look at.
    public var description: String {
      switch self {
      case .unknown(let change, let changes):
        "folding the log again tells of \(changes) changes in its tile, but not of \(change): is it the log, and the map, "
          + "that it is of?"
      case .noPolicy: "the log does not begin with fold version and policy: is it all of the tile log's partition?"
      }
    }
  }

  /// An explainer of a change of a tile.
  /// - Parameter base: the map version that a base-map record names.
  public init(
    _ change: String, tile: TileID, task: TileTask, base: @escaping @Sendable (BaseMap) -> MapTile?
  ) {
    self.change = change
    self.tile = tile
    self.task = task
    self.base = base
  }

  /// The thresholds a log decides by.
  public static func policy(of log: [IncomingRecord]) throws -> Policy {
    for record in log {
      guard let value = record.value, case .policy(let policy) = try TileLogCodec.decode(value) else { continue }
      return try Policy(policy)
    }
    throw Failure.noPolicy
  }

  /// Folds the partition's log twice: to learn what the change is about, and to hear what was said of it.
  public func explain(_ log: [IncomingRecord]) throws -> ChangeExplanation {
    var steps: [ChangeExplanation.Step] = []
    var others: Set<String> = []
    var first: MapTile?
    var last: MapTile?
    try fold(log) { record, _, before, after, events in
      for event in events where event.tile == tile {
        others.insert(event.change)
        guard event.change == change else { continue }
        if steps.isEmpty { first = before?.tile }
        let time_ns = opened(record)?.lastTime_ns ?? record.timestamp_ms * 1_000_000
        steps.append(ChangeExplanation.Step(event: event, offset: record.offset, time_ns: time_ns))
      }
      if let after { last = after.tile }
    }
    guard let before = first, let after = last, !steps.isEmpty else {
      throw Failure.unknown(change: change, changes: others.count)
    }
    var hearing = ChangeHearing(steps, tile: before, policy: task.configuration.policy)
    try fold(log) { record, weights, before, after, _ in
      guard let before, let after, let evidence = opened(record) else { return }
      hearing.hear(evidence, offset: record.offset, weights: weights, before: before, after: after)
    }
    var explanation = ChangeExplanation(change: change, before: before, after: after)
    explanation.steps = steps
    explanation.testimonies = hearing.testimonies
    explanation.gates = hearing.gates
    return explanation
  }

  private func opened(_ record: IncomingRecord) -> TraversalEvidence? {
    guard let value = record.value else { return nil }
    do throws(Rejection) {
      guard case .traversal(let evidence) = try TileLogCodec.decode(value), evidence.id.tile == tile else { return nil }
      return evidence
    } catch { return nil }
  }

  private func fold(
    _ log: [IncomingRecord],
    _ body: (IncomingRecord, EvidenceWeights, TileState?, TileState?, [ChangeEvent]) throws -> Void
  ) throws {
    var partition = TilePartition(nextOffset: log.first?.offset ?? 0)
    var tiles: [TileID: TileState] = [:]
    for record in log {
      let batch = TileBatch([record])
      for named in batch.baseMaps where tiles[named.tile] == nil { tiles[named.tile] = base(named).map(TileState.init) }
      let before = tiles[tile]
      let step = try task.step(batch, partition: &partition, tiles: &tiles)
      let events = try step.outputs.filter { $0.record.topic == .changes }.map {
        try ChangeEventCodec.decode($0.record.value ?? [])
      }
      try body(record, partition.weights(task.configuration.policy), before, tiles[tile], events)
    }
  }
}
