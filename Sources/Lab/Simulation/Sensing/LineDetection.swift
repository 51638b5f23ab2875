import Geometry
import MapModel
import Observations

extension Perception {
  /// A shorter stretch of line is not reported, m.
  private static let leastLength_m = 3.0
  /// Share of a stop line that must be in view.
  private static let leastTransverseShare = 0.6

  /// Boundaries, kerbs and stop lines: every unbroken visible stretch is one detection.
  mutating func detectLines(_ view: SensorView, _ toVehicle: PlaneMotion) {
    for item in nearLines {
      let line = scene.lines[item]
      let elementClass = scene.elements[line.element].element.elementClass
      guard view.reports(elementClass) else { continue }
      let length = Double(line.samples.count - 1) * Scene.sampleSpacing_m
      let least =
        elementClass == .stopLine ? length * Self.leastTransverseShare : min(Self.leastLength_m, length)
      var nearest = Double.infinity
      run.removeAll(keepingCapacity: true)
      var sample = line.samples.lowerBound
      while sample < line.samples.upperBound {
        let place = toVehicle.apply(scene.samples[sample])
        let squaredRange = place.squaredLength
        if view.covers(place, squaredRange: squaredRange), !freeSpace.blocks(place, squaredRange: squaredRange) {
          nearest = min(nearest, squaredRange)
          run.append(place)
          sample += 1
          continue
        }
        if !run.isEmpty {
          detectRun(of: line.element, elementClass, view, nearest_m: nearest.squareRoot(), least_m: least)
          nearest = .infinity
        }
        // Samples are no more than a step apart: none comes into range before so many steps.
        let beyond_m = squaredRange > view.squaredMax ? squaredRange.squareRoot() - view.maxRange_m : 0
        sample += max(Int(beyond_m / Scene.sampleSpacing_m), 1)
      }
      if !run.isEmpty {
        detectRun(of: line.element, elementClass, view, nearest_m: nearest.squareRoot(), least_m: least)
      }
    }
  }

  private mutating func detectRun(
    of element: Int, _ elementClass: ElementClass, _ view: SensorView, nearest_m: Double, least_m: Double
  ) {
    defer { run.removeAll(keepingCapacity: true) }
    guard run.count >= 2, Double(run.count - 1) * Scene.sampleSpacing_m >= least_m,
      isDetected(elementClass, by: view, range_m: nearest_m)
    else { return }
    if noise.misses { trimFarEnd(view) }
    guard run.count >= 2 else { return }
    let label = label(of: element, by: view)
    appendLine(
      thinned(run, spacing_m: elementClass == .stopLine ? 1 : view.model.vertexSpacing_m).map {
        withCalibrationError($0, isOnGround: true, view)
      }, view: view, sigma_m: view.model.lineSigma_m, label: label, isReal: true)
    sources.lines.append(scene.elements[element].element.id)
  }

  /// How far a line is followed differs from frame to frame.
  private mutating func trimFarEnd(_ view: SensorView) {
    let reach = view.maxRange_m * random.uniform(0.65, 1)
    let squared = reach * reach
    while run.count > 2, run[run.count - 1].squaredLength > squared { run.removeLast() }
    let drop = run.prefix { $0.squaredLength > squared }.count
    run.removeFirst(min(drop, run.count - 2))
  }

  private func thinned(_ points: [Vector2], spacing_m: Double) -> [Vector2] {
    let step = max(Int((spacing_m / Scene.sampleSpacing_m).rounded()), 1)
    var kept: [Vector2] = []
    kept.reserveCapacity(points.count / step + 2)
    for index in stride(from: 0, to: points.count - 1, by: step) { kept.append(points[index]) }
    kept.append(points[points.count - 1])
    return kept
  }

  /// Adds one detection with its error: the line is shifted, tilted and roughened, mostly across itself.
  mutating func appendLine(
    _ points: [Vector2], view: SensorView, sigma_m: Double, label: UInt32, isReal: Bool
  ) {
    let sigma = sigma_m * noise.sensorNoise
    // The three parts' variances add up to sigma squared on average along the line.
    let shift = random.normal(sigma * 0.75)
    let tilt = random.normal(sigma * 0.6)
    let rough = sigma * 0.56
    let last = points.count - 1
    let existence = existence(isReal: isReal)
    let first = observation.lines.x_m.count
    for (index, point) in points.enumerated() {
      let along = (points[min(index + 1, last)] - points[max(index - 1, 0)]).normalized
      let position = 2 * Double(index) / Double(max(last, 1)) - 1
      let error = sigma > 0 ? shift + tilt * position + random.normal(rough) : 0
      let seen = point + along.leftNormal * error
      observation.lines.x_m.append(Float(seen.x))
      observation.lines.y_m.append(Float(seen.y))
    }
    observation.lines.vertexCount.append(UInt32(points.count))
    observation.lines.firstVertex.append(UInt32(first))
    observation.lines.sigma_m.append(Float(max(sigma_m, 0.01)))
    observation.lines.label.append(label)
    observation.lines.sensor.append(UInt32(view.index))
    observation.lines.existence.append(existence)
    observation.lines.tracking.append(0)
  }

  /// Crosswalks and markings: seen where their middle is in view.
  mutating func detectAreas(_ view: SensorView, _ toVehicle: PlaneMotion) {
    for item in nearAreas {
      let area = scene.areas[item]
      let elementClass = scene.elements[area.element].element.elementClass
      guard view.reports(elementClass) else { continue }
      let centre = toVehicle.apply(area.centre)
      let squaredRange = centre.squaredLength
      guard view.covers(centre, squaredRange: squaredRange), !freeSpace.blocks(centre, squaredRange: squaredRange),
        isDetected(elementClass, by: view, range_m: squaredRange.squareRoot())
      else { continue }
      let sigma = view.model.lineSigma_m * noise.sensorNoise
      let shift = Vector2(random.normal(sigma), random.normal(sigma))
      let ring = area.ring.map { withCalibrationError(toVehicle.apply($0), isOnGround: true, view) + shift }
      let label = label(of: area.element, by: view)
      appendRing(ring, view, label: label, roughness_m: sigma * 0.5)
      sources.polygons.append(scene.elements[area.element].element.id)
    }
  }

  private mutating func appendRing(_ ring: [Vector2], _ view: SensorView, label: UInt32, roughness_m: Double) {
    let existence = existence(isReal: true)
    let first = observation.polygons.x_m.count
    for vertex in ring {
      observation.polygons.x_m.append(Float(vertex.x + random.normal(roughness_m)))
      observation.polygons.y_m.append(Float(vertex.y + random.normal(roughness_m)))
    }
    observation.polygons.vertexCount.append(UInt32(ring.count))
    observation.polygons.firstVertex.append(UInt32(first))
    observation.polygons.sigma_m.append(Float(max(view.model.lineSigma_m, 0.01)))
    observation.polygons.label.append(label)
    observation.polygons.sensor.append(UInt32(view.index))
    observation.polygons.existence.append(existence)
    observation.polygons.tracking.append(0)
  }
}
