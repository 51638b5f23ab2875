import Evidence
import Geometry
import MapModel
import Testing

@testable import Reconstruction

@Suite struct BorderTests {
  private static let places = [(49.01, 8.42), (0.001, 0.001), (-33.9, 151.2), (70.1, 25.8), (22.55, 114.03)]

  @Test(arguments: places)
  func theExtentIsThatOfTheTilesFrame(latitude: Double, longitude: Double) {
    let tile = TileID(Geodetic(latitude_deg: latitude, longitude_deg: longitude))
    let extent = TileExtent(tile)
    let frame = tile.frame
    func isNear(_ u: Double, _ v: Double, x_cm: Int32?, y_cm: Int32?) -> Bool {
      let point = TilePoint(frame.local(tile.place(u: u, v: v)))
      return (x_cm.map { abs($0 - point.x_cm) <= 2 } ?? true) && (y_cm.map { abs($0 - point.y_cm) <= 2 } ?? true)
    }
    #expect(isNear(1, 0.5, x_cm: extent.halfWidth_cm, y_cm: nil))
    #expect(isNear(0, 0.5, x_cm: -extent.halfWidth_cm, y_cm: nil))
    #expect(isNear(0.5, 0, x_cm: nil, y_cm: extent.north_cm))
    #expect(isNear(0.5, 1, x_cm: nil, y_cm: -extent.south_cm))
    for (u, v, side) in [(1.0, 0.2, TileExtent.Side.east), (0, 0.9, .west), (0.3, 0, .north), (0.8, 1, .south)] {
      #expect(extent.side(of: TilePoint(frame.local(tile.place(u: u, v: v)))) == side)
    }
    #expect(extent.side(of: TilePoint(x_cm: 0, y_cm: 0)) == nil)
  }

  @Test(arguments: places)
  func aBorderVertexIsTheSamePlaceInTheNeighboursFrame(latitude: Double, longitude: Double) {
    let tile = TileID(Geodetic(latitude_deg: latitude, longitude_deg: longitude))
    for (u, v, side) in [(1.0, 0.3, TileExtent.Side.east), (0, 0.8, .west), (0.2, 0, .north), (0.7, 1, .south)] {
      let place = tile.place(u: u, v: v)
      let other = tile.neighbour(side)
      let expected = TilePoint(other.frame.local(place))
      let found = BorderTransfer.point(TilePoint(tile.frame.local(place)), from: tile, across: side)
      #expect(abs(found.x_cm - expected.x_cm) <= 3 && abs(found.y_cm - expected.y_cm) <= 3)
      #expect(TileExtent(other).side(of: found) == side.opposite)
    }
  }

  /// A line that crosses the border between a tile and its eastern neighbour, as each holds it.
  private func seam() -> (low: MapTile, high: MapTile) {
    var tile = TileDrawing.id
    var other = tile.neighbour(.east)
    if other < tile { (tile, other) = (other, tile) }
    let side = TileExtent.Side.allCases.first { tile.neighbour($0) == other } ?? .east
    let sign: Int32 = side == .east ? 1 : -1
    let here = sign * TileExtent(tile).halfWidth_cm
    let there = -sign * TileExtent(other).halfWidth_cm
    return (
      MapTile(id: tile, version: 1, elements: [TileDrawing.line(7, [(0, 0), (here, 0)])]),
      MapTile(id: other, version: 1, elements: [TileDrawing.line(7, part: PieceID.step, [(there, 0), (0, 0)])])
    )
  }

  @Test func theOwnerSlidesItsBorderVertexAndTheNeighbourFollows() throws {
    let (owner, follower) = seam()
    let line = owner.elements[0]
    let (rebuild, outcomes) = TileDrawing.rebuild(
      [.shiftLine(line.piece, [LineShift(station_cm: 0, left_cm: 50)])], of: owner)
    let result = try #require(outcomes[0].result)
    let moved = try #require(rebuild.version(time_ns: 0)?.tile[line.piece])
    #expect(moved.points[1].x_cm == line.points[1].x_cm && abs(moved.points[1].y_cm) == 50)
    let edit = try #require(result.borderEdits.first)
    #expect(edit.tile == follower.id && edit.owner == owner.id && edit.ownerVersion == 2)
    #expect(edit.piece == follower.elements[0].piece && !edit.isEnd)

    var following = TileRebuild(follower)
    let isFollowed = following.follow(edit)
    #expect(isFollowed)
    let version = try #require(following.version(time_ns: 0))
    #expect(version.tile.elements[0].points[0].x_cm == follower.elements[0].points[0].x_cm)
    #expect(version.tile.elements[0].points[0].y_cm == moved.points[1].y_cm)
    #expect(version.patch?.changes.isEmpty == true)
    var again = TileRebuild(version.tile)
    let isFollowedAgain = again.follow(edit)
    #expect(!isFollowedAgain)
  }

