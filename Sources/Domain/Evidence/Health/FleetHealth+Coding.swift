import MapModel

/// The stored form: ordered, so that equal states give equal bytes.
extension FleetHealth {
  /// Writes the stored form.
  public func write(to writer: inout LedgerWriter) {
    for watches in [calibrations, software] {
      writer.list(watches.sorted { $0.key < $1.key }) { writer, entry in
        writer.text(entry.key)
        entry.value.write(to: &writer)
      }
    }
    writer.list(regions.sorted { $0.key < $1.key }) { writer, entry in
      writer.unsigned(entry.key)
      entry.value.write(to: &writer)
    }
    writer.signs(spreads) { $1.write(to: &$0) }
    writer.signs(totals) { $1.write(to: &$0) }
  }

  /// Reads the stored form.
  public init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    self.init()
    func watches(_ reader: inout LedgerReader) throws(LedgerCorruption) -> [String: SensorWatch] {
      let entries = try reader.list("fleet.sensors") {
        (reader: inout LedgerReader) throws(LedgerCorruption) -> (String, SensorWatch) in
        (try reader.text("fleet.sensor"), try SensorWatch(from: &reader))
      }
      return Dictionary(entries, uniquingKeysWith: { $1 })
    }
    calibrations = try watches(&reader)
    software = try watches(&reader)
    let regions = try reader.list("fleet.regions") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> (UInt32, RegionWatch) in
      (try reader.unsigned("fleet.region"), try RegionWatch(from: &reader))
    }
    self.regions = Dictionary(regions, uniquingKeysWith: { $1 })
    spreads = try reader.signs { (reader: inout LedgerReader) throws(LedgerCorruption) in try FadingMean(from: &reader)
    }
    totals = try reader.tallies()
  }
}

extension PlaceHealth {
  /// The stored form.
  public var bytes: [UInt8] {
    var writer = LedgerWriter()
    writer.signs(ratios) { writer, ratio in
      for number in [ratio.passes, ratio.part, ratio.whole] { writer.number(number) }
    }
    return writer.bytes
  }

  /// Reads the stored form.
  public init(_ bytes: [UInt8]) throws(LedgerCorruption) {
    var reader = LedgerReader(bytes)
    ratios = try reader.signs { (reader: inout LedgerReader) throws(LedgerCorruption) -> Ratio in
      Ratio(passes: try reader.number(), part: try reader.number(), whole: try reader.number())
    }
    guard reader.isAtEnd else { throw LedgerCorruption("place.end") }
  }
}

extension FadingMean {
  fileprivate func write(to writer: inout LedgerWriter) {
    writer.number(count)
    writer.number(mean)
  }

  fileprivate init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    self.init(count: try reader.number(), mean: try reader.number())
  }
}

extension DeviationTally {
  fileprivate func write(to writer: inout LedgerWriter) {
    writer.number(count)
    writer.number(sum)
  }

  fileprivate init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    self.init(count: try reader.number(), sum: try reader.number())
  }
}

extension SensorDrift {
  fileprivate func write(to writer: inout LedgerWriter) {
    writer.number(sum)
    writer.unsigned(traversals)
    for tally in [fleetBefore, softwareBefore, againstFleet, againstSoftware, scale_permille] {
      tally.write(to: &writer)
    }
    writer.list(tiles.sorted()) { $0.unsigned($1.quadkey) }
    writer.list(vehicles.sorted()) { $0.unsigned($1) }
  }

  fileprivate init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    let sum = try reader.number()
    let traversals: UInt32 = try reader.unsigned("drift.traversals")
    self.init(fleet: try DeviationTally(from: &reader), software: try DeviationTally(from: &reader))
    self.sum = sum
    self.traversals = traversals
    againstFleet = try DeviationTally(from: &reader)
    againstSoftware = try DeviationTally(from: &reader)
    scale_permille = try DeviationTally(from: &reader)
    tiles = Set(try reader.tiles("drift.tiles"))
    vehicles = Set(try reader.numbers("drift.vehicles"))
  }
}

extension SensorDays {
  fileprivate func write(to writer: inout LedgerWriter) {
    writer.unsigned(day)
    today.write(to: &writer)
    writer.unsigned(days)
    writer.number(sum)
    writer.unsigned(traversals)
    writer.list(tiles.sorted()) { $0.unsigned($1.quadkey) }
  }

  fileprivate init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    self.init(day: try reader.unsigned("days.day"))
    today = try DeviationTally(from: &reader)
    days = try reader.unsigned("days.days")
    sum = try reader.number()
    traversals = try reader.unsigned("days.traversals")
    tiles = Set(try reader.tiles("days.tiles"))
  }
}

extension SensorWatch {
  fileprivate func write(to writer: inout LedgerWriter) {
    writer.signs(drifts) { $1.write(to: &$0) }
    writer.flag(quarantine != nil)
    if let quarantine { writer.unsigned(quarantine.code) }
    writer.unsigned(quarantined)
    writer.number(calm)
    writer.unsigned(revision)
    writer.signs(totals) { $1.write(to: &$0) }
    writer.signs(courses) { $1.write(to: &$0) }
    writer.unsigned(lastDay)
    writer.unsigned(vehicle)
    writer.text(software)
  }

  fileprivate init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    self.init()
    drifts = try reader.signs { (reader: inout LedgerReader) throws(LedgerCorruption) in try SensorDrift(from: &reader)
    }
    if try reader.flag("sensor.is_quarantined") { quarantine = try reader.sign() }
    quarantined = try reader.unsigned("sensor.quarantined")
    calm = try reader.number()
    revision = try reader.unsigned("sensor.revision")
    totals = try reader.tallies()
    courses = try reader.signs { (reader: inout LedgerReader) throws(LedgerCorruption) in try SensorDays(from: &reader)
    }
    lastDay = try reader.unsigned("sensor.last_day")
    vehicle = try reader.unsigned("sensor.vehicle")
    software = try reader.text("sensor.software")
  }
}

