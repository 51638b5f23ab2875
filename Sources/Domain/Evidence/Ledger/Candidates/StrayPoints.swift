import MapModel

/// Points that one traversal saw and the map lacks. Where it missed a thing of the map and saw one like it beside it, it has most likely seen that
/// thing off its place: matching takes what lies some decimetres off for the mapped thing in one drive and for a new one in the next.
struct StrayPoints {
  private let sightings: [CandidateSighting]
  private let likelihood: MoveLikelihood

  /// Nil where there are none, or where the traversal knew another version of the map and they may stand on this one.
  init?(_ traversal: TraversalEvidence, tile: MapTile, policy: Policy) {
    guard traversal.tileVersion == tile.version else { return nil }
    sightings = traversal.candidates.filter {
      $0.kind != .line && !$0.points.isEmpty && !$0.elementClass.entry.isTemporary
    }
    guard !sightings.isEmpty else { return nil }
    likelihood = MoveLikelihood(policy: policy, kind: .point)
  }

  /// Lets a vote that missed a point tell where the nearest one like it was seen, if that is near enough to be it.
  /// - Parameter index: Place of the point in the tile. What it is like is known of a packed tile; where it stands has to be unpacked.
  func displace(_ vote: inout ElementVote, ofElementAt index: Int, in tile: MapTile) {
    let elementClass = tile.elementClass(at: index)
    guard tile.kind(at: index) != .line, sightings.contains(where: { $0.elementClass == elementClass }) else { return }
    let element = tile.element(at: index)
    let centre = element.centre
    var nearest: (distance_cm: Int64, sighting: Int)?
    for index in sightings.indices where sightings[index].elementClass == element.elementClass {
      let distance_cm = sightings[index].centre.distance_cm(to: centre)
      if distance_cm < nearest?.distance_cm ?? .max { nearest = (distance_cm, index) }
    }
    guard let nearest, likelihood.odds_mnat(distance_cm: nearest.distance_cm) > 0 else { return }
    let offset = centre.vector_cm(to: sightings[nearest.sighting].centre)
    vote.offset_cm = Int16(clamping: offset.x)
    vote.offsetNorth_cm = Int16(clamping: offset.y)
    vote.sigma_cm = max(sightings[nearest.sighting].sigma_cm, 1)
  }
}
