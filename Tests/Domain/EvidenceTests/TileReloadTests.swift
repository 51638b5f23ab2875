import Evidence
import Geometry
import Localization
import MapModel
import Matching
import Observations
import TestSupport
import Testing

/// A new version of a tile comes while vehicles are being matched: whoever works with the old one goes on with all of it.
@Suite struct TileReloadTests {
  private static let road: StraightRoad = {
    var road = StraightRoad.threeLanes
    road.points = StraightRoad.landmarks
    return road
  }()

  /// The road without its fourth line, as the next version.
  private static let without: StraightRoad = {
    var road = Self.road
    road.lines.removeAll { $0.id == 4 }
    return road
  }()

  @Test func aTraversalKeepsTheVersionItBeganWithAndTheNextTakesTheNew() {
    var view = MapView(tiles: [Self.road.mapTile()])
    var regions = RegionCache()
    var memory = MatchMemory()
    var matcher = DriveMatcher(vehicle: VehicleID("v1"), drive: DriveID("d1"))
    var frames = Self.road.frames(from_m: -230, to_m: 230, north_m: 0)
    let slot = TraversalSlot.slot(of: frames[0].captureTime_ns, vehicle: VehicleID("v1"))
    let shift = TraversalSlot.end_ns(of: slot, vehicle: VehicleID("v1")) - frames[0].captureTime_ns
    for i in frames.indices { frames[i].captureTime_ns += shift }
    let end_ns = TraversalSlot.end_ns(of: slot + 1, vehicle: VehicleID("v1"))
    var records: [TraversalEvidence] = []
    for pass in 0..<2 {
      for var frame in frames {
        if pass == 1 { frame.captureTime_ns += end_ns - frames[0].captureTime_ns }
        frame.sequence += UInt64(pass * frames.count)
        _ = matcher.observe(frame, map: view, regions: &regions, memory: &memory)
        if pass == 0, frame.sequence == 100 { view.publish(Self.without.mapTile(version: 2)) }
      }
      records += matcher.closeTraversal()
    }
    #expect(records.map(\.tileVersion) == [1, 2])
    func intervals(_ record: TraversalEvidence) -> [UInt16] {
      record.votes.filter { $0.piece.element.value == 4 }.map(\.interval)
    }
    // The whole line to its end, though it was gone from the view in the middle of the way.
    #expect(intervals(records[0]).count > 15 && (intervals(records[0]).last ?? 0) > 18)
    #expect(intervals(records[1]).isEmpty)
  }

  @Test func aRegionInUseStaysAsItIsWhileOthersAreBuiltAndDropped() {
    var cache = RegionCache(limit: 1)
    var view = MapView(tiles: [Self.road.mapTile()])
    let held = view
    let old = cache.region(anchor: StraightRoad.tile, tiles: [Self.road.mapTile()])
    let frame = Self.road.frames(from_m: 0, to_m: 0, north_m: 0)[0]
    let pose = LocalizedFrame(
      mapFromVehicle: .identity, covariance: .zero, status: .converged, camera: .none, protectionLevel_m: 0,
      laneProbability: 1, shares: [])
    let before = FrameMatcher().match(frame, localized: pose, in: old)
    for version in 2..<6 as Range<UInt64> {
      view.publish(Self.without.mapTile(version: version))
      guard let tile = view[StraightRoad.tile] else {
        Issue.record("the tile is gone")
        return
      }
      let new = cache.region(anchor: StraightRoad.tile, tiles: [tile])
      #expect(FrameMatcher().match(frame, localized: pose, in: new).strayLines.count == 1)
    }
    let after = FrameMatcher().match(frame, localized: pose, in: old)
    #expect(after.sightings == before.sightings && after.expectations == before.expectations)
    #expect(after.strayLines.isEmpty && before.strayLines.isEmpty)
    #expect(held[StraightRoad.tile]?.version == 1 && view[StraightRoad.tile]?.version == 5)
    // An older version never comes back.
    view.publish(Self.road.mapTile(version: 3))
    #expect(view[StraightRoad.tile]?.version == 5)
  }
}
