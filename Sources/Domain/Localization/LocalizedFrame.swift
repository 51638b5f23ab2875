import Geometry

/// What localization says of one frame.
public struct LocalizedFrame: Sendable {
  /// How far the pose can be trusted.
  public enum Status: UInt8, Hashable, Sendable, CaseIterable {
    /// Good enough to judge the map by.
    case converged = 1
    /// Not yet enough seen since the filter began or was moved.
    case warmingUp = 2
    /// More than one lane explains what is seen.
    case ambiguous = 3
    /// What is seen does not fit, or the uncertainty has grown past the alert limit.
    case lost = 4
    /// Nothing of the map is near.
    case offMap = 5

    /// The name in files and reports.
    public var name: String {
      switch self {
      case .converged: "converged"
      case .warmingUp: "warming_up"
      case .ambiguous: "ambiguous"
      case .lost: "lost"
      case .offMap: "off_map"
      }
    }
  }

  /// The vehicle in the region's frame.
  public var mapFromVehicle: Pose2
  /// Uncertainty of that pose and of the lateral scale.
  public var covariance: PoseCovariance
  /// How far it can be trusted.
  public var status: Status
  /// What takes the cameras' systematic error away.
  public var camera: CameraCorrection
  /// Bound on the lateral error that holds unless the lane is wrong, m.
  public var protectionLevel_m: Double
  /// Probability of the lane it is held to, 0 … 1.
  public var laneProbability: Double
  /// How far the lateral position follows the place of each piece.
  public var shares: [PieceShare]
  /// How far what it sees may testify on the map, 0 … 1: all of it where the pose can be relied on; where it is the lane that is in doubt,
  /// that lane's probability.
  public var testimony: Double
  /// Height of the road at the pose, m above the ellipsoid; nil where the map has none.
  public var height_m: Double?

  /// A result of its parts. `testimony` is 1 for a pose that can be relied on and 0 for others where nothing is said.
  public init(
    mapFromVehicle: Pose2, covariance: PoseCovariance, status: Status, camera: CameraCorrection,
    protectionLevel_m: Double, laneProbability: Double, shares: [PieceShare], testimony: Double? = nil,
    height_m: Double? = nil
  ) {
    self.mapFromVehicle = mapFromVehicle
    self.covariance = covariance
    self.status = status
    self.camera = camera
    self.protectionLevel_m = protectionLevel_m
    self.laneProbability = laneProbability
    self.shares = shares
    self.testimony = testimony ?? (status == .converged ? 1 : 0)
    self.height_m = height_m
  }

  /// What a camera's lateral coordinate is to be multiplied with.
  public var lateralScale: Double { camera.lateralScale }

  /// Whether the pose can be relied on.
  public var isUsable: Bool { status == .converged }

  /// The share of the piece with an index in the region; 0 where it holds none.
  public func share(ofPiece piece: Int) -> Double {
    for i in shares.indices where shares[i].piece == piece { return shares[i].share }
    return 0
  }

  /// A piece and the derivative of the lateral position by its place, 0 … 1.
  public struct PieceShare: Hashable, Sendable {
    /// Index into the region's pieces.
    public var piece: Int
    /// 0 … 1.
    public var share: Double

    /// A piece and its part.
    public init(piece: Int, share: Double) {
      self.piece = piece
      self.share = share
    }
  }
}

/// Covariance of east (m), north (m), yaw (rad) and lateral scale.
public struct PoseCovariance: Hashable, Sendable {
  /// Rows of the symmetric matrix.
  public var rows: [SIMD4<Double>]

  /// A covariance of its four rows.
  public init(rows: [SIMD4<Double>]) { self.rows = rows }

  /// Nothing is uncertain.
  public static let zero = PoseCovariance(rows: Array(repeating: .zero, count: 4))

  /// The same with more variance of the place along a direction of the map frame.
  func widened(along axis: Vector2, by_m2 variance: Double) -> PoseCovariance {
    var wider = self
    wider.rows[0] += SIMD4(axis.x * axis.x, axis.x * axis.y, 0, 0) * variance
    wider.rows[1] += SIMD4(axis.x * axis.y, axis.y * axis.y, 0, 0) * variance
    return wider
  }

  /// The part of east and north.
  public var position: Covariance2 { Covariance2(xx: rows[0][0], xy: rows[0][1], yy: rows[1][1]) }
  /// Variance of the yaw, rad².
  public var yaw_rad2: Double { rows[2][2] }
  /// Variance of the lateral scale.
  public var scale: Double { rows[3][3] }

  /// Variance of a linear form of the four errors.
  public func variance(of form: SIMD4<Double>) -> Double { covariance(form, form) }

  /// Covariance of two linear forms of the four errors.
  public func covariance(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> Double {
    var sum = 0.0
    for i in 0..<4 { sum += a[i] * (rows[i] * b).sum() }
    return sum
  }
}
