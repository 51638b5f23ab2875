import MapModel

/// How far apart two mapped lines were seen by frames that show both. No pose is in it, and of the sensors' errors only the lateral scale,
/// which is left in.
public struct LineGap: Hashable, Sendable {
  /// One of the two lines.
  public struct Side: Hashable, Sendable {
    /// The piece.
    public var piece: PieceID
    /// Low 32 bits of the piece's content hash when it was matched.
    public var pieceHash: UInt32
    /// First and last interval that was seen beside the other line.
    public var intervals: ClosedRange<UInt16>

    /// A side of its parts.
    public init(piece: PieceID, pieceHash: UInt32, intervals: ClosedRange<UInt16>) {
      self.piece = piece
      self.pieceHash = pieceHash
      self.intervals = intervals
    }
  }

  /// The lower piece.
  public var first: Side
  /// The other one.
  public var second: Side
  /// Where the second was seen against the first, to the left of the first's direction, cm.
  public var apart_cm: Int16
  /// How much farther to that side it was seen than it is mapped, cm.
  public var excess_cm: Int16
  /// How often the two were seen side by side.
  public var looks: UInt16

  /// A gap of its parts.
  public init(first: Side, second: Side, apart_cm: Int16, excess_cm: Int16, looks: UInt16) {
    self.first = first
    self.second = second
    self.apart_cm = apart_cm
    self.excess_cm = excess_cm
    self.looks = looks
  }
}
