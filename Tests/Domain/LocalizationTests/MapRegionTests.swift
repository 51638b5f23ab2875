import Geometry
import Localization
import MapModel
import TestSupport
import Testing

@Suite struct MapRegionTests {
  @Test func everyIntervalOfALineIsATargetAndItsSegmentsCoverIt() {
    let road = StraightRoad(lines: [.init(1, north_m: 0, from_m: -37, to_m: 52)])
    let region = MapRegion(anchor: StraightRoad.tile, tiles: [road.mapTile()])
    // 89 m are four intervals of 20 m, of which the last is 29 m long.
    #expect(region.targets.count == 4)
    var length = [Double](repeating: 0, count: 4)
    for s in 0..<region.segments.count { length[Int(region.segments.target[s])] += region.segments.length_m[s] }
    for (found, wanted) in zip(length, [20.0, 20, 20, 29]) { #expect(abs(found - wanted) < 1e-6) }
  }

  @Test func theHeightOfTheRoadIsThatOfTheLinesAroundIt() throws {
    let road = StraightRoad(lines: [
      .init(1, north_m: 2, from_m: -50, to_m: 50), .init(2, north_m: -2, from_m: -50, to_m: 50),
    ])
    var elements = road.mapTile().elements
    // It climbs from 500 to 505 m, and leans to the right by 4 cm in 4 m.
    elements[0].elevations_cm = [50_000, 50_500]
    elements[1].elevations_cm = [49_996, 50_496]
    let region = MapRegion(
      anchor: StraightRoad.tile, tiles: [MapTile(id: StraightRoad.tile, version: 1, elements: elements)])
    for east in [-50.0, -13, 0, 31.5, 50] {
      let height = try #require(region.height_m(at: Vector2(east, 0)))
      #expect(abs(height - (502.48 + 0.05 * east)) < 0.3)
    }
    #expect(abs(try #require(region.height_m(at: Vector2(0, 2))) - 502.5) < 0.05)
    #expect(region.height_m(at: Vector2(0, 40)) == nil)
    #expect(MapRegion(anchor: StraightRoad.tile, tiles: [road.mapTile()]).height_m(at: .zero) == nil)
  }

  @Test func neighboursMeetAtTheBorder() {
    let tile = StraightRoad.tile
    let east = TileID(x: tile.x + 1, y: tile.y)
    let corner = tile.frame.local(tile.place(u: 1, v: 0.5))
    let here = MapElement(
      piece: PieceID(ElementID(1)), elementClass: .pole, kind: .point, points: [TilePoint(corner)])
    let there = MapElement(
      piece: PieceID(ElementID(2)), elementClass: .pole, kind: .point,
      points: [TilePoint(east.frame.local(tile.place(u: 1, v: 0.5)))])
    let region = MapRegion(
      anchor: tile,
      tiles: [
        MapTile(id: east, version: 3, elements: [there]), MapTile(id: tile, version: 1, elements: [here]),
      ])
    #expect(region.points.count == 2)
    #expect(region.points.position[0].distance(to: region.points.position[1]) < 0.02)
    #expect(Set(region.tiles.map(\.version)) == [1, 3])
  }

  @Test func whatNothingShowsIsNotMatched() {
    let lane = MapElement(
      piece: PieceID(ElementID(1)), elementClass: .virtualBoundary, kind: .line,
      points: [TilePoint(.zero), TilePoint(Vector2(10, 0))])
    let region = MapRegion(
      anchor: StraightRoad.tile, tiles: [MapTile(id: StraightRoad.tile, version: 1, elements: [lane])])
    #expect(region.targets.isEmpty)
  }

  @Test func theMiddleOfAnAreaDoesNotFollowItsVertices() {
    let ring = [Vector2(0, 0), Vector2(4, 0), Vector2(4, 2), Vector2(3.9, 2), Vector2(3.8, 2), Vector2(0, 2)]
    #expect(MapRegion.centroid(ring).distance(to: Vector2(2, 1)) < 1e-9)
  }

  @Test func theMiddleOfAStripeIsSteadyThoughItsAreaIsNoise() {
    // A line drawn with three vertices that all but lie on it: the centroid of what they enclose may be anywhere.
    for bend in [-0.02, -1e-4, 1e-4, 0.02] {
      let middle = MapRegion.centroid([Vector2(0, 0), Vector2(2, bend), Vector2(8, 0)])
      #expect(middle.distance(to: Vector2(4, 0)) < 0.05)
    }
  }

  @Test func aCacheBuildsARegionOnceAndAgainForANewVersion() {
    var cache = RegionCache(limit: 2)
    let road = StraightRoad.threeLanes
    _ = cache.region(anchor: StraightRoad.tile, tiles: [road.mapTile()])
    _ = cache.region(anchor: StraightRoad.tile, tiles: [road.mapTile()])
    #expect(cache.count == 1)
    let next = cache.region(anchor: StraightRoad.tile, tiles: [road.mapTile(version: 2)])
    #expect(cache.count == 2)
    #expect(next.tiles[0].version == 2)
    _ = cache.region(anchor: StraightRoad.tile, tiles: [road.mapTile(version: 3)])
    #expect(cache.count == 2)
  }
}
