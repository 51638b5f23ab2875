import Contracts
import Evidence
import Localization
import MapModel
import Matching
import Observations

/// One partition of `fleet.observations`: every frame is decoded, put in order, localized and matched; every traversal of a tile becomes
/// one record of evidence. A value without clock or I/O: the shell feeds batches and sends what comes out.
///
/// Nothing in here is durable. After a crash the shell reads on from the last offset it committed, which `committableOffset` keeps at the
/// first frame of the oldest traversal whose evidence has not arrived.
public struct MatchTask: Sendable {
  private let partition: Int32
  private let configuration: MatchTaskConfiguration
  private let wantsPoses: Bool
  private var decoder: FrameDecoder
  private var drives: [DriveState.Key: DriveState] = [:]
  private var trail = OffsetTrail()
  /// What the drives that are over say of their cameras, to those that begin.
  private var book: CalibrationBook
  private var regions = RegionCache()
  private var memory = MatchMemory()
  private var eventTime_ns = Int64.min
  private var step = MatchStep()

  /// A task that begins.
  /// - Parameter wantsPoses: collects every frame's pose in `MatchStep.poses`.
  public init(
    partition: Int32, configuration: MatchTaskConfiguration = MatchTaskConfiguration(), wantsPoses: Bool = false
  ) {
    self.partition = partition
    self.configuration = configuration
    self.wantsPoses = wantsPoses
    decoder = FrameDecoder(limits: configuration.limits)
    book = CalibrationBook(CalibrationConfiguration(anyCamera: configuration.matching.localization.camera))
  }

  /// Takes a batch in, in offset order.
  public mutating func step(_ records: some Sequence<IncomingRecord>, map: MapView) -> MatchStep {
    for record in records {
      take(record, map: map)
      trail.read(record.offset)
    }
    endSilentDrives(map: map)
    return takeStep()
  }

  /// Ends every traversal: the input is over, or has been silent for as long as the shell waits.
  public mutating func finish(map: MapView) -> MatchStep {
    for key in drives.keys.sorted() { end(key, map: map) }
    return takeStep()
  }

  /// Outputs with these tokens have arrived.
  public mutating func acknowledge(_ tokens: some Sequence<UInt64>) {
    for token in tokens { trail.acknowledge(token) }
  }

  /// The offset a restart may begin at without losing anything; nil before the first record.
  public var committableOffset: Int64? {
    trail.committable(unfinished: drives.values.compactMap(\.firstOffset).min())
  }

  /// Traversals in progress.
  public var openTraversals: Int { drives.values.count { $0.open != nil } }

  /// Outputs that have not been acknowledged.
  public var unacknowledged: Int { trail.pendingCount }

  // MARK: - A record

  private mutating func take(_ record: IncomingRecord, map: MapView) {
    step.counts.records += 1
    step.counts.bytes += record.value?.count ?? 0
    let frame: ObservationFrame
    do throws(Rejection) {
      frame = try decoder.decode(record.value ?? [])
      try checkTime(of: frame, record)
    } catch {
      refuse(record, error)
      return
    }
    eventTime_ns = max(eventTime_ns, frame.captureTime_ns)
    let key = DriveState.Key(vehicle: frame.vehicle, drive: frame.drive)
    var drive = drives.removeValue(forKey: key) ?? newDrive(key, frame, map: map)
    drive.heardAt_ns = eventTime_ns
    let slot = TraversalSlot.slot(of: frame.captureTime_ns, vehicle: frame.vehicle)
    let held = ReorderWindow.Held(
      frame: frame, offset: record.offset, traceparent: record.headers.first { $0.name == "traceparent" }?.text)
    if let closed = drive.closedSlot, slot <= closed {
      refuse(record, Rejection.late("a later slot than \(closed): that traversal is over"))
    } else {
      switch drive.window.offer(held) {
      case .held: break
      case .duplicate: step.counts.duplicates += 1
      case .late: refuse(record, Rejection.late("a frame the drive is not past yet"))
      }
    }
    while let next = drive.window.next() { observe(next, in: &drive, key, map: map) }
    drives[key] = drive
  }

  private func checkTime(of frame: ObservationFrame, _ record: IncomingRecord) throws(Rejection) {
    let ahead_ns = frame.captureTime_ns - record.timestamp_ms * 1_000_000
    if record.timestamp_ms > 0, ahead_ns > configuration.clockSkew_ns {
      throw Rejection(
        .outOfRange, field: "capture_time_ns", value: "\(frame.captureTime_ns)",
        limit: "at most \(configuration.clockSkew_ns) ns after the record's timestamp")
    }
    if eventTime_ns > .min, frame.captureTime_ns < eventTime_ns - configuration.lateness_ns {
      throw Rejection(
        .tooLate, field: "capture_time_ns", value: "\(frame.captureTime_ns)",
        limit: "at most \(configuration.lateness_ns) ns behind event time \(eventTime_ns)")
    }
  }

