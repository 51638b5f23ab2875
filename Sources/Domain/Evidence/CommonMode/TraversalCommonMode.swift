import MapModel

/// What the things that one traversal saw have in common, taken out of its votes before they are weighed: the map at hand tells what MATCH,
/// which looks at one traversal's poses, cannot.
public struct TraversalCommonMode: Hashable, Sendable {
  /// A scale with the lateral distance; nil where there is none.
  public private(set) var scale: LateralScale?
  /// A displacement of all alike that MATCH took out and that stands; nil where there is none.
  public private(set) var offset: CommonOffset?
  /// Points among what shares the displacement.
  public private(set) var offsetPoints: UInt32 = 0
  /// True where votes are no longer those of the record.
  public private(set) var hasChangedVotes = false

  /// Judges a record, and takes out of its votes what is no news of the world.
  public init(judging evidence: inout TraversalEvidence, tile: MapTile) {
    let told = evidence.commonOffset
    offsetPoints = CommonDisplacement.judge(&evidence, tile: tile)
    var whole = evidence
    if let common = evidence.commonOffset {
      // A scale on one side of the road looks like a displacement: it is searched for in what was seen.
      let displacement = SIMD2(Int64(common.east_cm), Int64(common.north_cm))
      let votes = PlacedVote.all(in: evidence, tile: tile).filter { $0.tells($0.seen(displacement)) }
      CommonDisplacement.giveBack(displacement, to: votes, in: &whole)
      whole.commonOffset = nil
    }
    scale = LateralScale.takeOut(of: &whole, tile: tile)
    if scale != nil {
      evidence = whole
      offsetPoints = 0
    }
    offset = evidence.commonOffset
    hasChangedVotes = scale != nil || offset != told
  }
}
