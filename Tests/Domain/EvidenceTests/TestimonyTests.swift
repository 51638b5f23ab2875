import Evidence
import Foundation
import Geometry
import Localization
import MapModel
import Matching
import Observations
import TestSupport
import Testing

/// What a drive says of the map where its lane is only probable.
@Suite struct TestimonyTests {
  /// Parallel lines everywhere: what is seen fits every lane alike.
  private static let parallelLines = StraightRoad(
    lines: (0..<24).map { StraightRoad.Line(UInt64($0 + 1), north_m: Double($0) * 3.5 - 40.25, style: "dashed") })
  /// Fixes that tell one lane from the next only so far.
  private static let vagueFixes: StraightRoad.Drive = {
    var drive = StraightRoad.Drive()
    drive.fixSigma_m = 2
    return drive
  }()

  /// The evidence of a drive whose frames are all given the same doubt; nil for as they are.
  private func evidence(testimony: Double?) -> TraversalEvidence {
    var map = StraightRoad.threeLanes
    map.points = StraightRoad.landmarks
    let world = map
    map.lines.removeAll { $0.id == 3 }
    let region = MapRegion(anchor: StraightRoad.tile, tiles: [map.mapTile()])
    var localizer = VehicleLocalizer()
    var memory = MatchMemory()
    let matcher = FrameMatcher(configuration: MatchConfiguration(), model: .generic)
    let vehicle = VehicleID("v1")
    let frames = world.frames(from_m: -230, to_m: 230, north_m: 0, StraightRoad.Drive())
    var accumulator = TraversalAccumulator(
      vehicle: vehicle, drive: DriveID("d1"),
      slot: TraversalSlot.slot(of: frames[0].captureTime_ns, vehicle: vehicle), anchor: region.anchor)
    for frame in frames {
      var localized = localizer.localize(frame, in: region)
      if let testimony, localized?.isUsable == true {
        localized?.status = .ambiguous
        localized?.testimony = testimony
      }
      var matched: MatchedFrame?
      if let localized, localized.testimony > 0 {
        matched = matcher.match(frame, localized: localized, in: region, memory: &memory)
      }
      accumulator.add(frame, localized: localized, matched: matched, region: region)
    }
    return accumulator.evidence()[0]
  }

  @Test func aVoteWeighsAsMuchAsItsLaneIsSure() {
    let sure = evidence(testimony: nil)
    let doubtful = evidence(testimony: 0.6)
    #expect(sure.votes.count > 60 && doubtful.votes.count > 60)
    let of = Dictionary(uniqueKeysWithValues: sure.votes.map { ([$0.piece.element.value, UInt64($0.interval)], $0) })
    for vote in doubtful.votes {
      guard let full = of[[vote.piece.element.value, UInt64(vote.interval)]] else { continue }
      #expect(abs(Double(vote.expected) - 0.6 * Double(full.expected)) <= 1)
      #expect(abs(Double(vote.detected) - 0.6 * Double(full.detected)) <= 1)
    }
  }

  @Test func ofASightingMoreIsLeftThanTheLaneIsSure() {
    let sure = evidence(testimony: nil).candidates
    let doubtful = evidence(testimony: 0.6).candidates
    #expect(sure.count > 15 && doubtful.count == sure.count)
    for (a, b) in zip(doubtful, sure) {
      let share = Double(a.existence) / Double(b.existence)
      #expect(share > 0.7 && share < 0.85)
      #expect(a.points == b.points)
    }
  }

  @Test func whereThingsAreOnlyAReliablePoseTells() {
    let doubtful = evidence(testimony: 0.6)
    #expect(doubtful.votes.contains { $0.detected > 128 })
    #expect(doubtful.votes.allSatisfy { $0.sigma_cm == 0 && $0.label == 0 })
    #expect(doubtful.swath.path.isEmpty)
  }

  @Test func withoutTestimonyNothingIsSaid() {
    let none = evidence(testimony: 0)
    #expect(none.votes.isEmpty && none.candidates.isEmpty)
    #expect(none.framesUsed == 0 && none.framesAbstained > 150)
  }

  @Test func aDoubtfulLaneTestifiesWithItsProbability() {
    let road = Self.parallelLines
    let region = MapRegion(anchor: StraightRoad.tile, tiles: [road.mapTile()])
    var localizer = VehicleLocalizer()
    let frames = road.frames(from_m: -200, to_m: 150, north_m: 0, Self.vagueFixes).compactMap {
      localizer.localize($0, in: region)
    }
    let doubtful = frames.filter { $0.status == .ambiguous && $0.testimony > 0 }
    #expect(!doubtful.isEmpty)
    for frame in doubtful {
      #expect(abs(frame.testimony - frame.laneProbability) < 1e-12)
      #expect(frame.testimony >= localizer.configuration.testimonyProbability)
      #expect(frame.testimony < localizer.configuration.keepProbability)
    }
    #expect(frames.allSatisfy { $0.status != .converged || $0.testimony == 1 })
    #expect(frames.allSatisfy { [.converged, .ambiguous].contains($0.status) || $0.testimony == 0 })
  }

  @Test func theFramesWhosePoseTestifiesAreThoseTheEvidenceCounts() {
    let vehicle = VehicleID("v1")
    let frames = Self.parallelLines.frames(from_m: -200, to_m: 150, north_m: 0, Self.vagueFixes)
    let slot = TraversalSlot.slot(of: frames[0].captureTime_ns, vehicle: vehicle)
    let shift = TraversalSlot.end_ns(of: slot, vehicle: vehicle) - frames[0].captureTime_ns
    let view = MapView(tiles: [Self.parallelLines.mapTile()])
    var regions = RegionCache()
    var memory = MatchMemory()
    var matcher = DriveMatcher(vehicle: vehicle, drive: DriveID("d1"))
    let poses = frames.compactMap { frame in
      var frame = frame
      frame.captureTime_ns += shift
      return matcher.observe(frame, map: view, regions: &regions, memory: &memory)
    }
    let testifying = poses.filter { $0.testimony > 0 }
    #expect(testifying.contains { $0.status == .ambiguous })
    let evidence = matcher.closeTraversal()[0]
    #expect(Int(evidence.framesUsed) == testifying.count)
    #expect(Int(evidence.framesUsed + evidence.framesAbstained) == frames.count)
  }
}
