import Geometry
import Localization
import MapModel
import Observations

/// A detection that is matched by position: a point, or the middle of an area.
struct PointDetection {
  var position: Vector2
  /// Left of the vehicle, m.
  var left_m: Double
  /// By the detection alone, in the region's frame.
  var noise: Covariance2
  /// The pose's share.
  var pose: Covariance2
  /// Index among the frame's polygons; −1 for a point.
  var polygon: Int
  var label: Int
  var sensor: Int
  var existence: Double
  var tracking: UInt32

  /// All of a frame that are probable enough, points before areas; appended to `out`. `ring` is memory for one area's vertices.
  static func append(
    _ view: borrowing FrameView, _ configuration: MatchConfiguration, ring: inout [Vector2],
    to out: inout [PointDetection]
  ) {
    let points = view.frame.points
    for i in 0..<points.count where Double(points.existence[i]) >= configuration.existenceFloor {
      let noise = Covariance2(
        xx: Double(points.varianceXX_m2[i]), xy: Double(points.varianceXY_m2[i]), yy: Double(points.varianceYY_m2[i]))
      out.append(
        PointDetection(
          raw: Vector2(Double(points.x_m[i]), Double(points.y_m[i])), noise: noise, polygon: -1, view: view,
          label: points.label[i], sensor: points.sensor[i], existence: points.existence[i],
          tracking: points.tracking[i]))
    }
    let areas = view.frame.polygons
    for i in 0..<areas.count where Double(areas.existence[i]) >= configuration.existenceFloor {
      let range = areas.vertices(of: i)
      guard range.count >= 3 else { continue }
      let sigma = max(Double(areas.sigma_m[i]), configuration.polygonSigma_m)
      ring.removeAll(keepingCapacity: true)
      for v in range { ring.append(Vector2(Double(areas.x_m[v]), Double(areas.y_m[v]))) }
      out.append(
        PointDetection(
          raw: MapRegion.centroid(ring), noise: Covariance2(isotropicSigma_m: sigma), polygon: i, view: view,
          label: areas.label[i], sensor: areas.sensor[i], existence: areas.existence[i], tracking: areas.tracking[i]))
    }
  }

  private init(
    raw: Vector2, noise: Covariance2, polygon: Int, view: borrowing FrameView, label: UInt32, sensor: UInt32,
    existence: Float, tracking: UInt32
  ) {
    let isCamera = view.frame.sensors[Int(sensor)].modality == .camera
    let correction = view.correction(ofSensor: sensor)
    let arm = view.pose.rotate(polygon >= 0 ? correction.ground(raw) : correction.raised(raw))
    let east = view.form(Vector2(1, 0), arm: arm, rawLeft_m: raw.y, isCamera: isCamera)
    let north = view.form(Vector2(0, 1), arm: arm, rawLeft_m: raw.y, isCamera: isCamera)
    let covariance = view.localized.covariance
    position = view.pose.origin + arm
    left_m = raw.y
    self.noise = noise.rotated(by: view.localized.mapFromVehicle.yaw_rad)
    pose = Covariance2(
      xx: covariance.variance(of: east), xy: covariance.covariance(east, north), yy: covariance.variance(of: north))
    self.polygon = polygon
    self.label = Int(label)
    self.sensor = Int(sensor)
    self.existence = Double(existence)
    self.tracking = tracking
  }
}
