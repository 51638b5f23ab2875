/// What is known of a vehicle's cameras before it drives.
public struct CameraPrior: Hashable, Sendable {
  /// The likeliest correction.
  public var mean: CameraCorrection
  /// Its standard deviations, part by part.
  public var sigma: CameraCorrection

  /// A prior of its parts.
  public init(mean: CameraCorrection, sigma: CameraCorrection) {
    self.mean = mean
    self.sigma = sigma
  }
}
