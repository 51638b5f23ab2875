/// A vehicle's pseudonym, at most 64 bytes of UTF-8.
public struct VehicleID: Hashable, Comparable, Sendable {
  /// The text.
  public let text: String
  /// An id of its text.
  public init(_ text: String) { self.text = text }
  /// Order of the UTF-8 bytes, the same on every machine.
  public static func < (a: VehicleID, b: VehicleID) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }
}

/// One trip of a vehicle, at most 64 bytes of UTF-8; frames of a drive are numbered from any start, rising.
public struct DriveID: Hashable, Comparable, Sendable {
  /// The text.
  public let text: String
  /// An id of its text.
  public init(_ text: String) { self.text = text }
  /// Order of the UTF-8 bytes, the same on every machine.
  public static func < (a: DriveID, b: DriveID) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }
}
