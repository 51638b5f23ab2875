import Geometry
import Localization
import MapModel
import Matching
import Observations
import TestSupport

/// A mapped place and a vehicle in the middle of it that looks east: detections are added one by one.
struct MatchScene {
  var elements: [MapElement] = []
  var frame: ObservationFrame
  var covariance = PoseCovariance.zero
  var shares: [LocalizedFrame.PieceShare] = []

  /// A place without anything, and a camera that sees all there is.
  init() {
    frame = StraightRoad(lines: []).frames(from_m: 0, to_m: 0, north_m: 0)[0]
    frame.sensors = [Self.sensor(.camera)]
  }

  /// A sensor that sees all there is.
  static func sensor(_ modality: SensorStatus.Modality) -> SensorStatus {
    SensorStatus(
      modality: modality, fieldOfView_rad: 2 * .pi, maxRange_m: 60, detects: Set(ElementClass.allCases))
  }

  /// Maps an element; its id is returned.
  @discardableResult mutating func map(
    _ elementClass: ElementClass, _ kind: ShapeKind, _ points: [Vector2], _ attributes: [Attributes.Entry] = []
  ) -> UInt64 {
    let id = UInt64(elements.count + 1)
    elements.append(
      MapElement(
        piece: PieceID(ElementID(id)), elementClass: elementClass, kind: kind, points: points.map { TilePoint($0) },
        attributes: Attributes(attributes)))
    return id
  }

  private mutating func label(
    _ elementClass: ElementClass, _ attributes: [Attributes.Entry], _ probability: Double
  ) -> UInt32 {
    frame.labels.append(Label([.init(elementClass, attributes: Attributes(attributes), probability: probability)]))
    return UInt32(frame.labels.count - 1)
  }

  /// Sees a point.
  mutating func see(
    _ elementClass: ElementClass, at place: Vector2, _ attributes: [Attributes.Entry] = [], sigma_m: Double = 0.1,
    sensor: UInt32 = 0
  ) {
    frame.points.x_m.append(Float(place.x))
    frame.points.y_m.append(Float(place.y))
    frame.points.varianceXX_m2.append(Float(sigma_m * sigma_m))
    frame.points.varianceXY_m2.append(0)
    frame.points.varianceYY_m2.append(Float(sigma_m * sigma_m))
    frame.points.label.append(label(elementClass, attributes, 0.95))
    frame.points.sensor.append(sensor)
    frame.points.existence.append(0.9)
    frame.points.tracking.append(0)
  }

  /// Sees a line.
  mutating func see(line vertices: [Vector2], _ elementClass: ElementClass, _ attributes: [Attributes.Entry] = []) {
    let label = label(elementClass, attributes, 0.95)
    Self.append(vertices, label, to: &frame.lines)
  }

  /// Sees an area.
  mutating func see(area vertices: [Vector2], _ elementClass: ElementClass) {
    let label = label(elementClass, [], 0.95)
    Self.append(vertices, label, to: &frame.polygons)
  }

  private static func append(_ vertices: [Vector2], _ label: UInt32, to lines: inout LineDetections) {
    lines.firstVertex.append(UInt32(lines.x_m.count))
    lines.vertexCount.append(UInt32(vertices.count))
    for vertex in vertices {
      lines.x_m.append(Float(vertex.x))
      lines.y_m.append(Float(vertex.y))
    }
    lines.sigma_m.append(0.1)
    lines.label.append(label)
    lines.sensor.append(0)
    lines.existence.append(0.9)
    lines.tracking.append(0)
  }

  /// Sees a direction from the vehicle's own place.
  mutating func see(_ elementClass: ElementClass, towards place: Vector2) {
    frame.bearings.originX_m.append(0)
    frame.bearings.originY_m.append(0)
    frame.bearings.azimuth_rad.append(Float(place.angle_rad))
    frame.bearings.sigma_rad.append(0.01)
    frame.bearings.label.append(label(elementClass, [], 0.95))
    frame.bearings.sensor.append(0)
    frame.bearings.existence.append(0.9)
    frame.bearings.tracking.append(0)
  }

  /// The map around the vehicle.
  var region: MapRegion {
    MapRegion(
      anchor: StraightRoad.tile, tiles: [MapTile(id: StraightRoad.tile, version: 1, elements: elements)])
  }

  /// The vehicle's pose, which is known.
  var pose: LocalizedFrame {
    LocalizedFrame(
      mapFromVehicle: Pose2(.zero, yaw_rad: 0), covariance: covariance, status: .converged, camera: .none,
      protectionLevel_m: 0, laneProbability: 1, shares: shares)
  }

  /// The match, in memory of its own.
  func match() -> MatchedFrame { FrameMatcher().match(frame, localized: pose, in: region) }

  /// Ids of what was seen, in order of the sightings, each with its detection's label.
  func seen() -> [Pair] {
    let region = region
    return match().sightings.map {
      Pair(element: region.pieces[region.targets[$0.target].piece].id.element.value, label: $0.label)
    }
  }

  /// An element and the label of the detection that was taken for it.
  struct Pair: Hashable {
    var element: UInt64
    var label: Int
  }
}
