import CContracts
import Observations

/// The standard proto3 JSON form of every message, both ways, by one walk over the generated descriptions: lowerCamelCase names (names as
/// in the proto file are read too), enums by name, 64-bit integers as text, bytes in base64, fields at their default left out.
///
/// NaN and infinities have no JSON here: they are refused, as every contract refuses them. −0.0 is written as 0.
public enum ContractJSON {
  /// The JSON of a message's bytes, on one line. Fields this version does not know are left out.
  /// - Throws: why the bytes are refused.
  public static func encode(_ bytes: [UInt8], as type: MessageType) throws(Rejection) -> [UInt8] {
    try unsafe Wire.readAny(bytes, as: type) { message, _ throws(Rejection) in
      var writer = JSONWriting()
      try unsafe writer.append(message, MessageShape(type.descriptor), path: "")
      return writer.text
    }
  }

  /// The bytes of a message's JSON. Only the form is checked; the message's codec checks what it says.
  /// - Throws: why the text is refused: the name or value with its path.
  public static func decode(_ json: [UInt8], as type: MessageType) throws(Rejection) -> [UInt8] {
    let most = 8 * type.limits.bytes
    guard !json.isEmpty else { throw Rejection(.empty, value: "0 bytes", limit: "the JSON of a \(type.rawValue)") }
    guard json.count <= most else {
      throw Rejection(.tooLarge, value: "\(json.count) bytes of JSON", limit: "at most \(most) bytes")
    }
    let value = try JSONParser.value(of: json)
    let reading = JSONReading(limit_bytes: WireLimits.arena_bytes(for: json.count))
    let message = try unsafe reading.message(value, MessageShape(type.descriptor), path: "")
    return unsafe Wire.bytes(of: message, in: reading.arena)
  }
}
