import Contracts
import Evidence
import MapModel
import Observations

/// The FLEET task: a fold over what traversals say about their sensors, to verdicts in every partition of the tile log and words to
/// people. No clock, no random and no I/O.
public struct FleetTask: Sendable {
  /// What a process is started with.
  public struct Configuration: Hashable, Sendable {
    /// The application's name.
    public var application: String
    /// Partitions of the tile log, and of the alerts.
    public var partitionCount: Int32
    /// The thresholds.
    public var policy: FleetPolicy

    /// A configuration of its parts.
    public init(application: String = "resurvey", partitionCount: Int32, policy: FleetPolicy = FleetPolicy()) {
      self.application = application
      self.partitionCount = partitionCount
      self.policy = policy
    }
  }

  /// What the process was started with.
  public let configuration: Configuration

  /// A task.
  public init(_ configuration: Configuration) { self.configuration = configuration }

  /// Folds a batch.
  /// - Parameters:
  ///   - state: The state; moved behind the batch.
  ///   - places: What is usual in at least the tiles the batch names; a tile of which nothing is known is left out.
  /// - Returns: records to send after the commit, in order.
  public func step(
    _ batch: FleetBatch, state: inout FleetState, places: inout [TileID: PlaceHealth]
  ) -> [TaskOutput] {
    var outbox = FleetOutbox(configuration)
    for (record, content) in batch.records {
      guard record.offset >= state.nextOffset else { continue }
      state.nextOffset = record.offset + 1
      switch content {
      case .failure:
        state.counts.refused += 1
      case .success(let report):
        guard report.lastOffset > state.lastOffsets[report.partition, default: -1] else {
          state.counts.repeated += 1
          continue
        }
        state.lastOffsets[report.partition] = report.lastOffset
        for traversal in report.traversals {
          state.counts.traversals += 1
          let findings = state.health.fold(
            traversal, place: &places[traversal.tile, default: PlaceHealth()], policy: configuration.policy)
          for finding in findings {
            state.counts.note(finding)
            outbox.say(finding, &state)
          }
        }
      }
    }
    return outbox.outputs
  }
}

/// Records of `fleet.health`, opened once, with the tiles that have to be loaded before they are folded.
public struct FleetBatch: Sendable {
  let records: [(record: IncomingRecord, content: Result<SensorHealth, Rejection>)]
  /// The tiles the reports name, ascending.
  public let tiles: [TileID]

  /// Opens records that follow one another.
  public init(_ records: [IncomingRecord]) {
    var tiles: Set<TileID> = []
    self.records = records.map { record in
      do throws(Rejection) {
        guard let value = record.value else { throw Rejection(.empty, limit: "a report on sensors") }
        let report = try SensorHealthCodec.decode(value)
        tiles.formUnion(report.traversals.map(\.tile))
        return (record, .success(report))
      } catch {
        return (record, .failure(error))
      }
    }
    self.tiles = tiles.sorted()
  }
}
