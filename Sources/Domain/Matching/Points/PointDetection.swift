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
  /// With the pose's share.
  var spread: Covariance2
  var pose: Covariance2
  var ring: [Vector2]
  var label: Int
  var sensor: Int
  var existence: Double
  var tracking: UInt32

  /// All of a frame that are probable enough, points before areas.
  static func all(_ view: FrameView, _ configuration: MatchConfiguration) -> [PointDetection] {
    var out: [PointDetection] = []
    let points = view.frame.points
    out.reserveCapacity(points.count)
    for i in 0..<points.count where Double(points.existence[i]) >= configuration.existenceFloor {
      let noise = Covariance2(
        xx: Double(points.varianceXX_m2[i]), xy: Double(points.varianceXY_m2[i]), yy: Double(points.varianceYY_m2[i]))
      out.append(
        PointDetection(
          raw: Vector2(Double(points.x_m[i]), Double(points.y_m[i])), noise: noise, ring: [], view: view,
          label: points.label[i], sensor: points.sensor[i], existence: points.existence[i],
          tracking: points.tracking[i]))
    }
    let areas = view.frame.polygons
    for i in 0..<areas.count where Double(areas.existence[i]) >= configuration.existenceFloor {
      let range = areas.vertices(of: i)
      guard range.count >= 3 else { continue }
      let scale = view.scale(ofSensor: areas.sensor[i])
      let raw = range.map { Vector2(Double(areas.x_m[$0]), Double(areas.y_m[$0])) }
      let sigma = max(Double(areas.sigma_m[i]), configuration.polygonSigma_m)
      out.append(
        PointDetection(
          raw: MapRegion.centroid(raw), noise: Covariance2(isotropicSigma_m: sigma),
          ring: raw.map { view.pose.transform(Vector2($0.x, $0.y * scale)) }, view: view, label: areas.label[i],
          sensor: areas.sensor[i], existence: areas.existence[i], tracking: areas.tracking[i]))
    }
    return out
  }

  private init(
    raw: Vector2, noise: Covariance2, ring: [Vector2], view: FrameView, label: UInt32, sensor: UInt32,
    existence: Float, tracking: UInt32
  ) {
    let isCamera = view.frame.sensors[Int(sensor)].modality == .camera
    let arm = view.pose.rotate(Vector2(raw.x, raw.y * view.scale(ofSensor: sensor)))
    let east = view.form(Vector2(1, 0), arm: arm, rawLeft_m: raw.y, isCamera: isCamera)
    let north = view.form(Vector2(0, 1), arm: arm, rawLeft_m: raw.y, isCamera: isCamera)
    let covariance = view.localized.covariance
    position = view.pose.origin + arm
    left_m = raw.y
    self.noise = noise.rotated(by: view.localized.mapFromVehicle.yaw_rad)
    pose = Covariance2(
      xx: covariance.variance(of: east), xy: covariance.covariance(east, north), yy: covariance.variance(of: north))
    spread = self.noise + pose
    self.ring = ring
    self.label = Int(label)
    self.sensor = Int(sensor)
    self.existence = Double(existence)
    self.tracking = tracking
  }
}
