import Foundation
import Testing

@testable import Localization

@Suite struct RobustWeightTests {
  @Test func theCalibrationMakesAMeanOfNormalErrorsAsSureAsItIsRight() {
    var weight = 0.0
    var square = 0.0
    var slope = 0.0
    let step = 1e-3
    func pull(_ z: Double) -> Double { z * RobustWeight.weight(ratio: z * z) }
    for i in -8000...8000 {
      let z = Double(i) * step
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot() * step
      weight += RobustWeight.weight(ratio: z * z) * density
      square += pull(z) * pull(z) * density
      slope += (pull(z + 1e-4) - pull(z - 1e-4)) / 2e-4 * density
    }
    // Weighted by `weight / calibration`, n measurements of variance 1 are said to leave calibration / (n · mean weight).
    #expect(abs(RobustWeight.calibration / weight - square / (slope * slope)) < 1e-3)
  }

  @Test func whatIsFarOffCountsLittle() {
    #expect(RobustWeight.weight(ratio: 0) == 1)
    #expect(RobustWeight.weight(ratio: 100) < 0.04)
  }
}
