import Evidence

/// A partition's event time: how far at least two vehicles agree that time has come. One vehicle with a wrong clock cannot move it.
struct EventTime: Hashable, Sendable {
  private struct Reading: Hashable, Sendable {
    var vehicle: UInt32
    var time_ns: Int64
  }
  private var newest: Reading?
  private var runnerUp: Reading?
  private var ticked_ns: Int64 = .min

  /// Event time, ns since 1970; the least number before two vehicles have spoken.
  var now_ns: Int64 { max(runnerUp?.time_ns ?? .min, ticked_ns) }

  mutating func tick(_ time_ns: Int64) { ticked_ns = max(ticked_ns, time_ns) }

  mutating func note(vehicle: UInt32, time_ns: Int64) {
    if newest == nil || newest?.vehicle == vehicle {
      newest = Reading(vehicle: vehicle, time_ns: max(newest?.time_ns ?? .min, time_ns))
    } else if runnerUp == nil || runnerUp?.vehicle == vehicle || time_ns > runnerUp?.time_ns ?? .min {
      runnerUp = Reading(
        vehicle: vehicle, time_ns: max(runnerUp?.vehicle == vehicle ? runnerUp?.time_ns ?? .min : .min, time_ns))
    }
    if let top = newest, let second = runnerUp, second.time_ns > top.time_ns {
      newest = second
      runnerUp = top
    }
  }

  init() {}

  func write(to writer: inout LedgerWriter) {
    for reading in [newest, runnerUp] {
      writer.flag(reading != nil)
      guard let reading else { continue }
      writer.unsigned(reading.vehicle)
      writer.signed(reading.time_ns)
    }
    writer.signed(ticked_ns)
  }

  init(from reader: inout LedgerReader) throws(LedgerCorruption) {
    func reading(_ reader: inout LedgerReader) throws(LedgerCorruption) -> Reading? {
      guard try reader.flag("event_time.known") else { return nil }
      return Reading(
        vehicle: try reader.unsigned("event_time.vehicle"), time_ns: try reader.signed("event_time.time_ns"))
    }
    newest = try reading(&reader)
    runnerUp = try reading(&reader)
    ticked_ns = try reader.signed("event_time.ticked_ns")
  }
}
