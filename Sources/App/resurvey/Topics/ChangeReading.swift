import Contracts
import Evidence
import Observations

/// The last word on each change, from records that may come twice.
struct ChangeReading {
  private var seen: Set<String> = []
  private var places: [String: Int] = [:]
  private var last: [(event: ChangeEvent, sequence: UInt64)] = []
  /// Records that came again.
  private(set) var repeats = 0
  /// Change events, repeats aside.
  var events: Int { seen.count }

  /// The last event of each change, in order of first report.
  var changes: [ChangeEvent] { last.map(\.event) }

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
    guard let place = places[event.change] else {
      places[event.change] = last.count
      last.append((event, headers.sequence))
      return
    }
    // A late owner can repeat old words; what counts is the source's own order.
    if headers.sequence > last[place].sequence { last[place] = (event, headers.sequence) }
  }
}
