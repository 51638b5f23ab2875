import MapModel

extension Label {
  /// How probable a detection with this label is, 0 … 1, if it stems from an element of a class: its candidate's probability, or a
  /// small remainder for classes that are known to be taken for each other.
  public func probability(of elementClass: ElementClass) -> Double {
    var probability = 0.0
    for i in candidates.indices {
      let candidate = candidates[i]
      if candidate.elementClass == elementClass {
        probability = max(probability, candidate.probability)
      } else if Self.areConfusable(candidate.elementClass, elementClass) {
        probability = max(probability, Self.confusion * candidate.probability)
      }
    }
    return probability
  }

  /// Share of detections that carry the name of a look-alike.
  static let confusion = 0.08

  /// Whether detectors take one for the other now and then.
  static func areConfusable(_ a: ElementClass, _ b: ElementClass) -> Bool {
    switch (a, b) {
    case (.pole, .trafficLight), (.trafficLight, .pole), (.pole, .trafficSign), (.trafficSign, .pole): true
    case (.roadMarking, .crosswalk), (.crosswalk, .roadMarking): true
    default: false
    }
  }
}
