import Contracts
import Observations
import TestSupport
import Testing

@Suite struct CloudEventHeadersTests {
  private let headers = CloudEventHeaders(
    id: "resurvey/3/42", source: "/resurvey/tile", type: .changeEvent, time_ns: 1_750_000_000_123_456_789, sequence: 42,
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")

  @Test func headersAreThoseOfTheBinding() {
    let expected = [
      ("ce_specversion", "1.0"), ("ce_id", "resurvey/3/42"), ("ce_source", "/resurvey/tile"),
      ("ce_type", "resurvey.v1.ChangeEvent"), ("ce_time", "2025-06-15T15:06:40.123456789Z"),
      ("ce_sequence", "00000000000000000042"), ("content-type", "application/protobuf"),
      ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    ]
    #expect(headers.recordHeaders.map { $0.name } == expected.map { $0.0 })
    #expect(headers.recordHeaders.map { $0.text } == expected.map { $0.1 })
  }

  @Test func headersComeBack() throws {
    #expect(try CloudEventHeaders(headers.recordHeaders) == headers)
    var bare = headers
    bare.traceparent = nil
    bare.sequence = .max
    #expect(try CloudEventHeaders(bare.recordHeaders) == bare)
  }

  @Test func whatIsMissingOrMalformedIsNamed() {
    for name in ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "ce_sequence"] {
      let without = headers.recordHeaders.filter { $0.name != name }
      let refused = refusal { () throws(Rejection) in try CloudEventHeaders(without) }
      #expect(refused?.reason == .missing)
      #expect(refused?.field == "header \(name)")
    }
    let spoiled = headers.recordHeaders.map { $0.name == "ce_sequence" ? RecordHeader($0.name, "42") : $0 }
    #expect(refusal { () throws(Rejection) in try CloudEventHeaders(spoiled) }?.reason == .malformed)
  }

  @Test func timesComeBackAndSortAsText() {
    var random = Seeded(5)
    var times = (0..<500).map { _ in
      Int64.random(in: -9_000_000_000_000_000_000...9_000_000_000_000_000_000, using: &random)
    }
    times += [0, -1, 951_782_400_000_000_000, 4_102_444_799_999_999_999]
    for time_ns in times { #expect(Timestamp.time_ns(of: Timestamp.text(of: time_ns)) == time_ns) }
    #expect(times.sorted().map(Timestamp.text) == times.map(Timestamp.text).sorted())
    #expect(Timestamp.text(of: 951_782_400_000_000_000) == "2000-02-29T00:00:00.000000000Z")
  }

  @Test(arguments: [
    "", "2025-06-15", "2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z", "2025-06-15T24:00:00Z", "2025-06-15T00:00:00",
    "2025-06-15T00:00:00.Z", "2025-06-15T00:00:00.1234567890Z", "2025-06-15 00:00:00Z", "+025-06-15T00:00:00Z",
  ])
  func whatIsNoTimeIsRefused(text: String) {
    #expect(Timestamp.time_ns(of: text) == nil)
  }
}
