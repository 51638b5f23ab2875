import Geometry
import Localization
import MapModel
import Observations

/// Holds a localized frame against the map around it. Pure: the same inputs give the same result.
public struct FrameMatcher: Sendable {
  /// Its bounds.
  public let configuration: MatchConfiguration
  /// What sensors are taken to see.
  public let model: SensorModel

  /// A matcher of bounds and sensor model.
  public init(configuration: MatchConfiguration = MatchConfiguration(), model: SensorModel = .generic) {
    self.configuration = configuration
    self.model = model
  }

  /// The match of a frame whose pose is good enough to judge by, in memory that is used again.
  public func match(
    _ frame: ObservationFrame, localized: LocalizedFrame, in region: MapRegion, memory: inout MatchMemory
  ) -> MatchedFrame {
    memory.run(FrameView(frame: frame, localized: localized, region: region), configuration, model)
  }

  /// The match of a single frame.
  public func match(_ frame: ObservationFrame, localized: LocalizedFrame, in region: MapRegion) -> MatchedFrame {
    var memory = MatchMemory()
    return match(frame, localized: localized, in: region, memory: &memory)
  }
}

/// A frame with its pose and region: what every part of matching needs.
struct FrameView {
  let frame: ObservationFrame
  let localized: LocalizedFrame
  let region: MapRegion
  let pose: Motion2

  init(frame: ObservationFrame, localized: LocalizedFrame, region: MapRegion) {
    self.frame = frame
    self.localized = localized
    self.region = region
    pose = Motion2(localized.mapFromVehicle)
  }

  /// What a sensor's detections are to be corrected by.
  func correction(ofSensor index: UInt32) -> CameraCorrection {
    frame.sensors[Int(index)].modality == .camera ? localized.camera : .none
  }

  /// Standard deviation of an offset by the pose and by what all looks of a drive have in common, m. `share` is the part of the pose that
  /// is the element's own word: without it the pose is less sure, and common errors come back enlarged.
  func poseSigma_m(
    variance_m2: Double, share: Double, left_m: Double, sensor: UInt32, _ configuration: MatchConfiguration
  ) -> Double {
    let enlarged = configuration.commonError_m * share / (1 - share)
    let isCamera = frame.sensors[Int(sensor)].modality == .camera
    let scale = isCamera ? configuration.scaleResidual * left_m : 0
    return (variance_m2 / (1 - share) + enlarged * enlarged + scale * scale).squareRoot()
  }

  /// How a displacement along `n` at a place depends on the errors of pose and scale.
  func form(_ n: Vector2, arm: Vector2, rawLeft_m: Double, isCamera: Bool) -> SIMD4<Double> {
    let side = isCamera ? n.dot(pose.rotate(Vector2(0, rawLeft_m))) : 0
    return SIMD4(n.x, n.y, n.dot(arm.leftNormal), side)
  }
}
