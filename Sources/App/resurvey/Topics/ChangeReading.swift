import Contracts
import Evidence
import Observations

/// Change events from records that may come twice, and the last word on each change.
struct ChangeReading {
  private var seen: Set<String> = []
  private var last: [String: (event: Int, sequence: UInt64)] = [:]
  private var order: [String] = []
  /// Records that came again.
  private(set) var repeats = 0
  /// Change events in order of arrival, each once.
  private(set) var events: [ChangeEvent] = []
  /// Event time of each, ns since 1970.
  private(set) var times_ns: [Int64] = []

  /// The last event of each change, in order of first report.
  var changes: [ChangeEvent] { order.compactMap { last[$0] }.map { events[$0.event] } }

  /// Takes a record.
  /// - Throws: why it is no change event.
  mutating func take(_ record: IncomingRecord) throws(Rejection) {
    guard let value = record.value else { throw Rejection(.empty, value: "a tombstone", limit: "a change event") }
    let headers = try CloudEventHeaders(record.headers)
    guard !seen.contains(headers.id) else {
      repeats += 1
      return
    }
    let event = try ChangeEventCodec.decode(value)
    seen.insert(headers.id)
    events.append(event)
    times_ns.append(headers.time_ns)
    if last[event.change] == nil { order.append(event.change) }
    // A late owner can repeat old words; what counts is the source's own order.
    if last[event.change].map({ headers.sequence > $0.sequence }) ?? true {
      last[event.change] = (events.count - 1, headers.sequence)
    }
  }
}
