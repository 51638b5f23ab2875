/// Fleet, software versions and calibrations estimated together from the drives of a book: effects that add up, each normal around 0.
/// Calibrations are taken out one by one, so what is solved is no larger than the number of software versions.
struct CalibrationEstimate: Sendable {
  typealias Parts = CameraCorrection.Parts
  /// Deviation of the fleet from any camera's mean, then of each software version from the fleet.
  private(set) var common: [Parts]
  private(set) var calibrations: [String: CalibrationEffect] = [:]
  private let softwares: [String: Int]
  private let levels: CalibrationLevels
  private var covariance: PartsMatrix

  /// Times that robust weights are found anew: enough for them to settle, and always the same.
  private static let rounds = 10

  /// The estimate from histories in the order of their calibrations. O(rounds · (drives + software³)).
  init(_ histories: [CalibrationHistory], levels: CalibrationLevels) {
    self.levels = levels
    let names = Set(histories.flatMap { $0.drives.map(\.software) }).sorted()
    let softwares = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0 + 1) })
    self.softwares = softwares
    common = Array(repeating: .zero, count: names.count + 1)
    covariance = PartsMatrix(size: names.count + 1)
    var effects = histories.map { history in
      CalibrationEffect(history.drives.map { ($0, softwares[$0.software] ?? 0) }, levels: levels)
    }
    solve(effects)
    for _ in 0..<Self.rounds {
      for index in effects.indices { effects[index].settle(common: common) }
      solve(effects)
    }
    for (history, effect) in zip(histories, effects) { calibrations[history.calibration] = effect }
  }

  private mutating func solve(_ effects: [CalibrationEffect]) {
    let size = common.count
    var matrix = PartsMatrix(size: size)
    var right = [Parts](repeating: .zero, count: size)
    matrix[0, 0] = 1 / levels.fleet
    for software in 1..<max(size, 1) { matrix[software, software] = 1 / levels.software }
    for effect in effects {
      let sums = effect.weights(size: size)
      let information = effect.information
      var told = Parts.zero
      for (index, entry) in effect.drives.enumerated() {
        let part = effect.weights[index] * effect.deviation(index)
        told += part
        right[0] += part
        right[entry.software] += part
      }
      let used = Set(effect.drives.map(\.software)).sorted()
      for software in used {
        matrix[0, software] += sums[software]
        matrix[software, 0] += sums[software]
        matrix[software, software] += sums[software]
      }
      matrix[0, 0] += sums[0]
      for a in [0] + used {
        right[a] -= sums[a] * told / information
        for b in [0] + used { matrix[a, b] -= sums[a] * sums[b] / information }
      }
    }
    covariance = matrix.inverse
    common = covariance.times(right)
  }

  /// What is known of the next drive with a software version and a calibration.
  func prior(software: String, calibration: String) -> CameraPrior {
    var mean = levels.mean + common[0]
    var form = [Parts](repeating: .zero, count: common.count)
    form[0] = Parts(repeating: 1)
    var variance = Parts.zero
    if let place = softwares[software] {
      mean += common[place]
      form[place] = Parts(repeating: 1)
    } else {
      variance += levels.software
    }
    if let effect = calibrations[calibration] {
      mean += effect.offset
      let sums = effect.weights(size: common.count)
      let information = effect.information
      for place in form.indices { form[place] -= sums[place] / information }
      variance += 1 / information + effect.driveVariance
    } else {
      variance += levels.calibration + levels.drive
    }
    variance += covariance.form(form)
    // Never less sure than of any camera: a calibration whose drives disagree is no better known than none.
    return CameraPrior(
      mean: CameraCorrection(parts: mean),
      sigma: CameraCorrection(parts: pointwiseMin(variance, levels.total).squareRoot()))
  }

  /// What the fleet has in common.
  var fleet: CameraPrior {
    CameraPrior(
      mean: CameraCorrection(parts: levels.mean + common[0]),
      sigma: CameraCorrection(parts: covariance[0, 0].squareRoot()))
  }

  /// How far a calibration's lateral scale or yaw is off fleet and software, in standard deviations of calibrations: the greater of both.
  func deviation(ofCalibration calibration: String) -> Double {
    guard let effect = calibrations[calibration] else { return 0 }
    let ratio = effect.offset / levels.calibration.squareRoot()
    return max(abs(ratio[0]), abs(ratio[1]))
  }
}
