import Foundation
import Geometry
import MapModel
import Testing

@testable import Learning

@Suite struct DrivePictureTests {
  private let map = DividerMap(tiles: Roads.twoLines)

  private func drive() -> DrivePicture.Drive {
    let drive = RecordedDrive.drives(
      of: (0..<100).map { Roads.frame(UInt64($0), east_m: Double($0) - 50, north_m: 0.5, left_m: [1.8, 5.4]) })[0]
    let poses = (0..<100).map { Roads.pose(east_m: Double($0) - 50, north_m: 0, isConverged: $0 > 20) }
    return DrivePicture.Drive(drive, poses: poses, map: map)
  }

  @Test func pictureIsWellFormedAndShowsBeforeAndAfter() throws {
    let svg = DrivePicture(map: map, drives: [drive()]).svg
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    #expect(svg.components(separatedBy: "<g ").count == svg.components(separatedBy: "</g>").count)
    #expect(svg.contains("1  as reported, 1 drives") && svg.contains("1  localized, converged frames"))
    #expect(svg.contains(DriveColour.before) && svg.contains(DriveColour.after))
  }

  @Test func onlyConvergedFramesAreDrawnAsLocalized() {
    let drive = drive()
    #expect(drive.pose(10, isAfter: true) == nil && drive.pose(10, isAfter: false) != nil)
    #expect(drive.runs(isAfter: true).map(\.count) == [79] && drive.runs(isAfter: false).map(\.count) == [100])
  }

  @Test func aPanelTurnsItsRoadLevel() {
    let panel = DrivePanel(
      frame: .close(Vector2(10, 10), along: Vector2(angle_rad: 0.8), length_m: 100), left: 50, top: 20, width: 500,
      height: 200)
    #expect(panel.pixel(Vector2(10, 10)).distance(to: Vector2(300, 120)) < 1e-9)
    let ahead = panel.pixel(Vector2(10, 10) + Vector2(angle_rad: 0.8) * 20)
    #expect(ahead.distance(to: Vector2(400, 120)) < 1e-9)
    #expect(panel.touches([Vector2(-1000, -1000), Vector2(1000, 1000)]) && !panel.touches([Vector2(500, 500)]))
  }

  @Test func closePlacesLieAmidTheVehicles() throws {
    let place = try #require(ClosePlace.busiest(of: [drive(), drive()], map: map, count: 2).first)
    #expect(place.drives == 2 && abs(place.direction.y) < 1e-3)
    let road_m = map.frame.local(Roads.tile.frame.geodetic(Vector2(0, 0.5))).y
    #expect(abs(place.middle.y - road_m) < 0.1)
  }
}
