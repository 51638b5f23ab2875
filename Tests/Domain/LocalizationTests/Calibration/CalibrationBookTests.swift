import Observations
import Testing

@testable import Localization

@Suite struct CalibrationBookTests {
  typealias Parts = SIMD4<Double>
  private let levels = CalibrationLevels(CalibrationConfiguration())

  private func book(_ drives: [DriveCalibration]) -> CalibrationBook {
    var book = CalibrationBook()
    book.enter(drives)
    return book
  }

  @Test func withoutDrivesItKnowsWhatIsKnownOfAnyCamera() {
    #expect(CalibrationBook().prior(software: "v0", calibration: "c") == LocalizationConfiguration().camera)
    let levels = self.levels
    let sum = levels.fleet + levels.software + levels.calibration + levels.drive
    for part in 0..<4 { #expect(abs(sum[part] / levels.total[part] - 1) < 0.05) }
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func theOrderOfDrivesDoesNotMatter(seed: UInt64) {
    var fleet = SimulatedFleet(seed: seed, calibrations: 9, drivesEach: 12)
    let whole = book(fleet.drives)
    let shuffled = fleet.shuffled()
    var singly = CalibrationBook()
    for drive in shuffled { singly.enter(drive) }
    for other in [book(shuffled), singly] {
      #expect(other.fleet == whole.fleet && other.driveCount == whole.driveCount && other.driveCount == 9 * 8)
      for calibration in fleet.truth.keys.sorted() + ["unknown"] {
        for software in ["v0", "v2", "unknown"] {
          let (a, b) = [other, whole].map { $0.prior(software: software, calibration: calibration) }.pair
          #expect(a == b)
        }
      }
    }
  }

  @Test func fewDrivesMoveItLittleAndManyToWhereTheyLie() {
    var last = 0.0
    var lastSigma = Double.infinity
    for count in 1...8 {
      let drives = (0..<count).map {
        SimulatedFleet.drive(
          "\($0)", calibration: "c", time_ns: Int64($0), mean: levels.mean + Parts(0.05, 0, 0, 0),
          information: Parts(repeating: 1 / 0.0025))
      }
      let prior = book(drives).prior(software: "v0", calibration: "c")
      let moved = prior.mean.lateralScale - 1
      #expect(moved > last && moved < 0.05)
      #expect(prior.sigma.lateralScale < lastSigma)
      last = moved
      lastSigma = prior.sigma.lateralScale
    }
    #expect(last > 0.04)
  }

  @Test func aDriveThatSaysNothingChangesNothing() {
    let mute = SimulatedFleet.drive("0", calibration: "c", mean: Parts(1.3, 0, 0, 0), information: .zero)
    let prior = book([mute]).prior(software: "v0", calibration: "c")
    for part in 0..<4 {
      #expect(abs(prior.mean.parts[part] - levels.mean[part]) < 1e-12)
      #expect(abs(prior.sigma.parts[part] / levels.total[part].squareRoot() - 1) < 0.03)
    }
  }

  @Test func whatItPromisesOfTheNextDriveHolds() {
    var normalized = Parts.zero
    var error = Parts.zero
    var count = 0.0
    for seed in 1...10 as ClosedRange<UInt64> {
      var fleet = SimulatedFleet(seed: seed, calibrations: 30, drivesEach: 4)
      let book = book(fleet.drives)
      let known = book.fleet
      for part in 0..<4 {
        #expect(abs(known.mean.parts[part] - fleet.fleet[part]) < 4 * known.sigma.parts[part], "seed \(seed)")
        // Thirty calibrations know the fleet to about a fifth of what they differ by.
        #expect(known.sigma.parts[part] < 0.3 * levels.calibration[part].squareRoot())
      }
      for (calibration, truth) in fleet.truth.sorted(by: { $0.key < $1.key }) {
        let next = truth + fleet.normal(levels.drive)
        let prior = book.prior(software: fleet.softwares[calibration] ?? "", calibration: calibration)
        let off = next - prior.mean.parts
        normalized += off * off / (prior.sigma.parts * prior.sigma.parts)
        error += off * off / levels.total
        count += 1
      }
    }
    for part in 0..<4 {
      #expect((0.75...1.3).contains(normalized[part] / count), "part \(part)")
      #expect((error[part] / count).squareRoot() < 0.5, "part \(part)")
    }
  }

  @Test func aCalibrationNeverSeenIsHeldToTheFleetAlone() {
    let fleet = SimulatedFleet(seed: 5, calibrations: 30, drivesEach: 4)
    let book = book(fleet.drives)
    let unknown = book.prior(software: "unknown", calibration: "unknown")
    #expect(unknown.mean == book.fleet.mean)
    let variance = levels.calibration + levels.software + levels.drive
    for part in 0..<4 {
      #expect(unknown.sigma.parts[part] > variance[part].squareRoot())
      #expect(unknown.sigma.parts[part] < levels.total[part].squareRoot())
    }
  }

  @Test func oneDriveThatIsWrongHasABoundedInfluence() {
    let fleet = SimulatedFleet(seed: 7, calibrations: 20, drivesEach: 7)
    let clean = book(fleet.drives).prior(software: "v0", calibration: "cal-0")
    var moved: [Double] = []
    for wrong in [0.2, 1, 100] {
      let outlier = SimulatedFleet.drive(
        "wrong", calibration: "cal-0", time_ns: 10_000, mean: clean.mean.parts + Parts(wrong, 0, 0, 0),
        information: 1 / (4 * levels.drive))
      let prior = book(fleet.drives + [outlier]).prior(software: "v0", calibration: "cal-0")
      moved.append(prior.mean.lateralScale - clean.mean.lateralScale)
    }
    #expect(moved.allSatisfy { (0..<0.008).contains($0) }, "\(moved)")
    #expect(abs(moved[2] - moved[1]) < 0.002)
  }

  @Test func aCalibrationThatIsWrongIsToldAndDoesNotMoveTheFleet() {
    let fleet = SimulatedFleet(seed: 11, calibrations: 30, drivesEach: 6)
    let clean = book(fleet.drives)
    #expect(clean.outliers.isEmpty)
    let wrong = (0..<6).map {
      SimulatedFleet.drive(
        "wrong-\($0)", calibration: "bent", time_ns: Int64($0), mean: fleet.fleet + Parts(0, 0.03, 0, 0))
    }
    let book = book(fleet.drives + wrong)
    #expect(book.outliers == ["bent"] && book.calibrationCount == 31)
    #expect(abs(book.fleet.mean.yaw_rad - clean.fleet.mean.yaw_rad) < 0.0004)
    // Its own next drive is told what its drives told.
    #expect(abs(book.prior(software: "v0", calibration: "bent").mean.yaw_rad - fleet.fleet[1] - 0.03) < 0.004)
  }

  @Test func drivesThatDisagreeMakeNoNarrowPrior() {
    // One name for the calibrations of many vehicles.
    let drives = (0..<8).map {
      SimulatedFleet.drive(
        "\($0)", calibration: "shared", time_ns: Int64($0),
        mean: levels.mean + Parts($0 % 2 == 0 ? 0.05 : -0.05, 0, 0, 0))
    }
    let prior = book(drives).prior(software: "v0", calibration: "shared")
    #expect(prior.sigma.lateralScale > 0.025)
    #expect(prior.sigma.yaw_rad < 0.3 * LocalizationConfiguration().camera.sigma.yaw_rad)
  }

  @Test func whatIsKeptIsBounded() {
    var configuration = CalibrationConfiguration()
    configuration.calibrationLimit = 4
    configuration.softwareLimit = 2
    configuration.driveLimit = 3
    var book = CalibrationBook(configuration)
    for index in 0..<60 {
      book.enter(
        SimulatedFleet.drive(
          "\(index)", software: "v\(index / 20)", calibration: "c\(index % 6)", time_ns: Int64(index), mean: levels.mean
        ))
      #expect(book.calibrationCount <= 4 && book.driveCount <= 12)
    }
    // The first software version went with the third; a drive entered again is the same drive.
    let before = book.driveCount
    book.enter(SimulatedFleet.drive("59", software: "v2", calibration: "c5", time_ns: 59, mean: levels.mean))
    #expect(book.driveCount == before)
    #expect(book.prior(software: "v0", calibration: "c0").sigma.lateralScale <= 0.05)
  }
}

extension Array {
  /// The first two.
  fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}
