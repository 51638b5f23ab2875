import Geometry
import MapModel

/// Lines that the fleet sees and the map lacks, as far as this vehicle follows them: each a distance beside a mapped element, estimated
/// together with the pose. They hold the vehicle in its place where a mapped line has gone or moved, and never say where that place is.
struct UnmappedLines: Sendable {
  /// A line seen beside a mapped element, not followed yet.
  struct Stray {
    var element: ElementID
    /// How far to the left of the element, m.
    var across_m: Double
    /// Derivative of that distance by the errors.
    var form: ErrorState.Form
    var variance: Double
  }

  /// Distance from where it is expected at which a line is still taken for the same, m.
  static let gate_m = 0.7
  /// Lines closer to a mapped one than this are that one, m.
  static let leastDistance_m = 1.0
  /// Variance that the distance gains a metre driven: lines are not parallel, m.
  static let drift_m2pm = 1.5e-4
  /// Time unseen after which one is forgotten, s.
  private static let patience_s = 5.0

  private var elements = InlineArray<4, ElementID?>(repeating: nil)
  private var unseen_s = InlineArray<4, Double>(repeating: 0)

  /// The element that a followed line lies beside; nil where none is followed.
  subscript(slot: Int) -> ElementID? { elements[slot] }

  /// Lets time and way pass.
  mutating func age(_ seconds: Double, way_m: Double, in filter: inout PoseFilter) {
    for slot in 0..<ErrorState.unmappedCount where elements[slot] != nil {
      filter.addNoise(ErrorState.unmapped + slot, variance: Self.drift_m2pm * way_m)
      unseen_s[slot] += seconds
      if unseen_s[slot] > Self.patience_s { drop(slot, in: &filter) }
    }
  }

  /// Notes that measurements used followed lines.
  mutating func note(_ used: [MapMeasurement]) {
    for measurement in used where measurement.piece < 0 {
      for slot in 0..<ErrorState.unmappedCount where measurement.form[ErrorState.unmapped + slot] != 0 {
        unseen_s[slot] = 0
      }
    }
  }

  /// Begins to follow a line.
  mutating func follow(_ stray: Stray, in filter: inout PoseFilter) {
    guard abs(stray.across_m) > Self.leastDistance_m else { return }
    var free = -1
    for slot in 0..<ErrorState.unmappedCount {
      if elements[slot] == stray.element,
        abs(filter.state[ErrorState.unmapped + slot] - stray.across_m) < 2 * Self.gate_m
      {
        return
      }
      if elements[slot] == nil, free < 0 { free = slot }
    }
    guard free >= 0 else { return }
    elements[free] = stray.element
    unseen_s[free] = 0
    filter.define(
      ErrorState.unmapped + free, as: stray.form, value: stray.across_m, variance: stray.variance)
  }

  /// Forgets all: the vehicle turned out to be elsewhere.
  mutating func clear(in filter: inout PoseFilter) {
    for slot in 0..<ErrorState.unmappedCount { drop(slot, in: &filter) }
  }

  private mutating func drop(_ slot: Int, in filter: inout PoseFilter) {
    elements[slot] = nil
    filter.clear(ErrorState.unmapped + slot)
  }
}
