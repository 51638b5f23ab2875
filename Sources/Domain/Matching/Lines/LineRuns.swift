import Geometry

/// Samples of detections gathered by the interval they lie on, and which detection an interval is left to.
struct LineRuns {
  /// What became of a run.
  enum State {
    /// Too few samples to tell.
    case short
    /// The closest to its interval of its sensor's detections.
    case won
    /// Another detection of the sensor is closer, by so much that they are two lines.
    case lost
    /// Another is closer, and both may be one line.
    case beside
  }

  /// A sample on an interval.
  struct Hit {
    var target: Int
    var across_m: Double
    var poseVariance_m2: Double
  }

  /// Samples of one detection on one interval.
  struct Run {
    var line: Int
    var sensor: UInt32
    var target: Int
    var samples = 0
    var across_m = 0.0
    var poseVariance_m2 = 0.0
    var left_m = 0.0
    var ahead_m = 0.0
    /// What its attributes cost against another detection, as if it lay so much farther off, m.
    var charge_m = 0.0
    var state = State.short

    var mean_m: Double { across_m / Double(samples) }
    var cost_m: Double { abs(mean_m) + charge_m }
  }

  /// Two detections of one sensor farther apart than this are two lines, m.
  private static let apart_m = 0.5

  private var runs: [Run] = []
  private var order: [Int] = []

  /// Number of runs.
  var count: Int { runs.count }

  subscript(r: Int) -> Run { runs[r] }

  /// No runs; the memory is used again.
  mutating func clear() { runs.removeAll(keepingCapacity: true) }

  /// Adds a sample, seen in the vehicle's frame, to the run of its line and interval; the runs of the line begin at `first`. Returns the run.
  mutating func add(_ hit: Hit, line: Int, sensor: UInt32, since first: Int, seen: Vector2) -> Int {
    var r = runs.count - 1
    while r >= first, runs[r].target != hit.target { r -= 1 }
    if r < first {
      runs.append(Run(line: line, sensor: sensor, target: hit.target))
      r = runs.count - 1
    }
    runs[r].samples += 1
    runs[r].across_m += hit.across_m
    runs[r].poseVariance_m2 += hit.poseVariance_m2
    runs[r].left_m += seen.y
    runs[r].ahead_m += seen.x
    return r
  }

  /// Makes a run dearer than its distance.
  mutating func charge(_ r: Int, _ charge_m: Double) { runs[r].charge_m = charge_m }

  /// Leaves each interval to the closest detection of a sensor with at least so many samples.
  mutating func settle(least: Int) {
    order.removeAll(keepingCapacity: true)
    // By interval, then closest first. Few runs, in order nearly: an insertion sort, which asks for no memory.
    for r in runs.indices {
      order.append(r)
      var place = order.count - 1
      while place > 0, isBefore(r, order[place - 1]) {
        order[place] = order[place - 1]
        place -= 1
      }
      order[place] = r
    }
    for place in order.indices {
      let r = order[place]
      var winner = -1
      var before = place - 1
      while before >= 0, runs[order[before]].target == runs[r].target {
        let other = runs[order[before]]
        if other.sensor == runs[r].sensor, other.state == .won { winner = order[before] }
        before -= 1
      }
      if winner < 0 {
        runs[r].state = runs[r].samples >= least ? .won : .short
      } else {
        runs[r].state = abs(runs[r].mean_m - runs[winner].mean_m) > Self.apart_m ? .lost : .beside
      }
    }
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    if runs[a].target != runs[b].target { return runs[a].target < runs[b].target }
    let (x, y) = (runs[a].cost_m, runs[b].cost_m)
    return x != y ? x < y : a < b
  }
}
