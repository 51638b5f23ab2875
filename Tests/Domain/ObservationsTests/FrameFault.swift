import Geometry
import MapModel
import Testing

@testable import Observations

/// One way to spoil a well-formed frame, and how the refusal must read.
struct FrameFault: Sendable, CustomTestStringConvertible {
  let field: String
  let reason: Rejection.Reason
  let make: @Sendable (inout ObservationFrame) -> Void
  var testDescription: String { "\(reason.rawValue) \(field)" }

  init(_ field: String, _ reason: Rejection.Reason, _ make: @escaping @Sendable (inout ObservationFrame) -> Void) {
    self.field = field
    self.reason = reason
    self.make = make
  }

  /// A frame with one detection of every shape but polygons.
  static var sound: ObservationFrame {
    var frame = ObservationFrame(
      vehicle: VehicleID("v"), drive: DriveID("d"), sequence: 1, captureTime_ns: 1_750_000_000_000_000_000)
    frame.gnss = GNSSFix(
      place: Geodetic(latitude_deg: 48, longitude_deg: 11), covariance: Covariance2(isotropicSigma_m: 1), yaw_rad: 0)
    frame.motion = Motion(speed_mps: 10, yawRate_radps: 0)
    frame.sensors = [SensorStatus(modality: .camera, fieldOfView_rad: 1, maxRange_m: 50, detects: [.pole])]
    frame.labels = [Label([.init(.pole, probability: 0.5), .init(.trafficSign, probability: 0.5)])]
    frame.points.x_m = [5]
    frame.points.y_m = [1]
    frame.points.varianceXX_m2 = [1]
    frame.points.varianceXY_m2 = [0]
    frame.points.varianceYY_m2 = [1]
    frame.points.label = [0]
    frame.points.sensor = [0]
    frame.points.existence = [1]
    frame.points.tracking = [0]
    frame.lines.vertexCount = [2]
    frame.lines.firstVertex = [0]
    frame.lines.x_m = [1, 2]
    frame.lines.y_m = [0, 0]
    frame.lines.sigma_m = [0.1]
    frame.lines.label = [0]
    frame.lines.sensor = [0]
    frame.lines.existence = [1]
    frame.lines.tracking = [0]
    frame.bearings.originX_m = [0]
    frame.bearings.originY_m = [0]
    frame.bearings.azimuth_rad = [0]
    frame.bearings.sigma_rad = [0.1]
    frame.bearings.label = [0]
    frame.bearings.sensor = [0]
    frame.bearings.existence = [1]
    frame.bearings.tracking = [0]
    frame.freeSpace = FreeSpaceProfile(startAzimuth_rad: 0, step_rad: 0.1, range_m: [10])
    return frame
  }