  @Test func theOtherTileKeepsItsBorderVertex() throws {
    let (_, follower) = seam()
    let line = follower.elements[0]
    let (rebuild, outcomes) = TileDrawing.rebuild(
      [.shiftLine(line.piece, [LineShift(station_cm: 2000, left_cm: 50)])], of: follower)
    let result = try #require(outcomes[0].result)
    #expect(result.borderEdits.isEmpty)
    let moved = try #require(rebuild.version(time_ns: 0)?.tile[line.piece])
    #expect(moved.points[0] == line.points[0])
    #expect(abs(moved.points[moved.points.count - 1].y_cm) == 50)
  }

  /// The neighbour's element after its border vertex was moved aside along the border.
  private func followed(by aside_cm: Int32, _ element: MapElement, owner: MapTile, of follower: MapTile) -> MapElement?
  {
    let vertex = element.points[0]
    var rebuild = TileRebuild(MapTile(id: follower.id, version: 1, elements: [element]))
    let isFollowed = rebuild.follow(
      BorderEdit(
        tile: follower.id, owner: owner.id, ownerVersion: 2, piece: element.piece, isEnd: false,
        point: TilePoint(x_cm: vertex.x_cm, y_cm: vertex.y_cm + aside_cm)))
    return isFollowed ? rebuild.version(time_ns: 0)?.tile[element.piece] : nil
  }

  @Test func anEndThatFollowsLeadsBackWithinTenMetres() throws {
    let (owner, follower) = seam()
    var line = follower.elements[0]
    line.elevations_cm = [0, Int32(line.points[0].distance_cm(to: line.points[1]) / 100)]
    let lead = try #require(followed(by: 100, line, owner: owner, of: follower))
    #expect(lead.points.count == 3 && lead.points[0].y_cm == 100 && lead.points[2] == line.points[1])
    #expect(lead.points[1].y_cm == 0 && abs(lead.points[1].x_cm - line.points[0].x_cm) == 1000)
    #expect(lead.elevations_cm == [0, 10, line.elevations_cm[1]])
  }

  @Test func anEndMovedByALaneTakesItsStretchAlongAndSoDoesAShortOne() throws {
    let (owner, follower) = seam()
    var line = follower.elements[0]
    let far = try #require(followed(by: 200, line, owner: owner, of: follower))
    #expect(far.points.count == 2 && far.points[0].y_cm == 200)
    line.points[1] = TilePoint(x_cm: line.points[0].x_cm + (line.points[0].x_cm > 0 ? -1500 : 1500), y_cm: 0)
    let short = try #require(followed(by: 100, line, owner: owner, of: follower))
    #expect(short.points.count == 2 && short.points[0].y_cm == 100)
  }

  @Test func anEditOfAnUnknownVertexIsNotFollowed() {
    let (owner, follower) = seam()
    var rebuild = TileRebuild(follower)
    let far = BorderEdit(
      tile: follower.id, owner: owner.id, ownerVersion: 2, piece: PieceID(ElementID(7)), isEnd: false,
      point: TilePoint(x_cm: follower.elements[0].points[0].x_cm, y_cm: 9000))
    let isFarFollowed = rebuild.follow(far)
    #expect(!isFarFollowed)
    let gone = BorderEdit(
      tile: follower.id, owner: owner.id, ownerVersion: 2, piece: PieceID(ElementID(7)), isEnd: false, point: nil)
    let isGoneFollowed = rebuild.follow(gone)
    #expect(!isGoneFollowed)
  }
}
