/// One calibration within an estimate: the drives with it, how much each counts, and how far it is off fleet and software.
struct CalibrationEffect: Sendable {
  typealias Parts = CameraCorrection.Parts
  /// Its drives, with the place of their software in the estimate's vectors.
  let drives: [(drive: DriveCalibration, software: Int)]
  /// Weight of each drive: inverse variance times robust weight.
  private(set) var weights: [Parts]
  /// How far it is off what fleet and software have in common.
  private(set) var offset = Parts.zero
  /// Inverse variance that holds it to the fleet.
  private(set) var hold: Parts
  /// Variance between its drives.
  private(set) var driveVariance: Parts

  private let levels: CalibrationLevels

  init(_ drives: [(drive: DriveCalibration, software: Int)], levels: CalibrationLevels) {
    self.drives = drives
    self.levels = levels
    hold = 1 / levels.calibration
    driveVariance = levels.drive
    // Where a drive is far off any camera, it begins with little weight: rounds are few.
    weights = drives.map { [levels] in
      let likelihood = $0.drive.likelihood
      let robust = levels.robustWeight(likelihood.mean - levels.mean, variance: levels.total + likelihood.variance)
      return robust / (levels.drive + likelihood.variance)
    }
  }

  /// Sum of the weights and of what holds it: the inverse variance of `offset` were fleet and software known.
  var information: Parts { weights.reduce(hold, +) }

  /// Sums of weights by place in the estimate's vectors: 0 for the fleet, then software versions.
  func weights(size: Int) -> [Parts] {
    var sums = [Parts](repeating: .zero, count: size)
    for (index, entry) in drives.enumerated() {
      sums[0] += weights[index]
      sums[entry.software] += weights[index]
    }
    return sums
  }

  /// A drive's deviation from any camera's mean.
  func deviation(_ index: Int) -> Parts { drives[index].drive.likelihood.mean - levels.mean }

  /// Settles the offset for what fleet and software have in common, then how much each drive counts, and how much the calibration itself.
  mutating func settle(common: [Parts]) {
    var sum = Parts.zero
    for (index, entry) in drives.enumerated() {
      sum += weights[index] * (deviation(index) - common[0] - common[entry.software])
    }
    offset = sum / information
    hold = levels.robustWeight(offset, variance: levels.calibration) / levels.calibration

    var spread = levels.driveShareWeight * levels.drive
    var count = Parts(repeating: levels.driveShareWeight)
    for (index, entry) in drives.enumerated() {
      let likelihood = entry.drive.likelihood
      let variance = driveVariance + likelihood.variance
      let residual = deviation(index) - common[0] - common[entry.software] - offset
      let robust = levels.robustWeight(residual, variance: variance)
      weights[index] = robust / variance
      let pulled = robust * residual
      // Not cut off at 0 drive by drive: the noise of what drives say would be taken for a spread.
      let own = pulled * pulled - likelihood.variance
      let tells = likelihood.information .> 0
      spread += own.replacing(with: 0, where: .!tells)
      count += Parts.zero.replacing(with: 1, where: tells)
    }
    driveVariance = pointwiseMax(spread / count, levels.drive)
  }
}
