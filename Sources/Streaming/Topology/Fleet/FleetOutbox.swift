import Contracts
import Evidence
import MapModel

/// Writes FLEET's outputs: verdicts for the tile log and alerts, the same bytes whenever the same reports are folded.
struct FleetOutbox {
  private let configuration: FleetTask.Configuration
  private(set) var outputs: [TaskOutput] = []

  init(_ configuration: FleetTask.Configuration) { self.configuration = configuration }

  mutating func say(_ finding: FleetFinding, _ state: inout FleetState) {
    switch finding {
    case .quarantine(let sensor):
      sayEverywhere(.quarantine, sensor, &state)
      say(Self.alert(sensor, isResolved: false), &state)
    case .release(let sensor):
      sayEverywhere(.release, sensor, &state)
      say(Self.alert(sensor, isResolved: true), &state)
    case .storm(let storm), .stormGrows(let storm):
      say(.storm, storm, &state)
      say(Self.alert(storm, isResolved: false), &state)
    case .calm(let storm):
      say(.release, storm, &state)
      say(Self.alert(storm, isResolved: true), &state)
    case .datumShift(let datum): say(.storm, datum, &state)
    case .datumStands(let datum): say(.release, datum, &state)
    }
  }

  /// A map that lies off holds the edits of its tile; people get one alert a region.
  private mutating func say(_ kind: Verdict.Kind, _ datum: DatumFinding, _ state: inout FleetState) {
    let verdict = Verdict(
      tile: datum.tile, kind: kind, subject: "region-\(datum.region)", reason: Self.reason(datum),
      time_ns: datum.time_ns, cause: .datumShift)
    put(
      .evidence, .tileLogRecord, key: datum.tile.description, TileLogCodec.encode(.verdict(verdict)),
      partition(of: datum.tile), datum.time_ns, &state)
    say(Self.alert(datum), &state)
  }

  /// A verdict on a sensor holds in every partition.
  private mutating func sayEverywhere(_ kind: Verdict.Kind, _ sensor: SensorFinding, _ state: inout FleetState) {
    let verdict = Verdict(
      tile: nil, kind: kind, subject: sensor.subject, reason: Self.reason(sensor), time_ns: sensor.time_ns,
      cause: sensor.sign.cause)
    for partition in 0..<configuration.partitionCount {
      put(
        .evidence, .tileLogRecord, key: sensor.subject, TileLogCodec.encode(.verdict(verdict)), partition,
        sensor.time_ns, &state)
    }
  }

  /// A verdict on a region holds in its tiles.
  private mutating func say(_ kind: Verdict.Kind, _ storm: StormFinding, _ state: inout FleetState) {
    for tile in storm.tiles {
      let verdict = Verdict(
        tile: tile, kind: kind, subject: "region-\(storm.region)", reason: Self.reason(storm), time_ns: storm.time_ns)
      put(
        .evidence, .tileLogRecord, key: tile.description, TileLogCodec.encode(.verdict(verdict)), partition(of: tile),
        storm.time_ns, &state)
    }
  }

  private mutating func say(_ alert: Alert, _ state: inout FleetState) {
    put(
      .alerts, .alert, key: "\(alert.alert)/\(alert.revision)", AlertCodec.encode(alert), partition(of: alert.tile),
      alert.time_ns, &state)
  }

  private func partition(of tile: TileID) -> Int32 {
    Murmur2.partition(of: Array(tile.description.utf8), count: configuration.partitionCount)
  }

  private mutating func put(
    _ topic: Topic, _ type: MessageType, key: String, _ value: [UInt8], _ partition: Int32, _ time_ns: Int64,
    _ state: inout FleetState
  ) {
    let sequence = state.sequences.next(topic)
    let headers = CloudEventHeaders(
      id: "\(configuration.application)/fleet/\(sequence)", source: configuration.application, type: type,
      time_ns: time_ns, sequence: sequence, traceparent: nil)
    outputs.append(
      TaskOutput(
        record: OutgoingRecord(
          topic: topic, partition: partition, key: Array(key.utf8), value: value, headers: headers.recordHeaders),
        sequence: sequence, time_ns: time_ns))
  }

  private static func kind(_ sensor: SensorFinding) -> String { sensor.isSoftware ? "software" : "calibration" }

  private static func reason(_ sensor: SensorFinding) -> String {
    "\(kind(sensor)) \(sensor.text), over \(sensor.traversals) traversals"
  }

  private static func reason(_ storm: StormFinding) -> String {
    "\(storm.changes) changes among \(storm.elements) elements, most of them from \(storm.source)"
  }

  private static func reason(_ datum: DatumFinding) -> String {
    "displaced alike, points and lines, by \(datum.east_cm) cm east and \(datum.north_cm) cm north"
  }

  private static func alert(_ sensor: SensorFinding, isResolved: Bool) -> Alert {
    Alert(
      alert: "quarantine-\(sensor.subject)".prefixed(bytes: 128), revision: sensor.revision,
      severity: isResolved ? .info : sensor.isSoftware ? .critical : .warning, tile: sensor.tile, changes: [],
      title: "\(kind(sensor)) \(sensor.subject) \(isResolved ? "is like others again" : "is quarantined")",
      detail: isResolved
        ? "Its evidence counts again. It had been quarantined since it \(sensor.sign.text)."
        : "It \(sensor.text), over \(sensor.traversals) traversals. Its evidence no longer counts; it is still "
          + "watched and released once it is like others. Look at the vehicles that carry it.",
      isResolved: isResolved, time_ns: sensor.time_ns, cause: sensor.sign.cause)
  }

  private static func alert(_ datum: DatumFinding) -> Alert {
    let isResolved = datum.tiles.isEmpty
    return Alert(
      alert: "datum-region-\(datum.region)", revision: datum.revision, severity: isResolved ? .info : .critical,
      tile: datum.tile, changes: [],
      title: isResolved
        ? "the map of region \(datum.region) lies right again"
        : "datum_shift: \(datum.tiles.count) tiles of region \(datum.region) lie off",
      detail: isResolved
        ? "Things are seen where they are mapped. What was held is tried again."
        : "Every vehicle sees everything there \(reason(datum)). Nothing has changed: look at the map's datum and at the "
          + "fixes. Edits are held in tiles \(datum.tiles.map(\.description).joined(separator: ", ")).",
      isResolved: isResolved, time_ns: datum.time_ns, cause: .datumShift)
  }

  private static func alert(_ storm: StormFinding, isResolved: Bool) -> Alert {
    Alert(
      alert: "storm-region-\(storm.region)", revision: storm.revision, severity: isResolved ? .info : .critical,
      tile: storm.tiles.first ?? TileID(quadkey: storm.region << 4), changes: [],
      title: "change storm in region \(storm.region)\(isResolved ? " is over" : "")",
      detail: isResolved
        ? "No further change came after \(storm.changes). What was held is tried again."
        : "\(storm.changes) changes among \(storm.elements) elements so far, most of them from \(storm.source). "
          + "Edits in \(storm.tiles.count) tiles are held, each told on map.changes as held, with reason "
          + "'storm: region-\(storm.region)'. Look at a few of them and at their source.",
      isResolved: isResolved, time_ns: storm.time_ns)
  }
}
