import Foundation
import Geometry

/// Where the vehicle may be before it is held to a lane: a grid of displacements of its reckoned way, east and north together. Among
/// crossing streets a wrong place along one makes a wrong lane of another fit, so neither can be told before the other.
///
/// As in `LaneHistogram`, a line that is seen but not mapped at a place is charged by the share of looks in which it was, at most with the
/// cost of one change, and by where it lies beside the vehicle.
struct PlaceGrid: Sendable {
  /// Distance of neighbouring displacements, m.
  static let step_m = 0.5
  private static let leastReach_m = 8.0
  private static let mostReach_m = 20.0
  /// Standard deviations of the place that the grid reaches.
  private static let reachSigmas = 3.0
  /// Way between two looks, m: closer, they show the same.
  private static let lookApart_m = 1.5

  /// Cells from the middle to a side.
  let half: Int
  /// Where the pose filter is among the displacements.
  private(set) var held = Vector2.zero
  /// Mean share of looks in which a line lay unmapped, by slot and cell.
  private(set) var strays: [Float]
  /// Sum of log-likelihoods of what points showed, tempered, by cell.
  private(set) var points: [Float]
  /// Seconds since it was begun.
  private(set) var age_s = 0.0
  private var looks = 0.0
  private var unseen_s = 0.0
  private var unseen_m = 0.0

  /// A grid that has seen nothing.
  /// - Parameter sigma_m: standard deviation of the place.
  init(sigma_m: Double) {
    let reach = min(max(Self.reachSigmas * sigma_m, Self.leastReach_m), Self.mostReach_m)
    half = Int((reach / Self.step_m).rounded(.up))
    let cells = (2 * half + 1) * (2 * half + 1)
    strays = [Float](repeating: 0, count: LaneHistogram.slots * cells)
    points = [Float](repeating: 0, count: cells)
  }

  /// Cells along a side.
  var side: Int { 2 * half + 1 }
  /// Number of cells.
  var count: Int { side * side }
  /// Farthest displacement on either axis, m.
  var reach_m: Double { Double(half) * Self.step_m }
  /// Whether another look would show something new.
  var isDue: Bool { looks == 0 || unseen_m >= Self.lookApart_m }

  /// The displacement of a cell.
  func displacement(_ cell: Int) -> Vector2 {
    Vector2(Double(cell % side - half) * Self.step_m, Double(cell / side - half) * Self.step_m)
  }

  /// The cell next to a displacement; beyond the grid the one at its edge.
  func cell(_ displacement: Vector2) -> Int {
    func index(_ value: Double) -> Int {
      min(max(Int((value / Self.step_m).rounded()) + half, 0), side - 1)
    }
    return index(displacement.y) * side + index(displacement.x)
  }

  /// Lets time and way pass.
  mutating func advance(seconds: Double, way_m: Double) {
    age_s += seconds
    unseen_s += seconds
    unseen_m += way_m
  }

  /// Tells that the filter moved beside its reckoned way.
  mutating func move(_ displacement: Vector2) { held = held + displacement }

  /// Takes in what a look leaves unexplained, by slot and cell, and what its points say.
  /// - Parameter pointRate_hz: looks a second that points count as independent.
  mutating func add(strays look: [Float]?, points log: [Float]?, pointRate_hz: Double) {
    looks += 1
    if let look {
      let share = Float(1 / looks)
      for i in strays.indices { strays[i] += (look[i] - strays[i]) * share }
    }
    if let log {
      let weight = Float(min(unseen_s * pointRate_hz, 1))
      for i in points.indices { points[i] += weight * log[i] }
    }
    unseen_s = 0
    unseen_m = 0
  }

  /// What all that was seen says of each cell: natural logarithms of likelihoods.
  func fit(_ configuration: LocalizationConfiguration) -> [Float] {
    let ramp = Float(age_s / (age_s + configuration.laneRamp_s))
    let rare = Float(exp(-configuration.changeCost))
    let weight = Float(configuration.laneLineWeight)
    var fit = points
    for slot in 0..<LaneHistogram.slots {
      let looks = strays[(slot * count)..<((slot + 1) * count)]
      let clutter = looks.min() ?? 0
      for (cell, stray) in looks.enumerated() where stray > clutter {
        fit[cell] += ramp * log(rare + (1 - rare) * exp(-weight * (stray - clutter)))
      }
    }
    return fit
  }
}