extension RegionWatch {
  fileprivate func write(to writer: inout LedgerWriter) {
    writer.list(bursts) { writer, burst in
      writer.signed(burst.time_ns)
      writer.unsigned(burst.tile.quadkey)
      writer.unsigned(burst.changes)
      writer.unsigned(burst.elements)
      writer.list(burst.sources) { $0.text($1) }
    }
    writer.list(tiles.sorted()) { $0.unsigned($1.quadkey) }
    writer.list(passes.sorted { $0.key < $1.key }) { writer, entry in
      writer.text(entry.key)
      writer.number(entry.value)
    }
    writer.flag(isStorm)
    writer.text(source)
    writer.unsigned(stormChanges)
    writer.unsigned(stormTold)
    writer.unsigned(revision)
    writer.list(datums.sorted { $0.key < $1.key }) { writer, entry in
      writer.unsigned(entry.key.quadkey)
      entry.value.write(to: &writer)
    }
    writer.unsigned(datumRevision)
  }

  fileprivate init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    self.init()
    bursts = try reader.list("region.bursts") { (reader: inout LedgerReader) throws(LedgerCorruption) -> Burst in
      let burst = Burst(
        time_ns: try reader.signed("burst.time"), tile: TileID(quadkey: try reader.unsigned("burst.tile")),
        changes: try reader.unsigned("burst.changes"), elements: try reader.unsigned("burst.elements"),
        sources: try reader.list("burst.sources") {
          (reader: inout LedgerReader) throws(LedgerCorruption) -> String in try reader.text("burst.source")
        })
      guard burst.sources.count == 3 else { throw LedgerCorruption("burst.sources") }
      return burst
    }
    tiles = Set(try reader.tiles("region.tiles"))
    let passes = try reader.list("region.passes") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> (String, Double) in
      (try reader.text("region.software"), try reader.number())
    }
    self.passes = Dictionary(passes, uniquingKeysWith: { $1 })
    isStorm = try reader.flag("region.is_storm")
    source = try reader.text("region.source")
    stormChanges = try reader.unsigned("region.storm_changes")
    stormTold = try reader.unsigned("region.storm_told")
    revision = try reader.unsigned("region.revision")
    let datums = try reader.list("region.datums") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> (TileID, DatumWatch) in
      (TileID(quadkey: try reader.unsigned("datum.tile")), try DatumWatch(from: &reader))
    }
    self.datums = Dictionary(datums, uniquingKeysWith: { $1 })
    datumRevision = try reader.unsigned("region.datum_revision")
  }
}

extension DatumWatch {
  fileprivate func write(to writer: inout LedgerWriter) {
    writer.unsigned(score)
    east.write(to: &writer)
    north.write(to: &writer)
    writer.list(vehicles.sorted()) { $0.unsigned($1) }
    writer.flag(isNamed)
  }

  fileprivate init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    score = try reader.unsigned("datum.score")
    east = try FadingMean(from: &reader)
    north = try FadingMean(from: &reader)
    vehicles = Set(try reader.numbers("datum.vehicles"))
    isNamed = try reader.flag("datum.is_named")
  }
}

extension LedgerWriter {
  /// The bits of a number.
  fileprivate mutating func number(_ value: Double) { unsigned(value.bitPattern.byteSwapped) }

  fileprivate mutating func signs<Value>(
    _ values: [HealthSign: Value], _ write: (inout LedgerWriter, Value) -> Void
  ) {
    list(values.sorted { $0.key < $1.key }) { writer, entry in
      writer.unsigned(entry.key.code)
      write(&writer, entry.value)
    }
  }
}

extension LedgerReader {
  fileprivate mutating func number() throws(LedgerCorruption) -> Double {
    let bits: UInt64 = try unsigned("fleet.number")
    let value = Double(bitPattern: bits.byteSwapped)
    guard value.isFinite else { throw LedgerCorruption("fleet.number") }
    return value
  }

  fileprivate mutating func sign() throws(LedgerCorruption) -> HealthSign {
    guard let sign = HealthSign(code: try unsigned("fleet.sign")) else { throw LedgerCorruption("fleet.sign") }
    return sign
  }

  fileprivate mutating func signs<Value>(
    _ read: (inout LedgerReader) throws(LedgerCorruption) -> Value
  ) throws(LedgerCorruption) -> [HealthSign: Value] {
    let entries = try list("fleet.signs") {
      (reader: inout LedgerReader) throws(LedgerCorruption) -> (HealthSign, Value) in
      (try reader.sign(), try read(&reader))
    }
    return Dictionary(entries, uniquingKeysWith: { $1 })
  }

  fileprivate mutating func tallies() throws(LedgerCorruption) -> [HealthSign: DeviationTally] {
    try signs { (reader: inout LedgerReader) throws(LedgerCorruption) in try DeviationTally(from: &reader) }
  }

  fileprivate mutating func numbers(_ field: StaticString) throws(LedgerCorruption) -> [UInt32] {
    try list(field) { (reader: inout LedgerReader) throws(LedgerCorruption) -> UInt32 in try reader.unsigned(field) }
  }

  fileprivate mutating func tiles(_ field: StaticString) throws(LedgerCorruption) -> [TileID] {
    try numbers(field).map(TileID.init(quadkey:))
  }
}
