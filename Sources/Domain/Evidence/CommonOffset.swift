/// A displacement that most elements of a tile share in the eyes of one traversal. The world does not move as one: the pose, the calibration
/// or the map's datum is at fault there, and votes tell where their elements lie against the others.
public struct CommonOffset: Hashable, Sendable {
  /// Where the elements were seen against where they are mapped, eastwards, cm.
  public var east_cm: Int32
  /// Northwards, cm.
  public var north_cm: Int32
  /// Standard deviation along it, cm.
  public var sigma_cm: UInt32
  /// Elements that share it.
  public var elements: UInt32
  /// Elements that could show it.
  public var compared: UInt32

  /// How far it is, m.
  public var length_m: Double {
    let (east, north) = (Double(east_cm) / 100, Double(north_cm) / 100)
    return (east * east + north * north).squareRoot()
  }

  /// An offset of its parts.
  public init(east_cm: Int32, north_cm: Int32, sigma_cm: UInt32, elements: UInt32, compared: UInt32) {
    self.east_cm = east_cm
    self.north_cm = north_cm
    self.sigma_cm = sigma_cm
    self.elements = elements
    self.compared = compared
  }
}
