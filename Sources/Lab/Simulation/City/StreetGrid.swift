import Geometry

/// The plan of a city: rows and columns of a square grid, smoothly bent, cut into streets between junctions.
struct StreetGrid {
  /// One stretch of street between two junctions.
  struct Street {
    /// The middle, from the start junction's centre to the end junction's.
    let middle: Polyline
    let profile: StreetProfile
    /// Distance from each junction's centre at which the street's lanes begin and end, m.
    let startSetback_m, endSetback_m: Double
    /// True where nothing lies beyond: the city's rim, on the right and on the left of the street's direction.
    let isRimRight, isRimLeft: Bool
  }

  /// A crossing, with the streets that meet there.
  struct Junction {
    var arms: [(street: Int, isStart: Bool)] = []
  }

  private(set) var streets: [Street] = []
  private(set) var junctions: [Junction] = []

  init(_ parameters: CityParameters) {
    let n = parameters.blocks
    var random = SeededRandom(seed: parameters.seed).split(1)
    let half = Double(n) * parameters.blockLength_m / 2
    func lines() -> [Double] {
      (0...n).map { index in
        Double(index) * parameters.blockLength_m - half
          + (index == 0 || index == n ? 0 : random.uniform(-0.06, 0.06) * parameters.blockLength_m)
      }
    }
    let columns = lines()
    let rows = lines()
    let bend = Bend(amplitude_m: parameters.bend_m, phases: (random.uniform(0, 6), random.uniform(0, 6)))
    // One avenue each way through the middle; a city of one block has an avenue on its rim.
    let avenue = (n + 1) / 2
    func profile(_ index: Int) -> StreetProfile { index == avenue ? .avenue : .street }

    func junction(_ column: Int, _ row: Int) -> Int { row * (n + 1) + column }
    junctions = Array(repeating: Junction(), count: (n + 1) * (n + 1))
    func add(
      from: (Int, Int), to: (Int, Int), own: Int, crossing: (Int, Int), along: (Double) -> Vector2,
      isRimRight: Bool, isRimLeft: Bool, into grid: inout StreetGrid
    ) {
      let samples = max(Int((parameters.blockLength_m / 4).rounded()), 8)
      let middle = Polyline((0...samples).map { along(Double($0) / Double(samples)) })
      let index = grid.streets.count
      grid.streets.append(
        Street(
          middle: middle, profile: profile(own), startSetback_m: profile(crossing.0).setback_m,
          endSetback_m: profile(crossing.1).setback_m, isRimRight: isRimRight, isRimLeft: isRimLeft))
      grid.junctions[junction(from.0, from.1)].arms.append((index, true))
      grid.junctions[junction(to.0, to.1)].arms.append((index, false))
    }
    for row in 0...n {
      for column in 0..<n {
        add(
          from: (column, row), to: (column + 1, row), own: row, crossing: (column, column + 1),
          along: { bend.apply(columns[column] + (columns[column + 1] - columns[column]) * $0, rows[row]) },
          isRimRight: row == 0, isRimLeft: row == n, into: &self)
      }
    }
    for column in 0...n {
      for row in 0..<n {
        add(
          from: (column, row), to: (column, row + 1), own: column, crossing: (row, row + 1),
          along: { bend.apply(columns[column], rows[row] + (rows[row + 1] - rows[row]) * $0) },
          isRimRight: column == n, isRimLeft: column == 0, into: &self)
      }
    }
  }

  /// A smooth motion of the plane that turns straight lines into waves and keeps crossings near right angles.
  private struct Bend {
    let amplitude_m: Double
    let phases: (Double, Double)

    func apply(_ u: Double, _ v: Double) -> Vector2 {
      Vector2(
        u + amplitude_m * (v / 51 + phases.0).sine,
        v + amplitude_m * (u / 57 + phases.1).sine)
    }
  }
}

/// The cross-section of a street; the same to both sides of its middle.
struct StreetProfile: Hashable {
  let lanesPerDirection: Int
  let laneWidth_m: Double
  /// Between the outermost lane and the kerb, m; where it is zero the kerb is the lane's bound.
  let margin_m: Double
  let speedLimit: String
  let centreStyle: String

  static let street = StreetProfile(
    lanesPerDirection: 1, laneWidth_m: 3.5, margin_m: 0, speedLimit: "50", centreStyle: "dashed")
  static let avenue = StreetProfile(
    lanesPerDirection: 2, laneWidth_m: 3.25, margin_m: 0.6, speedLimit: "60", centreStyle: "solid")

  /// Middle to kerb, m.
  var halfWidth_m: Double { Double(lanesPerDirection) * laneWidth_m + margin_m }
  /// How far from the middle of a street that it crosses another street's lanes end, m.
  var setback_m: Double { halfWidth_m + 7 }
}