  static let all: [FrameFault] = [
    FrameFault("vehicle_id", .missing) { $0.vehicle = VehicleID("") },
    FrameFault("vehicle_id", .badLength) { $0.vehicle = VehicleID(String(repeating: "v", count: 65)) },
    FrameFault("vehicle_id", .controlCharacter) { $0.vehicle = VehicleID("a\nb") },
    FrameFault("drive_id", .missing) { $0.drive = DriveID("") },
    FrameFault("software_id", .badLength) { $0.software = String(repeating: "ü", count: 33) },
    FrameFault("calibration_id", .badLength) { $0.calibration = String(repeating: "c", count: 65) },
    FrameFault("sequence", .outOfRange) { $0.sequence = 1 << 53 },
    FrameFault("capture_time_ns", .missing) { $0.captureTime_ns = 0 },
    FrameFault("capture_time_ns", .outOfRange) { $0.captureTime_ns = 1_000_000_000 },
    FrameFault("capture_time_ns", .outOfRange) { $0.captureTime_ns = 7_258_118_400_000_000_000 },
    FrameFault("capture_time_ns", .outOfRange) { $0.captureTime_ns = -1 },
    FrameFault("gnss.latitude_deg", .outOfRange) { $0.gnss?.place.latitude_deg = 86 },
    FrameFault("gnss.latitude_deg", .notFinite) { $0.gnss?.place.latitude_deg = .nan },
    FrameFault("gnss.longitude_deg", .outOfRange) { $0.gnss?.place.longitude_deg = -180.5 },
    FrameFault("gnss.height_m", .outOfRange) { $0.gnss?.place.height_m = 20_000 },
    FrameFault("gnss.variance_east_m2", .outOfRange) { $0.gnss?.covariance.xx = 0 },
    FrameFault("gnss.covariance_east_north_m2", .badCovariance) { $0.gnss?.covariance.xy = 1 },
    FrameFault("gnss.heading.yaw_rad", .notFinite) { $0.gnss?.yaw_rad = .infinity },
    FrameFault("gnss.heading.sigma_rad", .outOfRange) { $0.gnss?.yawSigma_rad = 0 },
    FrameFault("motion.speed_mps", .outOfRange) { $0.motion?.speed_mps = 151 },
    FrameFault("motion.yaw_rate_sigma_radps", .outOfRange) { $0.motion?.yawRateSigma_radps = -1 },
    FrameFault("sensors", .tooMany) { $0.sensors = Array(repeating: $0.sensors[0], count: 65) },
    FrameFault("sensors[0].field_of_view_rad", .outOfRange) { $0.sensors[0].fieldOfView_rad = 7 },
    FrameFault("sensors[0].max_range_m", .outOfRange) { $0.sensors[0].minRange_m = 50 },
    FrameFault("labels[0].candidates", .tooFew) { $0.labels[0].candidates = [] },
    FrameFault("labels[0].candidates", .outOfRange) { $0.labels[0].candidates[0].probability = 0.6 },
    FrameFault("labels[0].candidates[1].probability", .outOfRange) { $0.labels[0].candidates[1].probability = -0.1 },
    FrameFault("labels[0].candidates[0].attributes[0].value", .badLength) {
      $0.labels[0].candidates[0].attributes[.style] = String(repeating: "s", count: 257)
    },
    FrameFault("points.y_m", .lengthMismatch) { $0.points.y_m = [] },
    FrameFault("points.x_m[0]", .notFinite) { $0.points.x_m[0] = .nan },
    FrameFault("points.x_m[0]", .outOfRange) { $0.points.x_m[0] = 1001 },
    FrameFault("points.variance_yy_m2[0]", .outOfRange) { $0.points.varianceYY_m2[0] = 0 },
    FrameFault("points.variance_xy_m2[0]", .badCovariance) { $0.points.varianceXY_m2[0] = -1 },
    FrameFault("points.variance_xy_m2[0]", .notFinite) { $0.points.varianceXY_m2[0] = .nan },
    FrameFault("points.label_index[0]", .indexOutOfRange) { $0.points.label[0] = 1 },
    FrameFault("points.sensor_index[0]", .indexOutOfRange) { $0.points.sensor[0] = .max },
    FrameFault("points.existence_probability[0]", .outOfRange) { $0.points.existence[0] = 1.01 },
    FrameFault("lines.vertex_count[0]", .tooFew) { $0.lines.vertexCount = [1] },
    FrameFault("lines.vertex_count[0]", .tooMany) { $0.lines.vertexCount = [.max] },
    FrameFault("lines.x_m", .lengthMismatch) { $0.lines.vertexCount = [3] },
    FrameFault("lines.x_m[1]", .notFinite) { $0.lines.x_m[1] = -.infinity },
    FrameFault("lines.sigma_m[0]", .outOfRange) { $0.lines.sigma_m[0] = 0 },
    FrameFault("polygons.vertex_count[0]", .tooFew) { $0.polygons = $0.lines },
    FrameFault("bearings.azimuth_rad[0]", .outOfRange) { $0.bearings.azimuth_rad[0] = 7 },
    FrameFault("bearings.origin_x_m[0]", .outOfRange) { $0.bearings.originX_m[0] = 51 },
    FrameFault("bearings.tracking_id", .lengthMismatch) { $0.bearings.tracking = [1, 2] },
    FrameFault("free_space.step_rad", .outOfRange) { $0.freeSpace?.step_rad = 0 },
    FrameFault("free_space.step_rad", .outOfRange) { $0.freeSpace?.range_m = Array(repeating: 1, count: 100) },
    FrameFault("free_space.range_m[0]", .outOfRange) { $0.freeSpace?.range_m[0] = -1 },
  ]
}