  private mutating func refuse(_ record: IncomingRecord, _ rejection: Rejection) {
    step.counts.rejected[rejection.reason.rawValue, default: 0] += 1
    let letter = DeadLetter(record, rejection).record(on: .observationsDeadLetter)
    step.outputs.append(MatchStep.Output(token: trail.issue(from: record.offset), record: letter))
  }

  // MARK: - A frame

  private mutating func newDrive(_ key: DriveState.Key, _ frame: ObservationFrame, map: MapView) -> DriveState {
    // What it is told of its cameras may not depend on how the log is cut into batches.
    endSilentDrives(map: map)
    return DriveState(
      matcher: DriveMatcher(
        vehicle: key.vehicle, drive: key.drive, configuration: configuration.matching,
        camera: book.prior(software: frame.software, calibration: frame.calibration)),
      heardAt_ns: eventTime_ns)
  }

  private mutating func observe(
    _ held: ReorderWindow.Held, in drive: inout DriveState, _ key: DriveState.Key, map: MapView
  ) {
    let frame = held.frame
    let slot = TraversalSlot.slot(of: frame.captureTime_ns, vehicle: frame.vehicle)
    if let open = drive.open, open.slot != slot { close(&drive) }
    var open = drive.open ?? DriveState.Open(slot: slot, firstOffset: held.offset, traceparent: held.traceparent)
    open.firstOffset = min(open.firstOffset, held.offset)
    drive.open = open
    let pose = drive.matcher.observe(frame, map: map, regions: &regions, memory: &memory)
    if let pose, pose.testimony > 0 { step.counts.framesMatched += 1 } else { step.counts.framesAbstained += 1 }
    if wantsPoses, let pose { step.poses.append(pose) }
    decoder.reuse(frame)
  }

  // MARK: - The end of a traversal

  private mutating func endSilentDrives(map: MapView) {
    guard eventTime_ns > .min else { return }
    let limit = eventTime_ns - configuration.silence_ns
    for key in drives.filter({ $0.value.heardAt_ns < limit }).keys.sorted() { end(key, map: map) }
    let surplus = drives.count - configuration.openDrives
    guard surplus > 0 else { return }
    let quietest = drives.sorted { ($0.value.heardAt_ns, $0.key) < ($1.value.heardAt_ns, $1.key) }.prefix(surplus)
    for (key, _) in quietest { end(key, map: map) }
  }

  private mutating func end(_ key: DriveState.Key, map: MapView) {
    guard var drive = drives.removeValue(forKey: key) else { return }
    while let next = drive.window.drain() { observe(next, in: &drive, key, map: map) }
    close(&drive)
    guard let calibration = drive.matcher.calibration(book.configuration) else { return }
    book.enter(calibration)
    step.cameras = FleetCameras(book)
  }

  private mutating func close(_ drive: inout DriveState) {
    guard let open = drive.open else { return }
    drive.open = nil
    drive.closedSlot = open.slot
    for evidence in drive.matcher.closeTraversal() {
      let value = TileLogCodec.encode(.traversal(evidence))
      let record = OutgoingRecord(
        topic: .evidence, key: Array(evidence.id.tile.description.utf8), value: value,
        headers: headers(of: evidence, traceparent: open.traceparent))
      step.outputs.append(MatchStep.Output(token: trail.issue(from: open.firstOffset), record: record))
      step.counts.evidence += 1
      step.counts.evidence_bytes += value.count
      step.counts.distance_m += Int(evidence.distance_m)
      if evidence.commonOffset != nil { step.counts.commonOffsets += 1 }
    }
  }

  /// The id is the traversal's own, so that a reader of the log sees a re-emission as one. Slots rise within a drive: they are its sequence.
  private func headers(of evidence: TraversalEvidence, traceparent: String?) -> [RecordHeader] {
    let id = evidence.id
    return CloudEventHeaders(
      id: "\(id.vehicle.text)/\(id.drive.text)/\(id.slot)/\(id.tile)", source: "\(configuration.application)/match",
      type: .tileLogRecord, time_ns: evidence.lastTime_ns, sequence: UInt64(max(id.slot, 0)), traceparent: traceparent
    ).recordHeaders
  }

  private mutating func takeStep() -> MatchStep {
    defer { step = MatchStep() }
    return step
  }
}

extension Rejection {
  fileprivate static func late(_ limit: String) -> Rejection { Rejection(.tooLate, field: "sequence", limit: limit) }
}
