import Geometry
import Observations

/// Which place it is at first, where streets cross.
extension Track {
  /// How far off mapped lines count as near, m, and the sine of their angle to the vehicle from which on they belong to another street.
  private static let near_m = 20.0
  private static let leastSine = 0.5
  /// Least standard deviation that a place is taken with, m.
  private static let taken_m = 0.5

  /// Whether lines of another street are near: there a wrong place along one street makes a wrong lane of another fit.
  func isAmongStreets(_ region: MapRegion) -> Bool {
    let axis = filter.pose.rotate(Vector2(1, 0))
    var any = false
    region.segments.grid.forEach(in: Bounds2(centre: filter.pose.position, radius_m: Self.near_m)) { s in
      if abs(axis.cross(region.segments.direction[s])) > Self.leastSine { any = true }
    }
    return any
  }

  /// Takes in what a frame says of the places that are open, and is held to one where that is clearly the right one.
  mutating func chooseFirstPlace(
    _ frame: ObservationFrame, _ lines: FrameLines, _ region: MapRegion, fix: Vector2?,
    configuration: LocalizationConfiguration
  ) {
    // Taken out and put back, for it is large.
    var grid = places ?? PlaceGrid(sigma_m: max(filter.position.xx, filter.position.yy).squareRoot())
    places = nil
    defer { if !isHeld { places = grid } }
    guard grid.isDue else { return }
    let evidence = PlaceEvidence(filter: filter, grid: grid, region: region)
    let strays = evidence.lines(lines, frame: frame)
    let points = evidence.points(frame: frame, areaSigma_m: configuration.areaSigma_m)
    guard strays != nil || points != nil else { return }
    grid.add(strays: strays, points: points, pointRate_hz: configuration.lanePointRate_hz)
    let normal = filter.pose.rotate(Vector2(0, 1))
    let place = PlacePosterior(of: grid, prior: filter.position, normal: normal, configuration: configuration)
    laneProbability = place.probability
    if place.probability >= configuration.firstLaneProbability { hold(place, of: grid, fix: fix) }
  }

  /// Past the crossing only the lane is left to tell: what the open places have seen across the road goes on as its histogram.
  mutating func leaveStreets(fix: Vector2?) {
    guard let grid = places else { return }
    lane = lanes(grid, at: grid.held, fix: fix)
    places = nil
  }

  private func lanes(_ grid: PlaceGrid, at place: Vector2, fix: Vector2?) -> LaneHistogram {
    let normal = filter.pose.rotate(Vector2(0, 1))
    return LaneHistogram(
      grid, at: place, normal: normal, fixMean_m: fix.map { ($0 - filter.pose.position).dot(normal) })
  }

  private mutating func hold(_ place: PlacePosterior, of grid: PlaceGrid, fix: Vector2?) {
    filter.shift(place.mean - grid.held)
    let normal = filter.pose.rotate(Vector2(0, 1))
    filter.shift(.zero, alongNormal: normal, sigma_m: Self.taken_m)
    let forward = filter.pose.rotate(Vector2(1, 0))
    let alongSigma_m = max(place.covariance.variance(along: forward).squareRoot(), Self.taken_m)
    if alongSigma_m < filter.alongSigma_m { filter.shift(.zero, alongNormal: forward, sigma_m: alongSigma_m) }
    lane = lanes(grid, at: place.mean, fix: fix)
    holdHere()
  }
}
