import Testing

@testable import Localization

@Suite struct CalibrationEstimateTests {
  typealias Parts = SIMD4<Double>

  /// Without robust weights the posterior is a normal distribution over fleet, software and calibrations: solved in one piece, with no
  /// calibration taken out, it has to be the same.
  @Test(arguments: [1, 2] as [UInt64]) func isTheJointPosteriorWhereNothingIsAnOutlier(seed: UInt64) {
    var configuration = CalibrationConfiguration()
    configuration.influenceLimit = 1e6
    configuration.driveShareWeight = 1e12
    let fleet = SimulatedFleet(seed: seed, calibrations: 6, drivesEach: 3)
    // One calibration is driven with two versions.
    let drives =
      fleet.drives + [
        SimulatedFleet.drive(
          "more", software: "v1", calibration: "cal-0", time_ns: 99, mean: fleet.fleet,
          information: Parts(repeating: 900))
      ]
    let levels = CalibrationLevels(configuration)
    let softwares = ["v0", "v1", "v2"]
    let calibrations = (0..<6).map { "cal-\($0)" }
    var matrix = PartsMatrix(size: 10)
    var right = [Parts](repeating: .zero, count: 10)
    matrix[0, 0] = 1 / levels.fleet
    for place in 1...3 { matrix[place, place] = 1 / levels.software }
    for place in 4..<10 { matrix[place, place] = 1 / levels.calibration }
    func places(_ software: String, _ calibration: String) -> [Int] {
      [0, 1 + (softwares.firstIndex(of: software) ?? 0), 4 + (calibrations.firstIndex(of: calibration) ?? 0)]
    }
    for drive in drives {
      let weight = 1 / (levels.drive + drive.likelihood.variance)
      let here = places(drive.software, drive.calibration)
      for a in here {
        right[a] += weight * (drive.likelihood.mean - levels.mean)
        for b in here { matrix[a, b] += weight }
      }
    }
    let covariance = matrix.inverse
    let mean = covariance.times(right)

    var book = CalibrationBook(configuration)
    book.enter(drives)
    for software in softwares {
      for calibration in calibrations {
        let here = places(software, calibration)
        let form = (0..<10).map { Parts(repeating: here.contains($0) ? 1 : 0) }
        let expected = here.reduce(levels.mean) { $0 + mean[$1] }
        let variance = covariance.form(form) + levels.drive
        let prior = book.prior(software: software, calibration: calibration)
        for part in 0..<4 {
          #expect(abs(prior.mean.parts[part] - expected[part]) < 1e-9)
          #expect(abs(prior.sigma.parts[part] / variance[part].squareRoot() - 1) < 1e-9)
        }
      }
    }
  }

  @Test func anInverseTimesItsMatrixIsOne() {
    var fleet = SimulatedFleet(seed: 3, calibrations: 1, drivesEach: 1)
    var matrix = PartsMatrix(size: 6)
    for _ in 0..<12 {
      let vector = (0..<6).map { _ in fleet.normal(Parts(repeating: 1)) }
      for a in 0..<6 { for b in 0..<6 { matrix[a, b] += vector[a] * vector[b] } }
    }
    let inverse = matrix.inverse
    for column in 0..<6 {
      let product = matrix.times((0..<6).map { inverse[$0, column] })
      for row in 0..<6 {
        for part in 0..<4 { #expect(abs(product[row][part] - (row == column ? 1 : 0)) < 1e-8) }
      }
    }
  }
}
