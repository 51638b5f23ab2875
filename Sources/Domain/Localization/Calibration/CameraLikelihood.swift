/// What one drive says of its cameras, without what was known before it.
public struct CameraLikelihood: Hashable, Sendable {
  /// Likeliest parts.
  var mean: CameraCorrection.Parts
  /// Inverse variance of each; 0 where the drive says nothing.
  var information: CameraCorrection.Parts

  init(mean: CameraCorrection.Parts, information: CameraCorrection.Parts) {
    self.mean = mean
    self.information = information
  }

  /// The information of a posterior less that of its prior, so that what came from other drives is not told as the drive's own.
  public init(posterior: CameraPrior, prior: CameraPrior) {
    let after = 1 / (posterior.sigma.parts * posterior.sigma.parts)
    let before = 1 / (prior.sigma.parts * prior.sigma.parts)
    let gained = after - before
    // Differences of a few per cent are rounding and the filter's own forgetting.
    let tells = gained .> 0.05 * before
    let sum = posterior.mean.parts * after - prior.mean.parts * before
    information = gained.replacing(with: 0, where: .!tells)
    mean = (sum / gained).replacing(with: prior.mean.parts, where: .!tells)
  }

  /// The variance of each part; infinite where nothing is said.
  var variance: CameraCorrection.Parts { 1 / information }
}
