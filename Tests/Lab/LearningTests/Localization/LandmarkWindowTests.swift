import Geometry
import MapModel
import Observations
import Simulation
import Testing

@testable import Learning

@Suite struct LandmarkWindowTests {
  /// A frame with lines in a direction each, and points; every detection of an element of its own.
  private func sight(lines_rad: [Double] = [], points: [UInt64] = []) -> (ObservationFrame, DetectionSources) {
    var frame = ObservationFrame(vehicle: VehicleID("v"), drive: DriveID("d"), sequence: 0, captureTime_ns: 0)
    var sources = DetectionSources()
    for (index, angle) in lines_rad.enumerated() {
      frame.lines.firstVertex.append(UInt32(frame.lines.x_m.count))
      frame.lines.vertexCount.append(2)
      frame.lines.x_m += [5, 5 + Float(Vector2(angle_rad: angle).x * 10)]
      frame.lines.y_m += [0, Float(Vector2(angle_rad: angle).y * 10)]
      sources.lines.append(ElementID(UInt64(100 + index)))
    }
    for point in points {
      frame.points.x_m.append(10)
      frame.points.y_m.append(3)
      sources.points.append(point == 0 ? nil : ElementID(point))
    }
    return (frame, sources)
  }

  private func hasTwo(
    _ sights: [(ObservationFrame, DetectionSources)], step_m: Double = 10, known: Set<ElementID>? = nil
  )
    -> Bool
  {
    var window = LandmarkWindow(known: known)
    for (index, sight) in sights.enumerated() {
      window.add(sight.0, sources: sight.1, pose: Pose2(Vector2(Double(index) * step_m, 0), yaw_rad: 0.7))
    }
    return window.hasTwo
  }

  @Test func parallelLinesTellNothingAlong() {
    #expect(!hasTwo([sight(lines_rad: [0, 0.1, -.pi])]))
    #expect(hasTwo([sight(lines_rad: [0, .pi / 2])]))
    // One line that bends is no second landmark.
    #expect(!hasTwo([sight(lines_rad: [0.1]), sight(lines_rad: [.pi / 2 + 0.1])]))
    #expect(hasTwo([sight(lines_rad: [0.1]), sight(lines_rad: [0.1, .pi / 2 + 0.1])]))
    #expect(!hasTwo([sight(lines_rad: [0, 0.4])]))
  }

  @Test func aPointNeedsACompanion() {
    #expect(!hasTwo([sight(points: [1])]) && !hasTwo([sight(points: [1]), sight(points: [1])]))
    #expect(hasTwo([sight(points: [1, 2])]))
    #expect(hasTwo([sight(lines_rad: [0], points: [1])]))
    #expect(!hasTwo([sight(lines_rad: [0], points: [0])]))
  }

  @Test func fiftyMetresBackIsForgotten() {
    let empty = sight()
    #expect(hasTwo([sight(points: [1, 2]), empty, empty, empty, empty, empty]))
    #expect(!hasTwo([sight(points: [1, 2]), empty, empty, empty, empty, empty, empty]))
  }

  @Test func whatIsNotWhereTheMapHasItDoesNotCount() {
    #expect(!hasTwo([sight(points: [1, 2])], known: [ElementID(1)]))
    #expect(hasTwo([sight(points: [1, 2])], known: [ElementID(1), ElementID(2)]))
  }
}
