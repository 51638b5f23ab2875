import Contracts
import Foundation
import Geometry
import Observations
import TestSupport
import Testing

@Suite struct ContractJSONTests {
  @Test(arguments: OutputFixture.messages.indices)
  func everyMessageComesBackFromItsJSON(index: Int) throws {
    let message = OutputFixture.messages[index]
    let json = try ContractJSON.encode(message.bytes, as: message.type)
    #expect(try ContractJSON.decode(json, as: message.type) == message.bytes)
    _ = try JSONSerialization.jsonObject(with: Data(json))
  }

  @Test func theFormIsThatOfProto3() throws {
    let json = try ContractJSON.encode(AlertCodec.encode(OutputFixture.alert), as: .alert)
    #expect(
      String(decoding: json, as: UTF8.self) == """
        {"alertId":"storm-1","revision":"2","severity":"SEVERITY_CRITICAL","tileId":1234567890,\
        "changeIds":["1234567890-17-0","1234567890-18-1"],"title":"Change storm",\
        "detail":"Two thirds of a region flagged by one software version.\\nHold.","timeNs":"1750000000000000000"}
        """)
  }

  @Test func namesAsInTheProtoFileAndOtherSpellingsAreRead() throws {
    let text = """
      { "alert_id" : "storm-1", "revision": 2.0, "severity": 3, "tileId": "1234567890", "changeIds":
      ["1234567890-17-0", "1234567890-18-\\u0031"], "title":"Change\\u0020storm", "isResolved": false,
      "detail":"Two thirds of a region flagged by one software version.\\nHold.", "time_ns":1750000000000000000 }
      """
    #expect(try ContractJSON.decode(Array(text.utf8), as: .alert) == AlertCodec.encode(OutputFixture.alert))
  }

  @Test func negativeZeroIsZero() throws {
    let text = #"{"motion":{"speedMps":-0.0},"points":{"xM":[-0.0,1]}}"#
    let bytes = try ContractJSON.decode(Array(text.utf8), as: .observationFrame)
    let json = try ContractJSON.encode(bytes, as: .observationFrame)
    #expect(String(decoding: json, as: UTF8.self) == #"{"motion":{},"points":{"xM":[0,1]}}"#)
  }

  @Test func numbersKeepEveryBit() throws {
    var random = Seeded(8)
    var frame = FrameFixture.typical()
    for _ in 0..<200 {
      let pattern = UInt32.random(in: 0...UInt32.max, using: &random)
      let value = Float(bitPattern: pattern)
      frame.freeSpace?.range_m.append(value.isFinite && value != 0 ? value : 1)
    }
    frame.gnss?.place.latitude_deg = 48.137_154_300_000_004
    let bytes = FrameCodec.encode(frame)
    let json = try ContractJSON.encode(bytes, as: .observationFrame)
    #expect(try ContractJSON.decode(json, as: .observationFrame) == bytes)
  }

  @Test(arguments: [
    (#"{"nonsense":1}"#, Rejection.Reason.unknownField, "nonsense"),
    (#"{"gnss\u0000\u0000":{}}"#, .unknownField, "gnss\0\0"),
    (#"{"gnss":{"latitude":1}}"#, .unknownField, "gnss.latitude"),
    (#"{"sensors":[{},{"colour":1}]}"#, .unknownField, "sensors[1].colour"),
    (#"{"vehicleId":"a","vehicle_id":"b"}"#, .duplicate, "vehicle_id"),
    (#"{"vehicleId":7}"#, .wrongType, "vehicleId"),
    (#"{"vehicleId":"a\u0000b"}"#, .controlCharacter, "vehicleId"),
    (#"{"sequence":-1}"#, .outOfRange, "sequence"),
    (#"{"sequence":1.5}"#, .wrongType, "sequence"),
    (#"{"sequence":"x"}"#, .wrongType, "sequence"),
    (#"{"schemaVersion":4294967296}"#, .outOfRange, "schemaVersion"),
    (#"{"captureTimeNs":"9223372036854775808"}"#, .outOfRange, "captureTimeNs"),
    (#"{"points":{"xM":[1,"NaN"]}}"#, .notFinite, "points.xM[1]"),
    (#"{"points":{"xM":[1e39]}}"#, .outOfRange, "points.xM[0]"),
    (#"{"points":{"xM":["0x1p3"]}}"#, .wrongType, "points.xM[0]"),
    (#"{"points":{"xM":1}}"#, .wrongType, "points.xM"),
    (#"{"points":[]}"#, .wrongType, "points"),
    (#"{"sensors":[{"modality":"MODALITY_SONAR"}]}"#, .unknownValue, "sensors[0].modality"),
    (#"[]"#, .wrongType, ""),
    (#"{"vehicleId":"a",}"#, .malformedJSON, ""),
    (#"{"vehicleId":"a"} x"#, .malformedJSON, ""),
    (#"{"vehicleId":"\ud800"}"#, .malformedJSON, ""),
    (#"{"sequence":01}"#, .malformedJSON, ""),
    (#"{"sequence":"#, .malformedJSON, ""),
    ("", .empty, ""),
  ])
  func whatIsNoFrameIsRefusedByName(text: String, reason: Rejection.Reason, field: String) {
    let refused = refusal { () throws(Rejection) in try ContractJSON.decode(Array(text.utf8), as: .observationFrame) }
    #expect(refused?.reason == reason, "\(String(describing: refused))")
    #expect(refused?.field == field)
  }

  @Test func twoKindsInOneRecordAreRefused() {
    let text = #"{"tick":{"timeNs":"1"},"foldVersion":{"version":1}}"#
    let refused = refusal { () throws(Rejection) in try ContractJSON.decode(Array(text.utf8), as: .tileLogRecord) }
    #expect(refused?.reason == .repeatedField)
  }

  @Test func deepNestingAndHugeTextsAreRefused() {
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(
      refusal { () throws(Rejection) in try ContractJSON.decode(deep, as: .observationFrame) }?.reason == .tooDeep)
    let huge = [UInt8](repeating: UInt8(ascii: " "), count: 8 * MessageType.observationFrame.limits.bytes + 1)
    #expect(
      refusal { () throws(Rejection) in try ContractJSON.decode(huge, as: .observationFrame) }?.reason == .tooLarge)
    let entries = Array((#"{"labels":["# + String(repeating: "{},", count: 60_000) + "{}]}").utf8)
    #expect(
      refusal { () throws(Rejection) in try ContractJSON.decode(entries, as: .observationFrame) }?.reason == .tooCostly)
  }
}
