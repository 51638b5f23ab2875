import Contracts
import Testing

/// Ids as the contract promises them.
enum Gapless {
  /// Every record is a CloudEvent of the type; in every partition ids are unique and count on from the first without a gap.
  static func expect(_ records: [IncomingRecord], type: MessageType, application: String) throws {
    for (partition, own) in Dictionary(grouping: records, by: \.partition) {
      let headers = try own.map { try CloudEventHeaders($0.headers) }
      let sequences = headers.map(\.sequence)
      let first = try #require(sequences.first)
      #expect(sequences == (0..<UInt64(own.count)).map { first + $0 }, "partition \(partition) of \(type.rawValue)")
      #expect(headers.map(\.id) == sequences.map { "\(application)/\(partition)/\($0)" })
      #expect(headers.allSatisfy { $0.type == type.rawValue })
      for record in own {
        #expect(record.headers.contains { $0.name == "content-type" && $0.text == "application/protobuf" })
      }
    }
  }
}

/// What a reader keeps of records that may come twice.
enum Repeats {
  /// The records without those that came again; a repeat has to be the same in every byte.
  static func dropped(from records: [IncomingRecord]) throws -> [IncomingRecord] {
    var first: [String: IncomingRecord] = [:]
    return try records.filter { record in
      let id = try CloudEventHeaders(record.headers).id
      guard let known = first[id] else {
        first[id] = record
        return true
      }
      #expect(known.value == record.value && known.key == record.key && known.headers == record.headers, "\(id)")
      return false
    }
  }
}

/// A part of a test that needs a tool which is not at hand.
enum Skipped {
  /// Says so in the test's report; it is no failure.
  static func tell(_ reason: String) {
    withKnownIssue("skipped: \(reason)") { Issue.record("skipped: \(reason)") }
  }
}
