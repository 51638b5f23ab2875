import MapModel

/// How likely a sensor reports what stands in its view, by class and modality: flat to a distance, then falling. A value with a name,
/// so that evidence can say which one it was matched with and a learned one can take its place.
public struct SensorModel: Hashable, Sendable {
  /// The name evidence carries.
  public var name: String
  private var curves: [Curve]

  /// Probability of a detection in one frame over distance.
  public struct Curve: Hashable, Sendable {
    /// Probability near the vehicle, 0 … 1.
    public var peak: Double
    /// Lateral distance (lines) or range (points) up to which it holds, m.
    public var full_m: Double
    /// Distance at which half is left, m; beyond twice the fall nothing is.
    public var half_m: Double
    /// For lines: distance ahead up to which it holds and at which half is left, m.
    public var aheadFull_m: Double
    /// See `aheadFull_m`.
    public var aheadHalf_m: Double

    /// A curve of its parts; without the last two it depends on one distance only.
    public init(
      peak: Double, full_m: Double, half_m: Double, aheadFull_m: Double = .infinity, aheadHalf_m: Double = .infinity
    ) {
      self.peak = peak
      self.full_m = full_m
      self.half_m = half_m
      self.aheadFull_m = aheadFull_m
      self.aheadHalf_m = aheadHalf_m
    }

    /// Probability at a distance, and for lines a distance ahead.
    public func value(at distance_m: Double, ahead_m: Double = 0) -> Double {
      peak * Self.fall(distance_m, full_m, half_m) * Self.fall(ahead_m, aheadFull_m, aheadHalf_m)
    }

    private static func fall(_ distance: Double, _ full: Double, _ half: Double) -> Double {
      guard distance > full else { return 1 }
      guard half > full else { return 0 }
      return max(1 - (distance - full) / (2 * (half - full)), 0)
    }
  }

  private static let modalities = SensorStatus.Modality.allCases.count + 1

  /// A model that expects nothing of any sensor.
  public init(name: String) {
    self.name = name
    let classes = Int(ElementClass.allCases.map(\.rawValue).max() ?? 0) + 1
    curves = Array(repeating: Curve(peak: 0, full_m: 0, half_m: 0), count: classes * Self.modalities)
  }

  /// The curve of a class and a modality.
  public subscript(elementClass: ElementClass, modality: SensorStatus.Modality) -> Curve {
    get { curves[Int(elementClass.rawValue) * Self.modalities + Int(modality.rawValue)] }
    set { curves[Int(elementClass.rawValue) * Self.modalities + Int(modality.rawValue)] = newValue }
  }

  /// Cautious defaults for a vehicle with cameras, lidar and radar. Lower than what a good sensor reaches: understating costs delay,
  /// overstating costs false removals.
  public static let generic: SensorModel = {
    var model = SensorModel(name: "generic-1")
    for elementClass in [ElementClass.laneBoundary, .roadEdge] {
      model[elementClass, .camera] = Curve(peak: 0.75, full_m: 6, half_m: 11, aheadFull_m: 20, aheadHalf_m: 40)
      model[elementClass, .lidar] = Curve(peak: 0.7, full_m: 8, half_m: 14, aheadFull_m: 20, aheadHalf_m: 35)
    }
    model[.roadEdge, .radar] = Curve(peak: 0.3, full_m: 8, half_m: 14, aheadFull_m: 20, aheadHalf_m: 35)
    model[.stopLine, .camera] = Curve(peak: 0.6, full_m: 5, half_m: 9, aheadFull_m: 15, aheadHalf_m: 25)
    model[.stopLine, .lidar] = Curve(peak: 0.5, full_m: 5, half_m: 9, aheadFull_m: 15, aheadHalf_m: 25)
    for elementClass in [ElementClass.crosswalk, .roadMarking] {
      model[elementClass, .camera] = Curve(peak: 0.6, full_m: 12, half_m: 25)
      model[elementClass, .lidar] = Curve(peak: 0.5, full_m: 12, half_m: 22)
    }
    for elementClass in [ElementClass.trafficSign, .trafficLight] {
      model[elementClass, .camera] = Curve(peak: 0.8, full_m: 30, half_m: 50)
      model[elementClass, .lidar] = Curve(peak: 0.7, full_m: 30, half_m: 45)
      model[elementClass, .radar] = Curve(peak: 0.3, full_m: 30, half_m: 50)
    }
    model[.pole, .camera] = Curve(peak: 0.6, full_m: 20, half_m: 35)
    model[.pole, .lidar] = Curve(peak: 0.75, full_m: 30, half_m: 45)
    model[.pole, .radar] = Curve(peak: 0.4, full_m: 30, half_m: 50)
    model[.workZoneObject, .camera] = Curve(peak: 0.7, full_m: 25, half_m: 40)
    model[.workZoneObject, .lidar] = Curve(peak: 0.6, full_m: 25, half_m: 40)
    return model
  }()

  /// For the front camera of a crowd-sourcing fleet that reports lane lines only and sees little beyond its own lane.
  public static let crowdCamera: SensorModel = {
    var model = SensorModel(name: "crowd-camera-1")
    model[.laneBoundary, .camera] = Curve(peak: 0.7, full_m: 2.2, half_m: 4.0, aheadFull_m: 12, aheadHalf_m: 20)
    return model
  }()

  /// The models this version brings along.
  public static let builtIn = [generic, crowdCamera]

  /// The model of a name; nil where there is none.
  public static func named(_ name: String) -> SensorModel? { builtIn.first { $0.name == name } }
}
