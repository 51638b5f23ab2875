import Contracts
import Evidence
import MapModel
import Observations
import Reconstruction

/// Writes the fold's outputs: identical ids and bytes whenever the same record is folded from the same state.
struct TileOutbox {
  let configuration: TileTask.Configuration
  let partition: Int32
  private(set) var outputs: [TaskOutput] = []

  /// What an output follows from.
  struct Cause {
    var time_ns: Int64
    var traceparent: String?
  }

  init(configuration: TileTask.Configuration, partition: Int32) {
    self.configuration = configuration
    self.partition = partition
  }

  mutating func say(_ change: ChangeEvent, _ cause: Cause, _ state: inout TilePartition) {
    put(
      .changes, .changeEvent, key: change.tile.description, value: ChangeEventCodec.encode(change), cause, &state)
  }

  mutating func say(_ alert: Alert, _ cause: Cause, _ state: inout TilePartition) {
    put(.alerts, .alert, key: "\(alert.alert)/\(alert.revision)", value: AlertCodec.encode(alert), cause, &state)
  }

  /// Publishes a version and buries the one it takes the place of, if there is one.
  mutating func say(_ version: TileVersion, _ cause: Cause, _ state: inout TilePartition) {
    let tile = version.tile
    put(
      .tiles, .tileVersion, key: "\(tile.id)/\(tile.version)", value: TileVersionCodec.encode(version), cause, &state)
    guard version.patch != nil else { return }
    put(.tiles, .tileVersion, key: "\(tile.id)/\(tile.version - 1)", value: nil, cause, &state)
  }

  /// Tells a neighbour, in its log, of a border vertex.
  mutating func say(_ edit: BorderEdit, _ cause: Cause, _ state: inout TilePartition) {
    let key = edit.tile.description
    put(
      .evidence, .tileLogRecord, key: key, value: TileLogCodec.encode(.borderEdit(edit)), cause, &state,
      to: Murmur2.partition(of: Array(key.utf8), count: configuration.partitionCount))
  }

  /// Tells the fleet what traversals said about their sensors. Its topic has one partition.
  mutating func say(_ health: SensorHealth, _ cause: Cause, _ state: inout TilePartition) {
    put(
      .health, .sensorHealth, key: "\(health.partition)", value: SensorHealthCodec.encode(health), cause, &state, to: 0)
  }

  mutating func refuse(_ record: IncomingRecord, _ rejection: Rejection, _ state: inout TilePartition) {
    let letter = DeadLetter(record, rejection, topic: configuration.evidenceTopic)
    var out = letter.record(on: .evidenceDeadLetter)
    let cause = Cause(time_ns: record.timestamp_ms * 1_000_000, traceparent: record.traceparent)
    let (sequence, headers) = envelope(.evidenceDeadLetter, .deadLetter, cause, &state)
    out.partition = partition
    // The value is the refused record's own, whatever it is.
    out.headers += headers.filter { $0.name != "content-type" }
    outputs.append(TaskOutput(record: out, sequence: sequence, time_ns: cause.time_ns))
  }

  private mutating func put(
    _ topic: Topic, _ type: MessageType, key: String, value: [UInt8]?, _ cause: Cause, _ state: inout TilePartition,
    to target: Int32? = nil
  ) {
    let (sequence, headers) = envelope(topic, type, cause, &state)
    outputs.append(
      TaskOutput(
        record: OutgoingRecord(
          topic: topic, partition: target ?? partition, key: Array(key.utf8), value: value, headers: headers),
        sequence: sequence, time_ns: cause.time_ns))
  }

  private func envelope(
    _ topic: Topic, _ type: MessageType, _ cause: Cause, _ state: inout TilePartition
  ) -> (UInt64, [RecordHeader]) {
    let sequence = state.sequences.next(topic)
    let headers = CloudEventHeaders(
      id: "\(configuration.application)/\(partition)/\(sequence)", source: configuration.application, type: type,
      time_ns: cause.time_ns, sequence: sequence, traceparent: cause.traceparent)
    return (sequence, headers.recordHeaders)
  }
}

extension IncomingRecord {
  /// Trace context carried along.
  var traceparent: String? { headers.first { $0.name == "traceparent" }?.text }
}
