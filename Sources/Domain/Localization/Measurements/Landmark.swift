import Geometry
import MapModel
import Observations

/// A detected point or area as localization sees it.
struct Landmark {
  /// Where it was seen, vehicle frame; of an area its middle.
  var raw: Vector2
  /// The detection's covariance, vehicle frame, m².
  var covariance: Covariance2
  var label: Label
  var existence: Double
  /// The correction of the camera that saw it; nil for other sensors.
  var camera: CameraCorrection?
  /// True where its distance comes from the ground it lies on.
  var isOnGround: Bool

  /// Where it is with the camera's errors taken away, vehicle frame.
  var corrected: Vector2 {
    guard let camera else { return raw }
    return isOnGround ? camera.ground(raw) : camera.raised(raw)
  }

  /// Calls with every landmark of a frame.
  static func forEach(
    in frame: ObservationFrame, camera: CameraCorrection, areaSigma_m: Double, _ body: (Landmark) -> Void
  ) {
    func correction(_ sensor: UInt32) -> CameraCorrection? {
      frame.sensors[Int(sensor)].modality == .camera ? camera : nil
    }
    let points = frame.points
    for i in 0..<points.count {
      body(
        Landmark(
          raw: Vector2(Double(points.x_m[i]), Double(points.y_m[i])),
          covariance: Covariance2(
            xx: Double(points.varianceXX_m2[i]), xy: Double(points.varianceXY_m2[i]),
            yy: Double(points.varianceYY_m2[i])), label: frame.labels[Int(points.label[i])],
          existence: Double(points.existence[i]), camera: correction(points.sensor[i]), isOnGround: false))
    }
    let areas = frame.polygons
    for i in 0..<areas.count {
      let ring = areas.vertices(of: i).map { Vector2(Double(areas.x_m[$0]), Double(areas.y_m[$0])) }
      body(
        Landmark(
          raw: MapRegion.centroid(ring), covariance: Covariance2(isotropicSigma_m: areaSigma_m),
          label: frame.labels[Int(areas.label[i])], existence: Double(areas.existence[i]),
          camera: correction(areas.sensor[i]), isOnGround: true))
    }
  }
}
