/// Why a record was refused at the door: which field held what, and what it may hold. Past the door everything is well-formed.
public struct Rejection: Error, Hashable, Sendable {
  /// The kinds of refusal. Raw values stand in dead-letter headers and metrics: never reuse one.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// No bytes at all.
    case empty
    /// More bytes than a record may have.
    case tooLarge = "too_large"
    /// Not a message of this type: cut off, wrong wire types, broken columns.
    case malformed
    /// The schema-registry prefix is broken.
    case badFraming = "bad_framing"
    /// A field that stands at most once stands twice.
    case repeatedField = "repeated_field"
    /// A text holds a NUL or another control character.
    case controlCharacter = "control_character"
    /// A text is not UTF-8.
    case invalidText = "invalid_utf8"
    /// More fields in all than a record may have.
    case tooManyFields = "too_many_fields"
    /// More fields unknown to this version than a record may have.
    case tooManyUnknownFields = "too_many_unknown_fields"
    /// Messages nested too deep.
    case tooDeep = "too_deep"
    /// Decoding would take more memory than a record of its size is worth.
    case tooCostly = "too_costly"
    /// A version of the contract this program does not read.
    case unsupportedVersion = "unsupported_version"
    /// A field that must be there is not.
    case missing
    /// A class, kind, key or name this program does not know.
    case unknownValue = "unknown_value"
    /// A number outside its range.
    case outOfRange = "out_of_range"
    /// NaN or infinite.
    case notFinite = "not_finite"
    /// A covariance that is not positive definite.
    case badCovariance = "bad_covariance"
    /// More entries than allowed.
    case tooMany = "too_many"
    /// Fewer entries than needed.
    case tooFew = "too_few"
    /// A text or hash of the wrong length.
    case badLength = "bad_length"
    /// Columns of one message differ in length, or counts do not add up.
    case lengthMismatch = "length_mismatch"
    /// An index beyond the table it points into.
    case indexOutOfRange = "index_out_of_range"
    /// The same key twice.
    case duplicate
    /// Entries not in the order the contract asks for.
    case outOfOrder = "out_of_order"
    /// JSON that is none.
    case malformedJSON = "malformed_json"
    /// A JSON name the message has no field for.
    case unknownField = "unknown_field"
    /// A JSON value of another type than its field.
    case wrongType = "wrong_type"
    /// Later than the bound on lateness.
    case tooLate = "too_late"
    /// A word on something that has moved on since.
    case stale
    /// A word that contradicts an earlier one.
    case contradictory
  }

  /// The kind of refusal.
  public var reason: Reason
  /// The field by its path in the contract, for example `points.x_m[3]`; empty where the whole record is meant.
  public var field: String
  /// What it held, at most 80 characters.
  public var value: String
  /// What it may hold.
  public var limit: String

  /// A rejection of its parts; a long value is cut.
  public init(_ reason: Reason, field: String = "", value: String = "", limit: String = "") {
    self.reason = reason
    self.field = field
    let shown = value.unicodeScalars.prefix(80).map { $0.value < 0x20 || $0.value == 0x7f ? "\u{FFFD}" : $0 }
    self.value = String(String.UnicodeScalarView(shown))
    self.limit = limit
  }
}

extension Rejection: CustomStringConvertible {
  /// One line: reason, field, value, limit.
  public var description: String {
    var text = reason.rawValue
    if !field.isEmpty { text += " \(field)" }
    if !value.isEmpty { text += " = \(value)" }
    if !limit.isEmpty { text += " (must be \(limit))" }
    return text
  }
}
