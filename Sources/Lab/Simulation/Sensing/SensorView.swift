import Geometry
import MapModel
import Observations

/// One sensor as the inner loop wants it.
struct SensorView {
  let index: Int
  let model: SimulatedSensor
  let isCamera: Bool
  let squaredMin, squaredMax: Double
  let maxRange_m: Double
  private let axis: Vector2
  private let halfCosine: Double
  /// By the class's raw value; negative where the class is not reported.
  private let near, far: [Double]

  init(_ model: SimulatedSensor, index: Int) {
    self.index = index
    self.model = model
    isCamera = model.status.modality == .camera
    maxRange_m = model.status.maxRange_m
    squaredMin = model.status.minRange_m * model.status.minRange_m
    squaredMax = maxRange_m * maxRange_m
    axis = Vector2(angle_rad: model.status.azimuth_rad)
    halfCosine = model.status.fieldOfView_rad >= 2 * .pi ? -2 : (model.status.fieldOfView_rad / 2).cosine
    let count = Int(ElementClass.allCases.map(\.rawValue).max() ?? 0) + 1
    var near = Array(repeating: -1.0, count: count)
    var far = near
    for (elementClass, rate) in model.rates {
      near[Int(elementClass.rawValue)] = rate.near
      far[Int(elementClass.rawValue)] = rate.far
    }
    self.near = near
    self.far = far
  }

  func reports(_ elementClass: ElementClass) -> Bool { near[Int(elementClass.rawValue)] >= 0 }

  /// Probability of a detection at a ground distance, occlusion and chance aside.
  func rate(_ elementClass: ElementClass, range_m: Double) -> Double {
    let i = Int(elementClass.rawValue)
    return near[i] + (far[i] - near[i]) * min(range_m / maxRange_m, 1)
  }

  /// True where a place in the vehicle frame lies in the field of view and range.
  @inline(__always) func covers(_ point: Vector2, squaredRange: Double) -> Bool {
    guard squaredRange >= squaredMin, squaredRange <= squaredMax else { return false }
    return halfCosine < -1 || point.dot(axis) >= halfCosine * squaredRange.squareRoot()
  }
}
